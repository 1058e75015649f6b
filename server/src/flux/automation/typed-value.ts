import type { Marker } from '../markers/marker.ts'
import type { ImagePolicy } from '../resources/resources.ts'
import { policies, type Snapshot } from '../workspace/snapshot.ts'
import { markerState } from './changes.ts'

/** What becomes of a marked value without quotes that YAML does not read as a string. */
export interface TypedDamage extends Outcome {
  /** The tag that Flux keeps, and what the value is, in words. */
  readonly kind: { readonly tag: string; readonly name: string }
}

/**
 * Whether Flux would break a marked value for its type (docs/flux.md §4.4): it keeps the tag, and `!!int 1.2.3` no
 * longer loads. `error` where it certainly would.
 */
export function typedDamage(snapshot: Snapshot, path: string, marker: Marker): TypedDamage | undefined {
  const { scalar } = marker.value
  const kind = scalar.tag === undefined && scalar.style === 'plain' ? kindOf(scalar) : undefined
  if (kind === undefined || scalar.text === '') return undefined
  const outcome = outcomeOf(marker, kind.tag, path, snapshot)
  return outcome && { kind, ...outcome }
}

interface Outcome {
  readonly severity: 'error' | 'warning'
  readonly words: string
}

/** What Flux would make of the value; undefined where it puts quotes around the new one, which is harmless. */
function outcomeOf(marker: Marker, tag: string, path: string, snapshot: Snapshot): Outcome | undefined {
  const { setter } = marker
  if (setter === undefined) return undefined
  const state = markerState(snapshot, { path, marker })
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
