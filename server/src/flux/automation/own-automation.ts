import { repositoryOfUrl } from '../../kustomize/flux/repository-url.ts'
import { textAt } from '../../text/node.ts'
import type { Placed } from '../resources/resource-index.ts'
import type { ImageUpdateAutomation } from '../resources/resources.ts'
import { recalled } from '../workspace/recalled.ts'
import type { Snapshot } from '../workspace/snapshot.ts'
import { sourcesOf } from './push-branch.ts'
import { isBelow, updatePath } from './update-path.ts'

/**
 * Whether an automation updates this repository: certainly, where its source is the one that `flux bootstrap` makes, and
 * that is in the workspace or the workspace has no GitRepository at all; or where it has the same URL; no, where the two have different ones; likely, where something of the workspace lies below its
 * path. Else its path may well be one of another repository.
 */
export function isOwnAutomation(snapshot: Snapshot): (automation: Placed<ImageUpdateAutomation>) => Own {
  return automation => own(snapshot, automation)
}

type Own = 'certainly' | 'likely' | 'unlikely' | 'no'

const own = recalled(findOwn)

function findOwn(snapshot: Snapshot, automation: Placed<ImageUpdateAutomation>): Own {
  const { sourceRef, path } = automation.resource
  if (sourceRef === undefined) return 'certainly'
  const sources = sourcesOf(snapshot, automation)
  // The one of a repository that keeps other GitRepositories may be made elsewhere, as in a test or an example.
  const isKnown = sources.length > 0 || !snapshot.unanswered.recall(hasGitRepositories)
  if (sourceRef.name === 'flux-system' && isKnown) return 'certainly'
  const ours = snapshot.unanswered.recall(ownUrls)
  const urls = sources.map(({ object }) => repositoryOfUrl(textAt(object.node, 'spec', 'url') ?? ''))
  if (urls.some(url => ours.has(url))) return 'certainly'
  if (urls.length > 0 && ours.size > 0 && ![...urls, ...ours].some(url => url.includes('$'))) return 'no'
  return isAnythingBelow(snapshot, updatePath(path)) ? 'likely' : 'unlikely'
}

const isAnythingBelow = recalled(({ files }, folder: string) =>
  [...files.keys()].some(file => isBelow(file, folder)),
)

function hasGitRepositories({ index }: Snapshot): boolean {
  return index.fluxObjects.some(({ object }) => object.kind === 'GitRepository')
}

function ownUrls({ index }: Snapshot): ReadonlySet<string> {
  const own = index.fluxObjects.filter(
    ({ object }) => object.kind === 'GitRepository' && object.name === 'flux-system',
  )
  return new Set(own.map(({ object }) => repositoryOfUrl(textAt(object.node, 'spec', 'url') ?? '')))
}
