import { markerState } from '../../flux/automation/changes.ts'
import { blockingLink } from '../../flux/chain/chain.ts'
import { formatPolicyRef } from '../../flux/markers/setter.ts'
import type { Snapshot } from '../../flux/workspace/snapshot.ts'
import type { Span } from '../../text/span.ts'
import { whyNot } from '../texts/why-not.ts'
import { visible } from '../texts/words.ts'

/** A few words shown inside the text at `offset`, and more when they are pointed at. */
export interface InlayHint {
  readonly offset: number
  readonly label: string
  readonly tooltip: string
}

/** What Flux would write, after every value that it would replace; why it does not, where another image is selected. */
export function inlayHints(snapshot: Snapshot, path: string, [start, end]: Span): readonly InlayHint[] {
  const file = snapshot.files.get(path)
  // Of a file that Flux skips only that is reported.
  if (file === undefined || file.facts.problem) return []
  return file.facts.markers.flatMap(marker => {
    const [, offset] = marker.value.scalar.span
    if (offset < start || offset > end) return []
    const state = markerState(snapshot, { path, marker })
    if (state?.state !== 'outdated') return []
    const link = blockingLink(snapshot, path, marker)
    if (link) {
      const tooltip = `Flux does not update this value: ${visible(link.detail)}`
      return [{ offset, label: `✗ ${whyNot(link)}`, tooltip }]
    }
    const { setter, newValue } = state.change
    const { ref } = state.resolution
    const short = { image: ref.tag, tag: ref.tag, name: newValue, digest: newValue.slice(0, 19) }[setter.part]
    const policy = formatPolicyRef(setter.policy)
    return [
      { offset, label: `→ ${visible(short)}`, tooltip: `The latest of ${policy}: ${visible(newValue)}` },
    ]
  })
}
