import { groupBy } from '../../text/group-by.ts'
import { field, textAt } from '../../text/node.ts'
import type { FluxObject } from '../resources/flux-object.ts'
import type { Placed, PlacedObject } from '../resources/resource-index.ts'
import type { ImageUpdateAutomation } from '../resources/resources.ts'
import { recalled } from '../workspace/recalled.ts'
import type { Snapshot } from '../workspace/snapshot.ts'

/** Where an automation pushes to, or why Flux could not say, or why the files do not tell. */
export type PushBranch =
  | { readonly state: 'known'; readonly branch: string; readonly checkout: string | undefined }
  | {
      readonly state: 'missing'
      readonly reason: string
      readonly kind: string | undefined
      readonly isRefless?: boolean
    }
  | { readonly state: 'unknown'; readonly reason: string }

/**
 * The branch of `spec.git.push`, else of the checkout's ref, else of the GitRepository's ref (docs/flux.md §5.3). A
 * checkout of a tag, a commit or a name has no branch to push to, and neither has one without any ref, though that
 * checks `master` out.
 */
export const pushBranch: (snapshot: Snapshot, automation: Placed<ImageUpdateAutomation>) => PushBranch =
  recalled(findPushBranch)

function findPushBranch(snapshot: Snapshot, automation: Placed<ImageUpdateAutomation>): PushBranch {
  const { resource } = automation
  const own = resource.checkoutRef
  const sources = own ? [] : sourcesOf(snapshot, automation)
  const refs = own ? [own] : sources.map(({ object }) => refOf(object))
  const branches = new Set(refs.map(ref => ref?.get('branch')))
  const checkouts = new Set(refs.map(ref => (ref === undefined ? 'master' : ref.get('branch'))))
  const [checkout] = branches
  if (resource.pushBranch) {
    return {
      state: 'known',
      branch: resource.pushBranch,
      checkout: checkouts.size === 1 ? [...checkouts][0] : undefined,
    }
  }
  if (refs.length === 0) {
    const name = resource.sourceRef?.name ?? ''
    return {
      state: 'unknown',
      reason: `GitRepository ${name}, which names the branch, is not in the workspace`,
    }
  }
  if (branches.size > 1) return { state: 'unknown', reason: 'its GitRepositories name different branches' }
  if (checkout !== undefined) return { state: 'known', branch: checkout, checkout }
  if (refs.every(ref => ref === undefined))
    return {
      state: 'missing',
      kind: undefined,
      isRefless: true,
      reason:
        'nothing names a branch: neither spec.git, nor spec.ref of the GitRepository ("push spec not provided")',
    }
  const kind = ['commit', 'name', 'tag', 'semver'].find(key => refs[0]?.has(key))
  return {
    state: 'missing',
    kind,
    reason: `a ${kind ?? 'ref without a branch'} is checked out, and spec.git.push.branch names no branch ("push spec not provided")`,
  }
}

/** `spec.ref` of a GitRepository. */
export function refOf({ node }: FluxObject): ReadonlyMap<string, string> | undefined {
  const ref = field(node, 'spec', 'ref')
  if (ref?.kind !== 'mapping') return undefined
  const kinds = ['branch', 'commit', 'name', 'tag', 'semver']
  return new Map(kinds.flatMap(kind => ifGiven(kind, textAt(ref, kind))))
}

function ifGiven(key: string, value: string | undefined): readonly (readonly [string, string])[] {
  return value === undefined ? [] : [[key, value]]
}

/** The GitRepositories that an automation's `sourceRef` can mean. */
export function sourcesOf(
  snapshot: Snapshot,
  { resource, namespace }: Placed<ImageUpdateAutomation>,
): readonly PlacedObject[] {
  const ref = resource.sourceRef
  if (ref === undefined) return []
  const wanted = ref.namespace ?? namespace
  return (snapshot.unanswered.recall(gitRepositories).get(ref.name) ?? []).filter(
    ({ object }) => object.namespace === undefined || wanted === undefined || object.namespace === wanted,
  )
}

function gitRepositories({ index }: Snapshot): ReadonlyMap<string, readonly PlacedObject[]> {
  const all = index.fluxObjects.filter(({ object }) => object.kind === 'GitRepository')
  return groupBy(all, ({ object }) => object.name)
}
