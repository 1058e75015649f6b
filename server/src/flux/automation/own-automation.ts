import { repositoryOfUrl } from '../../kustomize/flux/repository-url.ts'
import { textAt } from '../../text/node.ts'
import { once } from '../once.ts'
import type { Placed } from '../resources/resource-index.ts'
import type { ImageUpdateAutomation } from '../resources/resources.ts'
import type { Snapshot } from '../workspace/snapshot.ts'
import { sourcesOf } from './push-branch.ts'
import { isBelow, updatePath } from './update-path.ts'

/**
 * Whether an automation updates this repository: certainly, where its source is the one that `flux bootstrap` makes,
 * or has the same URL; no, where the two have different ones; likely, where something of the workspace lies below its
 * path. Else its path may well be one of another repository.
 */
export function isOwnAutomation(
  snapshot: Snapshot,
): (automation: Placed<ImageUpdateAutomation>) => 'certainly' | 'likely' | 'unlikely' | 'no' {
  const own = once(
    () =>
      new Set(
        snapshot.index.fluxObjects
          .filter(({ object }) => object.kind === 'GitRepository' && object.name === 'flux-system')
          .map(({ object }) => repositoryOfUrl(textAt(object.node, 'spec', 'url') ?? '')),
      ),
  )
  return automation => {
    const { sourceRef, path } = automation.resource
    if (sourceRef === undefined || sourceRef.name === 'flux-system') return 'certainly'
    const sources = sourcesOf(snapshot, automation)
    const urls = sources.map(({ object }) => repositoryOfUrl(textAt(object.node, 'spec', 'url') ?? ''))
    if (urls.some(url => own().has(url))) return 'certainly'
    if (urls.length > 0 && own().size > 0 && ![...urls, ...own()].some(url => url.includes('$'))) return 'no'
    const folder = updatePath(path)
    return [...snapshot.files.keys()].some(file => isBelow(file, folder)) ? 'likely' : 'unlikely'
  }
}
