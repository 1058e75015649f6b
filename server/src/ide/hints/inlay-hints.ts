import { markerState } from '../../flux/automation/changes.ts'
import { blockingLink } from '../../flux/chain/chain.ts'
import { formatPolicyRef, type ImageRef } from '../../flux/markers/setter.ts'
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
    const { setter, newValue, oldValue } = state.change
    const { ref } = state.resolution
    const digest = newValue.slice(0, shortDigest)
    const image = isSameTag(oldValue, ref) ? `${ref.tag}@${ref.digest?.slice(0, shortDigest)}` : ref.tag
    const short = { image, tag: ref.tag, name: newValue, digest }[setter.part]
    const policy = formatPolicyRef(setter.policy)
    return [
      { offset, label: `→ ${visible(short)}`, tooltip: `The latest of ${policy}: ${visible(newValue)}` },
    ]
  })
}

/** Whether only the digest of a whole image is another one. */
function isSameTag(value: string, { name, tag, digest }: ImageRef): boolean {
  return digest !== undefined && (value === `${name}:${tag}` || value.startsWith(`${name}:${tag}@`))
}

/** `sha256:` and as many digits as tell two digests apart. */
const shortDigest = 19
