import { markerState } from '../../flux/automation/changes.ts'
import type { TextEdit } from '../../flux/automation/edit-value.ts'
import { blockingLink } from '../../flux/chain/chain.ts'
import { formatPolicyRef, type ImageRef } from '../../flux/markers/setter.ts'
import { stepKind } from '../../flux/selection/step.ts'
import type { Snapshot } from '../../flux/workspace/snapshot.ts'
import type { Span } from '../../text/span.ts'
import { ageOfTag } from '../hover/tag-details.ts'
import { linesIn } from '../lines-in.ts'
import { tagOf, tagsOfMarker } from '../navigate/tags-at.ts'
import { whyNot } from '../texts/why-not.ts'
import { visible } from '../texts/words.ts'

/** A few words shown inside the text at `offset`, and more when they are pointed at. */
export interface InlayHint {
  readonly offset: number
  readonly label: string
  readonly tooltip: string
  /** What accepting the hint writes. */
  readonly edit?: TextEdit
  /** Where a hover tells more of it. */
  readonly about?: number
}

/**
 * What Flux would write at every value that it would replace, at the end of the marker's line; why it does not, where
 * another image is selected. `now` is in ms since 1970: an image has an age.
 */
export function inlayHints(
  snapshot: Snapshot,
  path: string,
  [start, end]: Span,
  now: number,
): readonly InlayHint[] {
  const file = snapshot.files.get(path)
  // Of a file that Flux skips only that is reported.
  if (file === undefined || file.facts.problem) return []
  return file.facts.markers.flatMap(marker => {
    const lines = linesIn(snapshot, path)
    // Behind the comment, so that the marker stays in sight.
    const [, offset] = lines.lineSpan(lines.positionAt(marker.span[0]).line)
    if (offset < start || offset > end) return []
    const state = markerState(snapshot, { path, marker })
    if (state?.state !== 'outdated') return []
    const link = blockingLink(snapshot, path, marker)
    if (link) {
      const tooltip = `Flux does not update this value: ${visible(link.detail)}`
      return [{ offset, label: `✗ ${whyNot(link)}`, tooltip, about: marker.span[0] }]
    }
    const { setter, newValue, oldValue, edit } = state.change
    const { ref } = state.resolution
    const digest = newValue.slice(0, shortDigest)
    const isDigest = isSameTag(oldValue, ref)
    const image = isDigest ? `${ref.tag}@${ref.digest?.slice(0, shortDigest)}` : ref.tag
    const short = { image, tag: ref.tag, name: newValue, digest }[setter.part]
    const isStep = !isDigest && (setter.part === 'image' || setter.part === 'tag')
    const shown = tagsOfMarker(snapshot, marker)
    const old = shown && ageOfTag(snapshot, shown.latest, now)
    const news = [
      ...(isStep ? [stepKind(tagOf(oldValue), ref.tag)] : []),
      ...(old === undefined ? [] : [old]),
    ]
    return [
      {
        offset,
        label: `→ ${visible(short)}${news.length > 0 ? ` (${news.join(', ')})` : ''}`,
        tooltip: `The latest of ${formatPolicyRef(setter.policy)}: ${visible(newValue)}`,
        edit,
        about: marker.span[0],
      },
    ]
  })
}

/** Whether only the digest of a whole image is another one. */
function isSameTag(value: string, { name, tag, digest }: ImageRef): boolean {
  return digest !== undefined && (value === `${name}:${tag}` || value.startsWith(`${name}:${tag}@`))
}

/** `sha256:` and as many digits as tell two digests apart. */
const shortDigest = 19
