import { formatPolicyRef, type PolicyRef } from '../../flux/markers/setter.ts'
import type { PlayRequest } from '../../flux/played/played.ts'
import { canonicalImage } from '../../flux/resources/image.ts'
import { policyKind, repositoryKind } from '../../flux/resources/kinds.ts'
import type { Placed } from '../../flux/resources/resource-index.ts'
import type { ImagePolicy, ImageRepository } from '../../flux/resources/resources.ts'
import { semverGeneration } from '../../flux/version/flux-version.ts'
import { fluxVersionAt } from '../../flux/version/flux-version-at.ts'
import { policies, repositories, type Snapshot } from '../../flux/workspace/snapshot.ts'
import { contains } from '../../text/span.ts'
import { markerAt, policiesAt } from '../navigate/tags-at.ts'

/** What the playground is about: a policy, or a repository alone. */
export type PlaygroundSubject =
  | { readonly kind: 'policy'; readonly ref: PolicyRef }
  | { readonly kind: 'repository'; readonly ref: PolicyRef }

/** Everything that decides which tag is selected. */
export interface Playground {
  /** The kind, and `ns:name`. */
  readonly title: string
  /** `spec.image`, as it is written; empty where the files do not name it. */
  readonly image: string
  readonly request: PlayRequest
  /** Which Flux counts: `2.9`. */
  readonly fluxVersion: string
  /** When images were made, of the tags of which that is known: RFC 3339. */
  readonly created: Readonly<Record<string, string>>
  /** Why there are no tags, or none that count. */
  readonly problem?: string
}

/** What the playground shows of a subject; undefined where the files do not hold it, or hold it broken. */
export function playground(snapshot: Snapshot, { kind, ref }: PlaygroundSubject): Playground | undefined {
  const policy = kind === 'policy' ? policies(snapshot, ref)[0] : undefined
  const repository = policy
    ? repositories(snapshot, policy)[0]
    : snapshot.index.repositories.get(formatPolicyRef(ref))?.[0]
  if (kind === 'policy' ? policy === undefined : repository === undefined) return undefined
  const image = repository?.resource.image?.value ?? ''
  const known = tagsOf(snapshot, repository)
  const name = formatPolicyRef(ref)
  const fluxVersion = fluxVersionAt(snapshot, (policy ?? repository)?.path ?? '')
  return {
    fluxVersion,
    title: `${kind === 'policy' ? policyKind : repositoryKind} ${name}`,
    image,
    request: {
      ...(policy ? choice(policy) : {}),
      ...(repository?.resource.exclusionList ? { exclusionList: repository.resource.exclusionList } : {}),
      tags: known.tags,
      generation: semverGeneration(fluxVersion),
    },
    created: known.created,
    ...(known.problem === undefined ? {} : { problem: known.problem }),
  }
}

/** What a place is about: the policy of a marker, or the policy or repository whose object it lies in. */
export function playgroundSubjectAt(
  snapshot: Snapshot,
  path: string,
  offset: number,
): PlaygroundSubject | undefined {
  const marked = markerAt(snapshot, path, offset)?.setter?.policy
  if (marked) return { kind: 'policy', ref: marked }
  const around = <T extends ImagePolicy | ImageRepository>(all: ReadonlyMap<string, readonly Placed<T>[]>) =>
    [...all.values()]
      .flat()
      .find(({ path: at, resource }) => at === path && contains(resource.node.span, offset))
  const policy = policiesAt(snapshot, path, offset)[0] ?? around(snapshot.index.policies)
  if (policy) return { kind: 'policy', ref: refOf(policy) }
  const repository = around(snapshot.index.repositories)
  return repository && { kind: 'repository', ref: refOf(repository) }
}

function refOf({ namespace = '', resource: { name } }: Placed): PolicyRef {
  return { namespace, name }
}

function choice({
  resource: { policy, filter },
}: Placed<ImagePolicy>): Pick<PlayRequest, 'policy' | 'filter'> {
  return { policy, ...(filter ? { filter } : {}) }
}

interface Known {
  readonly tags: readonly string[]
  readonly created: Readonly<Record<string, string>>
  readonly problem?: string
}

function tagsOf(snapshot: Snapshot, repository: Placed<ImageRepository> | undefined): Known {
  const none = (problem: string) => ({ tags: [], created: {}, problem })
  if (repository === undefined)
    return none(`The ${repositoryKind} that the policy names is not in the workspace.`)
  const image = repository.resource.image?.value
  if (image === undefined) return none(`The ${repositoryKind} has no spec.image.`)
  const key = canonicalImage(image)
  if (typeof key !== 'string') return none(key.err)
  const scan = snapshot.scans.get(key)
  if (scan === undefined) return none(`The tags of ${image} are not known yet.`)
  if ('failure' in scan) return none(scan.failure.message)
  // Few tags have been looked at, of very many that there may be.
  const created = [...snapshot.details].flatMap(([at, details]) =>
    at.startsWith(`${key}:`) && 'value' in details && details.value.created
      ? [[at.slice(key.length + 1), details.value.created] as const]
      : [],
  )
  const { stale } = scan.value
  return {
    tags: scan.value.tags,
    created: Object.fromEntries(created),
    ...(stale ? { problem: `These tags are old: ${stale.message}` } : {}),
  }
}
