import { imageGroup, servedVersions } from '../../flux/resources/kinds.ts'
import type { DescribedPlace } from '../../flux/schema/described-place.ts'
import { limitsAt } from '../../flux/schema/schema.ts'
import type { Snapshot } from '../../flux/workspace/snapshot.ts'
import type { Cursor } from '../../text/cursor.ts'
import type { Completion } from '../answers.ts'
import { extractCompletions, patternCompletions } from './patterns.ts'
import { rangeCompletions } from './ranges.ts'
import { references, type Suggestion } from './references.ts'

/** What a field may hold: names that exist, tags that exist, the choice that the definition gives. */
export function valueCompletions(
  cursor: Cursor,
  place: DescribedPlace,
  snapshot: Snapshot,
): readonly Completion[] {
  return values(place, snapshot).map(({ text, detail, kind }) => {
    const newText = written(text, cursor)
    return {
      label: text,
      kind: kind ?? 'value',
      ...(detail === undefined ? {} : { detail }),
      span: cursor.span,
      newText,
      filterText: newText,
    }
  })
}

function values(place: DescribedPlace, snapshot: Snapshot): readonly Suggestion[] {
  const { kind, path, schema, moment } = place
  if (path === 'apiVersion')
    return servedVersions(kind, moment.flux)
      .toReversed()
      .map(api => ({ text: `${imageGroup}/${api}` }))
  if (path === 'spec.policy.semver.range') return rangeCompletions(place, snapshot)
  if (path === 'spec.filterTags.extract') return extractCompletions(place)
  if (path === 'spec.filterTags.pattern') return patternCompletions(place, snapshot)
  const { enum: choices, default: fallback, pattern } = limitsAt(schema, moment)
  if (choices) return choices.map(text => (text === fallback ? { text, detail: 'default' } : { text }))
  if (schema.type === 'boolean') return [{ text: 'true' }, { text: 'false' }]
  if (pattern !== undefined) return durations(schema.examples ?? [], pattern)
  return references(place, snapshot)
}

function durations(examples: readonly string[], pattern: string): readonly Suggestion[] {
  const usual = ['1m', '5m', '10m', '30m', '1h'].filter(text => new RegExp(pattern).test(text))
  return [...new Set([...examples, ...usual])].map(text => ({ text }))
}

/** A string as YAML takes it in this place: in the quotes that were begun, plain where it can be. */
function written(text: string, { typed, isFlow }: Cursor): string {
  if (typed.startsWith('"')) return JSON.stringify(text)
  const isPlain =
    /^[\w$./^~-][\w$./^~ -]*$/.test(text) && !/^[-+.\d][\d.e_]*$|^(true|false|null|~|-)$|^- /.test(text)
  if (isPlain && !typed.startsWith("'") && !(isFlow && /[,{}[\]]/.test(text))) return text
  return /^(true|false)$/.test(text) && typed === '' ? text : `'${text.replaceAll("'", "''")}'`
}
