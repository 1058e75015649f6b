import { eventKind } from './cluster-kinds.ts'
import { type ClusterReading, objectsOf } from './cluster-reading.ts'
import { jsonNumber, jsonText } from './json-at.ts'
import { objectKey } from './written-objects.ts'

/** A warning that a cluster keeps about an object: an Event of the type Warning, in the controller's words. */
export interface ClusterWarning {
  readonly reason: string
  readonly message: string
  /** How often it came. */
  readonly count: number
  /** When it came last, in ms since 1970, and how long ago that was when it was compared. */
  readonly at: number
  readonly ago: number
}

/** Of the last hour, by `objectKey`, the newest first. `now` is in ms since 1970. API servers keep Events for an hour by default. */
export function warningsIn(
  reading: ClusterReading,
  now: number,
): ReadonlyMap<string, readonly ClusterWarning[]> {
  const found = new Map<string, ClusterWarning[]>()
  for (const { status: event, namespace } of objectsOf(reading, eventKind)) {
    const at = lastTime(event)
    const ago = Math.max(0, now - at)
    if (jsonText(event, 'type') !== 'Warning' || Number.isNaN(at) || ago > hour) continue
    const kind = jsonText(event, 'involvedObject', 'kind') ?? ''
    const name = jsonText(event, 'involvedObject', 'name') ?? ''
    const key = objectKey(kind, jsonText(event, 'involvedObject', 'namespace') ?? namespace, name)
    const known = found.get(key) ?? []
    found.set(key, known)
    known.push({
      reason: jsonText(event, 'reason') ?? '',
      message: jsonText(event, 'message') ?? '',
      count: jsonNumber(event, 'series', 'count') ?? jsonNumber(event, 'count') ?? 1,
      at,
      ago,
    })
  }
  for (const known of found.values()) known.sort((a, b) => b.at - a.at)
  return found
}

/** In ms. */
const hour = 3_600_000

/** Both forms of an Event: of core/v1 as controllers of old write it, and of events.k8s.io, which it is converted from. */
function lastTime(event: unknown): number {
  const texts = [
    jsonText(event, 'series', 'lastObservedTime'),
    jsonText(event, 'lastTimestamp'),
    jsonText(event, 'eventTime'),
    jsonText(event, 'firstTimestamp'),
    jsonText(event, 'metadata', 'creationTimestamp'),
  ]
  return Date.parse(texts.find(text => text !== undefined) ?? '')
}
