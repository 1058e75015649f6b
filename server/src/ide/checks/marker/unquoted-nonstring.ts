import { markerState } from '../../../flux/automation/changes.ts'
import type { Marker } from '../../../flux/markers/marker.ts'
import type { ImagePolicy } from '../../../flux/resources/resources.ts'
import { policies, type Snapshot } from '../../../flux/workspace/snapshot.ts'
import type { SourceFile } from '../../../flux/workspace/source-file.ts'
import type { Severity } from '../../answers.ts'
import { type Check, fix } from '../../check.ts'

/** A marked value without quotes that YAML reads as a number, a boolean, null or a date (flux-semantics §4.5, row 29). */
export const unquotedNonstring: Check = {
  codes: [
    {
      code: 'marker-unquoted-nonstring',
      severity: 'error',
      flux: 'Flux keeps the type of the old value. Where that is a number, boolean, null or date and the new tag is a plain string, it writes an explicit tag, `tag: !!int 1.2.3`: YAML that no longer loads.',
    },
  ],
  *findings({ file, snapshot }) {
    if (file.facts.problem) return
    for (const marker of file.facts.markers) {
      const { scalar, span } = marker.value
      const kind = scalar.tag === undefined && scalar.style === 'plain' ? kindOf(scalar) : undefined
      if (kind === undefined || scalar.text === '') continue
      const outcome = outcomeOf(marker, kind.tag, file, snapshot)
      if (outcome === undefined) continue
      yield {
        span,
        severity: outcome.severity,
        message: `${scalar.text} without quotes is ${kind.name}: Flux ${outcome.words}. Quote it before Flux updates it.`,
        fixes: () => [
          kind.tag === '!!null'
            ? fix('Write ""', file, span, '""')
            : fix('Quote the value', file, span, `"${scalar.text}"`),
        ],
      }
    }
  },
}

interface Outcome {
  readonly severity: Severity
  readonly words: string
}

/** What Flux would make of the value; undefined where it puts quotes around the new one, which is harmless. */
function outcomeOf(marker: Marker, tag: string, file: SourceFile, snapshot: Snapshot): Outcome | undefined {
  const { setter } = marker
  if (setter === undefined) return undefined
  const state = markerState(snapshot, { path: file.path, marker })
  if (state?.state === 'outdated') {
    const { newText } = state.change.edit
    if (newText.startsWith('"') && tag !== '!!null') return undefined
    const written = `${tag} ${state.change.newValue}`
    return { severity: 'error', words: `would write "${written}", which no longer loads` }
  }
  const words = `would write the next tag as "${tag} …", which no longer loads`
  const isString = setter.part !== 'tag' || tag === '!!null'
  const variants = policies(snapshot, setter.policy)
  if (!isString && variants.length > 0 && variants.every(({ resource }) => selectsNumbers(resource)))
    return undefined
  const isVersion = variants.length > 0 && variants.every(({ resource }) => resource.policy.semver)
  return isString || isVersion
    ? { severity: 'error', words }
    : {
        severity: 'warning',
        words: `would write a tag that is no number as "${tag} …", which no longer loads`,
      }
}

/** Whether all that a policy can select are numbers, which Flux puts into quotes. */
function selectsNumbers({ policy, filter }: ImagePolicy): boolean {
  if (filter === undefined || filter.pattern === '')
    return policy.semver === undefined && policy.numerical !== undefined && policy.alphabetical === undefined
  const bare = filter.pattern.replace(/\((?:\?(?:P?<\w+>|:))?|\)/g, '')
  return /^\^(?:(?:\[0-9\]|\\d|\[\[:digit:\]\]|[0-9])(?:[+*?]|\{[0-9,]+\})?)+\$$/.test(bare)
}

function kindOf({
  value,
  text,
}: Marker['value']['scalar']): { readonly tag: string; readonly name: string } | undefined {
  if (value === null) return { tag: '!!null', name: 'null' }
  if (typeof value === 'boolean') return { tag: '!!bool', name: 'a boolean' }
  if (typeof value === 'bigint') return { tag: '!!int', name: 'a number' }
  if (typeof value === 'number')
    return { tag: Number.isInteger(value) && !/[.eE]/.test(text) ? '!!int' : '!!float', name: 'a number' }
  return /^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}$/.test(text) ? { tag: '!!timestamp', name: 'a date' } : undefined
}
