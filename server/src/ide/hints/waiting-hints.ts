import { lookups } from '../../flux/selection/resolve.ts'
import type { Snapshot } from '../../flux/workspace/snapshot.ts'
import type { Span } from '../../text/span.ts'
import { type UpdatesContext, updateValues } from '../updates/values.ts'
import type { InlayHint } from './inlay-hints.ts'

/** A hint about what keeps tags from being listed: a host that waits for consent, or the workspace's trust. */
export interface WaitingHint extends InlayHint {
  readonly host?: string
}

/**
 * Behind the first value of a file for which no tags are listed, since the user has not agreed yet: once a host, or
 * once where the workspace is not trusted.
 */
export function waitingHints(
  snapshot: Snapshot,
  path: string,
  [start, end]: Span,
  context: UpdatesContext & { readonly isTrusted: boolean },
): readonly WaitingHint[] {
  const file = snapshot.files.get(path)
  if (file === undefined || file.facts.problem) return []
  const placed = file.facts.markers.map(marker => ({ path, marker }))
  const found = new Map<string, WaitingHint>()
  for (const { marker, policy, state, host } of updateValues(snapshot, context, placed)) {
    const [, offset] = marker.value.scalar.span
    const hint = context.isTrusted
      ? state === 'waiting' && host !== undefined
        ? allow(offset, host)
        : undefined
      : lookups(snapshot, [policy]).some(({ kind }) => kind === 'tags')
        ? untrusted(offset)
        : undefined
    if (hint && !found.has(hint.label)) found.set(hint.label, hint)
  }
  return [...found.values()].filter(({ offset }) => offset >= start && offset <= end)
}

function allow(offset: number, host: string): WaitingHint {
  return {
    offset,
    label: `waiting for you: allow ${host}`,
    tooltip: `The tags of this image are not known: ${host} is asked once you allow it.`,
    host,
  }
}

function untrusted(offset: number): WaitingHint {
  return {
    offset,
    label: 'restricted mode: no tags',
    tooltip: 'The tags of this image are not known: in a workspace that is not trusted no registry is asked.',
  }
}
