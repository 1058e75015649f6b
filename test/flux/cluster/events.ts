import { before } from './reading.ts'

/** An Event of a cluster about an object, as controllers write it. */
export function warning(
  kind: string,
  name: string,
  { namespace = 'apps', reason, message = '', count = 1, minutes = 1, type = 'Warning' }: WarningParts,
): object {
  return {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { name: `${name}.${reason}`, namespace },
    involvedObject: { kind, name, namespace },
    type,
    reason,
    message,
    count,
    lastTimestamp: before(minutes),
  }
}

interface WarningParts {
  readonly namespace?: string
  readonly reason: string
  readonly message?: string
  readonly count?: number
  /** Before noon. */
  readonly minutes?: number
  readonly type?: string
}
