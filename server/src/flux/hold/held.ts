import { formatPolicyRef, type PolicyRef } from '../markers/setter.ts'
import { isImagePolicy } from '../resources/image-policy.ts'
import { isImageUpdateAutomation } from '../resources/image-update-automation.ts'
import type { Snapshot } from '../workspace/snapshot.ts'
import type { SourceFile } from '../workspace/source-file.ts'
import { type HeldComment, heldComments } from './held-comment.ts'
import type { Held } from './hold.ts'

/** A comment about a hold, and the file it stands in. */
export interface PlacedHeldComment {
  readonly path: string
  readonly comment: HeldComment
}

/** By whom and since when a policy is held: what its manifests remember. Several versions may be skipped; empty: it is not held. */
export function heldPolicy(snapshot: Snapshot, ref: PolicyRef): readonly Held[] {
  return heldOf(snapshot, 'policy', formatPolicyRef(ref))
}

/** The same of an automation, as `namespace:name`. */
export function heldAutomation(snapshot: Snapshot, name: string): readonly Held[] {
  return heldOf(snapshot, 'automation', name)
}

/** What several comments say of one thing is one hold. */
function heldOf(snapshot: Snapshot, kind: Held['kind'], target: string): readonly Held[] {
  return distinctHeld(holdsOf(snapshot, kind, target).map(({ comment }) => comment.note))
}

/** Each hold once: what its comments say together. */
export function distinctHeld(notes: readonly Held[]): readonly Held[] {
  const found = new Map<string, Held>()
  for (const { target, kind, by, at, since, reason } of notes) {
    const key = JSON.stringify([kind, target, by, at, since])
    const known = found.get(key)
    const why = known?.reason ?? reason
    found.set(key, {
      target,
      kind,
      by,
      ...(at === undefined ? {} : { at }),
      since,
      ...(why === undefined ? {} : { reason: why }),
    })
  }
  return [...found.values()]
}

/** The comments that are about a policy or an automation, in the order of the files. */
export function holdsOf(
  snapshot: Snapshot,
  kind: Held['kind'],
  target: string,
): readonly PlacedHeldComment[] {
  return snapshot.unanswered.recall(allHolds).get(`${kind} ${target}`) ?? []
}

/** The comments about holds in a file, but for those that came along with a copy. */
export function holdsIn(snapshot: Snapshot, file: SourceFile): readonly HeldComment[] {
  return heldComments(file.text).filter(comment => !isCopy(snapshot, file, comment))
}

/** Every hold of the workspace, each once. */
export function allHeld(snapshot: Snapshot): readonly Held[] {
  return distinctHeld(
    [...snapshot.unanswered.recall(allHolds).values()].flat().map(({ comment }) => comment.note),
  )
}

function allHolds(snapshot: Snapshot): ReadonlyMap<string, readonly PlacedHeldComment[]> {
  const found = new Map<string, PlacedHeldComment[]>()
  for (const file of [...snapshot.files.values()].sort((a, b) => (a.path < b.path ? -1 : 1))) {
    for (const comment of holdsIn(snapshot, file)) {
      const key = `${comment.note.kind} ${comment.note.target}`
      const known = found.get(key)
      if (known) known.push({ path: file.path, comment })
      else found.set(key, [{ path: file.path, comment }])
    }
  }
  return found
}

/**
 * Whether a comment came along with a copy of a manifest: the object that it stands in is another one to every cluster.
 */
function isCopy({ index }: Snapshot, { path, facts }: SourceFile, { note, span }: HeldComment): boolean {
  const around = facts.resources.find(({ node }) => node.span[0] <= span[0] && span[1] <= node.span[1])
  const isOfKind =
    around && (note.kind === 'policy' ? isImagePolicy(around) : isImageUpdateAutomation(around))
  if (!isOfKind) return false
  const forms = [...index.placed.values()].filter(
    placed => placed.path === path && placed.resource.node === around.node,
  )
  const names = forms.map(({ namespace = '', resource }) =>
    formatPolicyRef({ namespace, name: resource.name }),
  )
  return names.length > 0 && !names.includes(note.target)
}
