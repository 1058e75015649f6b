import type { PlacedImage } from '../../images/placed-images.ts'
import type { Snapshot } from '../../workspace/snapshot.ts'
import { recognise } from '../scheme/recognise.ts'
import { notSure, type Recognised } from '../scheme/recognised.ts'
import { selectedByProposal } from '../selected-by-proposal.ts'
import { argoHint } from './argo-annotations.ts'
import type { Hint } from './hint.ts'
import { renovateHint } from './renovate-comment.ts'

/** A proposal, and which tags are never taken. */
export type FollowedScheme = Recognised & { readonly exclude?: readonly string[] }

/**
 * The policy for an image, as the tags suggest it, and where another tool's configuration says how it is updated, as
 * that says. What that asks for counts only where it selects a tag; the sentence says whether it was followed.
 */
export function followed(snapshot: Snapshot, placed: PlacedImage, tags: readonly string[]): FollowedScheme {
  const found = recognise(placed.image.tag ?? '', tags)
  const hint = renovateHint(placed) ?? argoHint(snapshot, placed)
  return hint === undefined ? found : withHint(hint, found, tags)
}

function withHint(
  { from, says, lost, exclude, proposal, isNoOrder }: Hint,
  found: Recognised,
  tags: readonly string[],
): FollowedScheme {
  if (isNoOrder)
    return notSure(
      'digest',
      `${from} ${says}: the tag stays, and its digest moves. No tag is newer than another: reflect the digest with an ImagePolicy for this tag alone and digestReflectionPolicy: Always, or tag each build.`,
    )
  const asked = proposal?.(found.sure ? found.proposal : undefined)
  const more = exclude === undefined ? {} : { exclude: ['^.*\\.sig$', ...exclude] }
  const isFound = asked !== undefined && selectedByProposal(asked, tags, more.exclude) !== undefined
  if (!isFound)
    return {
      ...found,
      ...more,
      why: `${from} ${says}, which selects no tag in Flux, and is not followed. ${found.why}`,
    }
  const isSame = found.sure && JSON.stringify(asked) === JSON.stringify(found.proposal)
  const why = [`${from} ${says}: followed.`, ...(isSame ? [found.why] : []), ...(lost ? [lost] : [])].join(
    ' ',
  )
  return { sure: true, scheme: found.sure ? found.scheme : 'as configured', why, proposal: asked, ...more }
}
