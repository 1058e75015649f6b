import { visible } from '../../text/foreign.ts'
import { type ImageRef, partOf } from '../markers/setter.ts'
import { canonicalImage } from '../resources/image.ts'
import { repositoryKind } from '../resources/kinds.ts'
import type { Placed } from '../resources/resource-index.ts'
import type { ImagePolicy } from '../resources/resources.ts'
import { policyResolution } from '../selection/resolve.ts'
import { fluxVersionAt } from '../version/flux-version-at.ts'
import { markersOf, repositories } from '../workspace/snapshot.ts'
import { type ClusterObject, isRead, objectIn } from './cluster-reading.ts'
import { agrees, type Compared, type Comparing, differs, lags, unsure } from './compared.ts'
import { conditionWords, readyOf } from './conditions.ts'
import { fluxInCluster } from './controllers.ts'
import { jsonAt, jsonText } from './json-at.ts'
import { latestInCluster } from './latest-in-cluster.ts'
import { type NextRun, scanRun } from './next-run.ts'

/** What a policy has selected in the cluster, beside what it selects here by the tags that are known now. */
export function comparePolicy(
  comparing: Comparing,
  policy: Placed<ImagePolicy>,
  object: ClusterObject,
): Compared {
  const { snapshot } = comparing
  const ours = policyResolution(snapshot, policy)
  const theirs = latestInCluster(object)
  const { ready } = readyOf(object)
  switch (ours.state) {
    case 'suspended':
      return agrees(theirs ? `It keeps ${visible(theirs.tag)}, which automations go on writing.` : '')
    case 'unknown':
      return unsure(`Here it is not known what it selects: ${ours.reason}.`)
    case 'invalid':
      return ready === false ? agrees() : unsure(`By the files it is not valid: ${ours.reason}.`)
    case 'failed':
      if (ours.failure.code !== 'E_NO_TAG')
        return unsure(`Here it is not known what it selects: ${ours.failure.message}`)
      if (theirs === undefined || ready === false) return agrees()
      return unsureOr(
        scansOf(comparing, policy, object),
        `The cluster has ${tagOf(theirs)}, here nothing is selected`,
        () => differs(`Here nothing is selected: ${ours.failure.message}`),
      )
    case 'latest':
  }
  if (theirs === undefined) return differs('The cluster has selected nothing yet.')
  if (isSame(ours.ref, theirs)) {
    const why = unwritten(comparing, object, theirs)
    return ready === false ? differs(...why) : agrees(...why)
  }
  if (ours.ref.name !== theirs.name)
    return differs(
      `The cluster selects from ${visible(theirs.name)}, the files from ${visible(ours.ref.name)}.`,
    )
  return otherTag(comparing, policy, object, { ours: ours.ref, theirs })
}

/** Why the cluster has another tag than is selected here. */
function otherTag(
  comparing: Comparing,
  policy: Placed<ImagePolicy>,
  object: ClusterObject,
  { ours, theirs }: { readonly ours: ImageRef; readonly theirs: ImageRef },
): Compared {
  const { snapshot, reading, now } = comparing
  const both = `The cluster has ${tagOf(theirs)}, here it is ${tagOf(ours)}`
  const scans = scansOf(comparing, policy, object)
  const { what, repository, run, tags } = scans
  if (repository && jsonAt(repository.spec, 'suspend') === true)
    return differs(`${both}: ${what} is suspended in the cluster, so that it sees no new tags.`)
  if (repository && readyOf(repository).ready === false)
    return differs(`${both}: ${what} is not ready.`, ...conditionWords(repository))
  return unsureOr(scans, both, () => {
    if (tags && !tags.includes(theirs.tag))
      return differs(
        `${both}: that tag is not listed for us. It was removed since (${run?.words ?? 'last scan unknown'}), or the cluster’s login sees other tags.`,
      )
    const [flux, read] = [fluxInCluster(reading), fluxVersionAt(snapshot, policy.path)]
    if (flux !== undefined && flux !== read && run && !run.isOverdue && now - run.last < 60_000)
      return differs(`${both}: the cluster runs Flux ${flux}, and the files are read as Flux ${read}.`)
    return run === undefined ? differs(`${both}.`) : lags(`${both}: ${run.words}.`)
  })
}

/** The scans that a policy selects from, in the cluster and here. */
interface Scans {
  /** The ImageRepository, for a sentence. */
  readonly what: string
  /** Undefined where it is not there, or could not be read. */
  readonly repository: ClusterObject | undefined
  readonly isRead: boolean
  readonly run: NextRun | undefined
  /** As listed here. */
  readonly tags: readonly string[] | undefined
  /** In ms since 1970. */
  readonly listedAt: number
}

function scansOf(
  { snapshot, reading, now }: Comparing,
  policy: Placed<ImagePolicy>,
  { spec, namespace: own }: ClusterObject,
): Scans {
  const namespace = jsonText(spec, 'imageRepositoryRef', 'namespace') ?? own
  const name = jsonText(spec, 'imageRepositoryRef', 'name') ?? ''
  const repository = objectIn(reading, repositoryKind, namespace, name)
  const [here] = repositories(snapshot, policy)
  const key = canonicalImage(here?.resource.image?.value ?? '')
  const answer = typeof key === 'string' ? snapshot.scans.get(key) : undefined
  const list = answer && 'value' in answer ? answer.value : undefined
  return {
    what: `ImageRepository ${visible(namespace)}:${visible(name)}`,
    repository,
    isRead: isRead(reading, repositoryKind, namespace),
    run: repository && scanRun(repository, now),
    tags: list?.tags,
    listedAt: list?.listedAt ?? answer?.at ?? 0,
  }
}

/** A verdict that counts only where the cluster has not seen newer tags than we have. */
function unsureOr({ what, isRead, run, listedAt }: Scans, both: string, verdict: () => Compared): Compared {
  if (run && run.last > listedAt)
    return unsure(`${both}: the cluster has listed the tags after us. Refresh to compare again.`)
  return isRead ? verdict() : unsure(`${both}: ${what} could not be read from the cluster.`)
}

/** Values at markers that the automation has not brought to the cluster's own choice yet. */
function unwritten(
  { snapshot }: Comparing,
  { namespace, name }: ClusterObject,
  theirs: ImageRef,
): readonly string[] {
  const markers = markersOf(snapshot, { namespace, name })
  const other = markers.filter(
    ({ marker: { setter, value } }) =>
      setter !== undefined && value.scalar.text !== partOf(theirs, setter.part),
  )
  const [first] = other
  if (first === undefined) return []
  const where = `${first.path}${other.length > 1 ? ` and ${other.length - 1} more` : ''}`
  return [`The files do not hold it yet at ${other.length} of ${markers.length} markers (${visible(where)}).`]
}

function isSame(a: ImageRef, b: ImageRef): boolean {
  const isOther = a.digest !== undefined && b.digest !== undefined && a.digest !== b.digest
  return a.name === b.name && a.tag === b.tag && !isOther
}

function tagOf({ tag, digest }: ImageRef): string {
  return visible(digest === undefined ? tag : `${tag}@${digest}`)
}
