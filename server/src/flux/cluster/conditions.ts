import { visible } from '../../text/foreign.ts'
import type { ClusterObject } from './cluster-reading.ts'
import { jsonAt, jsonItems, jsonNumber, jsonText } from './json-at.ts'
import { reasonWords } from './reason-words.ts'

/** One of `status.conditions`. */
export interface Condition {
  readonly type: string
  readonly status: string
  readonly reason: string
  readonly message: string
}

export function conditionsOf({ status }: ClusterObject): readonly Condition[] {
  return jsonItems(status, 'conditions').map(one => ({
    type: jsonText(one, 'type') ?? '',
    status: jsonText(one, 'status') ?? '',
    reason: jsonText(one, 'reason') ?? '',
    message: jsonText(one, 'message') ?? '',
  }))
}

/** What the condition Ready says: null where there is none, or where it is Unknown. */
export function readyOf(object: ClusterObject): { readonly ready: boolean | null; readonly message: string } {
  const ready = conditionsOf(object).find(({ type }) => type === 'Ready')
  const is = ready?.status === 'True' ? true : ready?.status === 'False' ? false : null
  return { ready: is, message: ready?.message ?? '' }
}

/** What is wrong by the conditions, in sentences; none where nothing is. */
export function conditionWords(object: ClusterObject): readonly string[] {
  const conditions = conditionsOf(object)
  const is = (type: string, status: string) =>
    conditions.find(one => one.type === type && one.status === status)
  const stalled = is('Stalled', 'True')
  const failed = stalled ?? is('Ready', 'False')
  const said = failed && reasonWords(object.kind, failed)
  const sentences: string[] = []
  if (failed)
    sentences.push(
      said ??
        `Not ready (${visible(failed.reason)}): ${visible(failed.message)}${/[.…!?]$/.test(failed.message) ? '' : '.'}`,
    )
  if (stalled) sentences.push('Stalled: the controller does not try again until the object changes.')
  else if (is('Reconciling', 'True')) sentences.push('It is being reconciled now.')
  return sentences
}

/** Whether the controller has not looked at the newest change of an object yet. It never looks at one that is suspended. */
export function isBehind({ generation, spec, status }: ClusterObject): boolean {
  if (jsonAt(spec, 'suspend') === true) return false
  const observed = jsonNumber(status, 'observedGeneration')
  return generation !== undefined && observed !== undefined && observed >= 0 && observed < generation
}
