import type { Node, Scalar } from '../../text/node.ts'
import { textAt } from '../../text/node.ts'
import type { Marker } from '../markers/marker.ts'
import type { Part, PolicyRef } from '../markers/setter.ts'
import { policies, repositories, type Snapshot } from '../workspace/snapshot.ts'
import type { SourceFile } from '../workspace/source-file.ts'
import { type ChartName, type ImageSite, itemName } from './image-sites.ts'
import { type ImageText, imageText, tagText } from './image-text.ts'
import { identifier, type ObjectIdentifier } from './object-identifier.ts'

/** A value that holds an image or a part of it, with the marker on it, if Flux reads one there. */
export interface ImageValue {
  readonly part: Part
  readonly scalar: Scalar
  readonly marker?: Marker
}

/** An image that a file of the workspace names, with its markers and with the name that the rest of the workspace tells. */
export interface PlacedImage {
  readonly file: SourceFile
  readonly document: number
  readonly object: ObjectIdentifier
  /** `value`: nothing but its marker says that it is one. */
  readonly form: ImageSite['form'] | 'value'
  readonly keys: readonly string[]
  /** The name is empty where nothing tells it. */
  readonly image: ImageText
  readonly values: readonly ImageValue[]
  /** The policy that its first marker names. */
  readonly policy?: PolicyRef
}

/** Every image that a file names: those that `imageSites` finds, and every other value with a marker. */
export function placedImages(snapshot: Snapshot, file: SourceFile): readonly PlacedImage[] {
  const { imageSites, markers } = file.facts
  if (imageSites.length === 0 && markers.length === 0) return []
  const byPlace = new Map(markers.map(marker => [marker.value.scalar.span[0], marker]))
  const sites = imageSites.map(
    ({ values, ...site }): Found => ({
      ...site,
      values: Object.entries(values).flatMap(([name, scalar]) =>
        name === 'registry'
          ? []
          : [imageValue(partOfValue[name] ?? 'image', scalar, byPlace.get(scalar.span[0]))],
      ),
    }),
  )
  const known = new Set(sites.flatMap(({ values }) => values.map(({ scalar }) => scalar.span[0])))
  const others = markers
    .filter(({ value, setter }) => setter && !known.has(value.scalar.span[0]))
    .map(markedOnly(file))
  return [...sites, ...others]
    .map(found => placed(snapshot, file, found))
    .toSorted((a, b) => (a.values[0]?.scalar.span[0] ?? 0) - (b.values[0]?.scalar.span[0] ?? 0))
}

/** The name of the image that a policy's ImageRepository scans, as written there; undefined where the files do not tell. */
function imageOfPolicy(snapshot: Snapshot, policy: PolicyRef | undefined): string | undefined {
  const [variant] = policy ? policies(snapshot, policy) : []
  const [repository] = variant ? repositories(snapshot, variant) : []
  return repository?.resource.image?.value
}

interface Found extends Pick<PlacedImage, 'form' | 'document' | 'keys' | 'image' | 'values' | 'object'> {
  readonly chart?: ChartName
}

const partOfValue: Readonly<Record<string, Part>> = {
  image: 'image',
  name: 'name',
  tag: 'tag',
  digest: 'digest',
}

function imageValue(part: Part, scalar: Scalar, marker: Marker | undefined): ImageValue {
  return { part, scalar, ...(marker?.setter ? { marker } : {}) }
}

function markedOnly({ facts }: SourceFile): (marker: Marker) => Found {
  return marker => {
    const { scalar } = marker.value
    const part = marker.setter?.part ?? 'image'
    const read = part === 'image' ? imageText(scalar.text) : part === 'tag' ? tagText(scalar.text) : undefined
    const image = {
      name: part === 'name' ? scalar.text : '',
      ...(part === 'digest' ? { digest: scalar.text } : {}),
      ...read,
    }
    const root = facts.documents[marker.document]?.root
    const keys = keysTo(root, scalar) ?? []
    return {
      form: 'value',
      document: marker.document,
      object: identifier(root),
      keys,
      image,
      values: [imageValue(part, scalar, marker)],
    }
  }
}

function placed(snapshot: Snapshot, file: SourceFile, { chart, ...found }: Found): PlacedImage {
  const policy = found.values.find(({ marker }) => marker)?.marker?.setter?.policy
  const { image } = found
  const name = image.name || (chart && chartImage(snapshot, chart)) || imageOfPolicy(snapshot, policy)
  return {
    ...found,
    file,
    image: { ...image, name: name ?? '' },
    ...(policy === undefined ? {} : { policy }),
  }
}

/** The image of a chart of an OCI HelmRepository: `ghcr.io/acme/charts/web` of `oci://ghcr.io/acme/charts`. */
function chartImage(snapshot: Snapshot, { chart, name, namespace }: ChartName): string | undefined {
  const sources = snapshot.index.fluxObjects.filter(
    ({ object }) =>
      object.kind === 'HelmRepository' &&
      object.name === name &&
      (namespace === undefined || object.namespace === '' || object.namespace === namespace),
  )
  const urls = new Set(
    sources.map(({ object }) => /^oci:\/\/(.+?)\/*$/.exec(textAt(object.node, 'spec', 'url') ?? '')?.[1]),
  )
  const [url] = urls
  return urls.size === 1 && url !== undefined && chart !== undefined ? `${url}/${chart}` : undefined
}

/** The keys that lead to a value, an item of a list by its name. */
function keysTo(node: Node | undefined, scalar: Scalar): readonly string[] | undefined {
  if (node === undefined || node.span[0] > scalar.span[0] || node.span[1] < scalar.span[1]) return undefined
  if (node.kind === 'scalar') return node.span[0] === scalar.span[0] ? [] : undefined
  const children: readonly (readonly [string, Node | undefined])[] =
    node.kind === 'mapping'
      ? node.entries.map(({ key, value }) => [key.kind === 'scalar' ? key.text : '', value] as const)
      : node.kind === 'sequence'
        ? node.items.map((item, index) => [itemName(item, index), item] as const)
        : []
  for (const [name, child] of children) {
    const rest = keysTo(child, scalar)
    if (rest) return [name, ...rest]
  }
  return undefined
}
