import type { ImageSource } from '../../flux/answer.ts'
import { formatPolicyRef } from '../../flux/markers/setter.ts'
import { parseImage } from '../../flux/resources/image.ts'
import type { Placed } from '../../flux/resources/resource-index.ts'
import type { ImageRepository } from '../../flux/resources/resources.ts'
import { policies, repositories, type Snapshot } from '../../flux/workspace/snapshot.ts'
import { isGoError } from '../../go/go-error.ts'
import { contains, type Span } from '../../text/span.ts'

/** An ImageRepository as it is named and asked. */
export interface NamedRepository {
  /** `ns:name`. */
  readonly name: string
  /** Host and port of the registry. */
  readonly host: string
  readonly source: ImageSource
  readonly resource: ImageRepository
}

/** Every ImageRepository whose image the files tell, each image once, in the order of their names. */
export function allRepositories(snapshot: Snapshot): readonly NamedRepository[] {
  const all = [...snapshot.index.repositories.values()].flat().flatMap(named)
  return distinct(all.sort((a, b) => (a.name < b.name ? -1 : 1)))
}

/** Those that a span of a file is about: of the markers in it, and of the policies and repositories it is part of. */
export function repositoriesAt(snapshot: Snapshot, path: string, span: Span): readonly NamedRepository[] {
  const holds = (other: Span) =>
    contains(other, span[0]) || contains(other, span[1]) || contains(span, other[0])
  const isHere = ({ path: at, resource }: Placed) => at === path && holds(resource.node.span)
  const markers = snapshot.files.get(path)?.facts.markers.filter(marker => holds(marker.span)) ?? []
  const used = [
    ...markers.flatMap(({ setter }) => (setter ? policies(snapshot, setter.policy) : [])),
    ...[...snapshot.index.policies.values()].flat().filter(isHere),
  ].flatMap(policy => repositories(snapshot, policy))
  return distinct(
    [...used, ...[...snapshot.index.repositories.values()].flat().filter(isHere)].flatMap(named),
  )
}

function named({ resource, namespace = '' }: Placed<ImageRepository>): readonly NamedRepository[] {
  const image = resource.image?.value
  const parsed = image === undefined ? undefined : parseImage(image, false)
  if (image === undefined || image.includes('${') || parsed === undefined || isGoError(parsed)) return []
  return [
    {
      name: formatPolicyRef({ namespace, name: resource.name }),
      host: parsed.registry.replace(/:443$/, ''),
      source: { image, insecure: resource.insecure },
      resource,
    },
  ]
}

function distinct(all: readonly NamedRepository[]): readonly NamedRepository[] {
  return [...new Map(all.map(one => [one.source.image, one])).values()]
}
