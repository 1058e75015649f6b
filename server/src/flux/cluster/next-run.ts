import { age } from '../../text/age.ts'
import { duration } from '../resources/duration.ts'
import type { ClusterObject } from './cluster-reading.ts'
import { jsonText } from './json-at.ts'

/** When a controller acted last on an object, and when it will again. Times in ms since 1970. */
export interface NextRun {
  readonly last: number
  readonly next: number
  /** Whether it should have been before now: more than a tenth of the interval and a minute ago. */
  readonly isOverdue: boolean
  /** A clause: `last scan 4 min ago, next in 1 min`. */
  readonly words: string
}

/** Undefined where either is not known. `what` is what it does: `scan`, `run`. */
export function nextRun(
  what: string,
  {
    time,
    interval,
    now,
  }: { readonly time: string | undefined; readonly interval: string | undefined; readonly now: number },
): NextRun | undefined {
  const last = Date.parse(time ?? '')
  const every = duration(interval ?? '')
  if (Number.isNaN(last) || every === undefined) return undefined
  const next = last + every
  // Flux spreads its runs by up to a tenth of the interval (fluxcd/pkg `runtime/jitter`).
  const isOverdue = now > next + every / 10 + 60_000
  const when =
    now < next
      ? `next in ${age(next - now)}`
      : isOverdue
        ? `overdue by ${age(now - next)}`
        : 'next one due now'
  return { last, next, isOverdue, words: `last ${what} ${age(now - last)} ago, ${when}` }
}

/** The scans of an ImageRepository in a cluster. */
export function scanRun({ status, spec }: ClusterObject, now: number): NextRun | undefined {
  const time = jsonText(status, 'lastScanResult', 'scanTime')
  return nextRun('scan', { time, interval: jsonText(spec, 'interval'), now })
}
