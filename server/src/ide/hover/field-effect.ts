import { type Played, type PlayedStage, type PlayedTag, played } from '../../flux/played/played.ts'
import type { Snapshot } from '../../flux/workspace/snapshot.ts'
import { isGoError } from '../../go/go-error.ts'
import { compareVersions, parseVersion } from '../../go/semver/version.ts'
import { code, joined, type Markdown, md } from '../../text/markdown.ts'
import { playground, playgroundSubjectAt } from '../playground/playground.ts'
import { count } from '../texts/words.ts'

/** More tags than this are not judged while somebody waits: the playground does that. */
const most = 20_000
/** How many tags are named. */
const named = 3

/**
 * What a field that decides over tags does to those that the registry lists: `3 of 11 tags are in the range; newest
 * 1.5.3; next out 2.0.0`. Undefined for other fields, and where no tags are known.
 */
export function fieldEffect(
  snapshot: Snapshot,
  path: string,
  offset: number,
  field: string,
): Markdown | undefined {
  const effect = effects[field.replace(/\[\]$/, '')]
  const subject = effect && playgroundSubjectAt(snapshot, path, offset)
  const page = subject && playground(snapshot, subject)
  if (effect === undefined || page === undefined) return undefined
  const { tags } = page.request
  if (tags.length === 0 || tags.length > most) return undefined
  const result = played(page.request)
  return result.problem === undefined ? effect(result) : md`Flux fails: ${result.problem}`
}

type Effect = (result: Played) => Markdown

const effects: Readonly<Record<string, Effect>> = {
  'spec.policy.semver.range': range,
  'spec.policy.alphabetical.order': order,
  'spec.policy.numerical.order': order,
  'spec.filterTags.pattern': pattern,
  'spec.filterTags.extract': extract,
  'spec.exclusionList': exclusions,
}

function range(result: Played): Markdown {
  const inside = at(result, 'selected', 'not-latest')
  const above = result.selected ? nextOut(at(result, 'out-of-range'), result.selected) : undefined
  const judged = inside.length + at(result, 'out-of-range', 'unparsable').length
  return facts(
    md`${inside.length} of ${count(judged, 'tag')} in the range`,
    newest(result),
    above && md`next out ${code(above.tag)}`,
  )
}

/** The lowest version above the one that is selected. */
function nextOut(outside: readonly PlayedTag[], selected: PlayedTag): PlayedTag | undefined {
  const versionOf = ({ tag, key = tag }: PlayedTag) => parseVersion(key)
  const top = versionOf(selected)
  if (isGoError(top)) return undefined
  // They stand in the order of versions, the highest first.
  return outside.findLast(one => {
    const version = versionOf(one)
    return !isGoError(version) && compareVersions(version, top) > 0
  })
}

function pattern(result: Played): Markdown {
  const out = at(result, 'filtered').filter(({ key }) => key === undefined)
  const stored = result.rows.length - at(result, 'excluded').length
  return facts(
    md`${stored - out.length} of ${count(stored, 'tag')} match`,
    newest(result),
    out.length > 0 ? md`left out ${listed(out)}` : undefined,
  )
}

function extract(result: Played): Markdown {
  const read = result.rows.flatMap(({ tag, key }) =>
    key === undefined ? [] : [md`${code(tag)} gives ${code(key)}`],
  )
  return read.length === 0 ? md`It gives nothing: no tag matches.` : facts(...read.slice(0, named))
}

function order(result: Played): Markdown {
  const eligible = at(result, 'selected', 'not-latest')
  const last = eligible.at(-1)
  return facts(
    md`Of ${count(eligible.length, 'tag')}`,
    newest(result),
    last && last.stage !== 'selected' ? md`in the other order ${code(last.tag)}` : undefined,
  )
}

function exclusions(result: Played): Markdown {
  const out = at(result, 'excluded')
  return facts(
    md`${out.length} of ${count(result.rows.length, 'tag')} excluded`,
    out.length > 0 ? listed(out) : undefined,
  )
}

function at({ rows }: Played, ...stages: readonly PlayedStage[]): readonly PlayedTag[] {
  return rows.filter(({ stage }) => stages.includes(stage))
}

function newest({ selected }: Played): Markdown {
  return selected ? md`selects ${code(selected.tag)}` : md`selects nothing`
}

function listed(tags: readonly PlayedTag[]): Markdown {
  const shown = joined(
    tags.slice(0, named).map(({ tag }) => code(tag)),
    ', ',
  )
  return tags.length > named ? md`${shown} and ${tags.length - named} more` : shown
}

function facts(...parts: readonly (Markdown | undefined)[]): Markdown {
  return joined(
    parts.flatMap(part => part ?? []),
    '; ',
  )
}
