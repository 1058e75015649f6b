import { repositoryOfUrl } from '../../kustomize/flux/repository-url.ts'
import { textAt } from '../../text/node.ts'
import { live } from '../chain/live.ts'
import type { Placed } from '../resources/resource-index.ts'
import type { ImageUpdateAutomation } from '../resources/resources.ts'
import type { Snapshot } from '../workspace/snapshot.ts'
import { refOf, sourcesOf } from './push-branch.ts'

/** The branch that an automation checks out, and those that clusters apply of the same repository. */
export interface OtherBranch {
  readonly checkout: string
  readonly applied: readonly string[]
}

/**
 * Whether an automation checks out another branch than any that the clusters of the workspace apply of its repository
 * (docs/flux.md §5.3): undefined where it does not, or where the files do not tell.
 */
export function otherBranch(
  snapshot: Snapshot,
  automation: Placed<ImageUpdateAutomation>,
): OtherBranch | undefined {
  const checkout = automation.resource.checkoutRef?.get('branch')
  if (checkout === undefined || checkout.includes('$')) return undefined
  const urls = new Set(
    sourcesOf(snapshot, automation).map(({ object }) => textAt(object.node, 'spec', 'url') ?? ''),
  )
  if (urls.size !== 1 || [...urls].some(url => url === '' || url.includes('$'))) return undefined
  const wanted = new Set([...urls].map(repositoryOfUrl))
  const branches = new Set<string | undefined>()
  for (const { kustomization } of snapshot.unanswered.recall(live).roots) {
    const { source } = kustomization
    if (source.kind !== 'GitRepository') continue
    for (const { object } of snapshot.index.fluxObjects) {
      const isIt =
        object.kind === 'GitRepository' &&
        object.name === source.name &&
        (object.namespace ?? source.namespace) === source.namespace
      if (!isIt || !wanted.has(repositoryOfUrl(textAt(object.node, 'spec', 'url') ?? ''))) continue
      const ref = refOf(object)
      branches.add(ref === undefined ? 'master' : ref.get('branch'))
    }
  }
  const applied = [...branches].flatMap(branch => branch ?? [])
  const isTold = applied.length === branches.size && !applied.some(branch => branch.includes('$'))
  return isTold && applied.length > 0 && !applied.includes(checkout) ? { checkout, applied } : undefined
}
