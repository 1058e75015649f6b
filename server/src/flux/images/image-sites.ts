import type { Entry, Mapping, Node, Scalar, YamlDocument } from '../../text/node.ts'
import { field, textAt } from '../../text/node.ts'
import { isKindName } from '../resources/kinds.ts'
import { type ImageText, imageText, tagText } from './image-text.ts'
import { identifier, type ObjectIdentifier } from './object-identifier.ts'

/** How an image is written: in one value, in several side by side, or as one of Flux's or kustomize's own fields. */
export type SiteForm = 'image' | 'parts' | 'kustomization' | 'oci-repository' | 'chart'

/** A place where an object names an image, or the chart of an OCI registry. */
export interface ImageSite {
  readonly form: SiteForm
  /** Index of the document in its file. */
  readonly document: number
  /** The keys that lead to it; an item of a list by its `name`, else by its index. */
  readonly keys: readonly string[]
  /** What the file says of the image, as far as it does: the name may be empty. */
  readonly image: ImageText
  /** The object that names it. */
  readonly object: ObjectIdentifier
  /** Of a chart, which one it is and of which HelmRepository, as far as the object tells. */
  readonly chart?: ChartName
  /** The values that hold it: one whole, or its parts. */
  readonly values: {
    readonly image?: Scalar
    readonly registry?: Scalar
    readonly name?: Scalar
    readonly tag?: Scalar
    readonly digest?: Scalar
  }
}

export interface ChartName {
  readonly chart: string | undefined
  /** The name and namespace of its source. */
  readonly name: string | undefined
  readonly namespace: string | undefined
}

/** A file with an image holds one of these texts. */
export const imageTokens: readonly string[] = ['mage', 'tag:', 'Tag:', 'digest:', 'HelmRelease', 'HelmChart']

/**
 * Every image in a file's documents, in order: of containers, custom resources, Helm values (`image`, `repository` and
 * `tag`, `registry` beside them), kustomizations' `images`, OCIRepositories, charts. Names with variables are none.
 */
export function imageSites(documents: readonly Pick<YamlDocument, 'root'>[]): readonly ImageSite[] {
  return documents.flatMap(({ root }, document) => {
    const kind = textAt(root, 'kind') ?? ''
    if (root?.kind !== 'mapping' || leftAlone.has(kind) || isKindName(kind)) return []
    const sites = ownSites(root, kind, document) ?? sitesBelow(root, document, [])
    if (sites.length === 0) return []
    const object = identifier(root)
    return sites.map(site =>
      site.form === 'chart' ? { ...site, object, chart: chartName(root) } : { ...site, object },
    )
  })
}

/** A site before it is known in which object it is. */
type Site = Omit<ImageSite, 'object' | 'chart'>

function chartName(root: Mapping): ChartName {
  const spec = textAt(root, 'kind') === 'HelmChart' ? ['spec'] : ['spec', 'chart', 'spec']
  return {
    chart: textAt(root, ...spec, 'chart'),
    name: textAt(root, ...spec, 'sourceRef', 'name'),
    namespace: textAt(root, ...spec, 'sourceRef', 'namespace') ?? textAt(root, 'metadata', 'namespace'),
  }
}

/** Objects that say something about images, and run none. */
const leftAlone: ReadonlySet<string> = new Set([
  'CustomResourceDefinition',
  'ConfigMap',
  'Secret',
  'HelmRepository',
  'GitRepository',
  'Alert',
  'Provider',
  'Receiver',
])

/** What Flux and kustomize have fields of their own for; undefined for any other object. */
function ownSites(root: Mapping, kind: string, document: number): readonly Site[] | undefined {
  if (kind === 'OCIRepository') return ociRepository(root, document)
  if (kind === 'HelmRelease')
    return [
      ...chart(field(root, 'spec', 'chart', 'spec'), document, ['spec', 'chart', 'spec']),
      ...sitesBelow(field(root, 'spec', 'values'), document, ['spec', 'values']),
      ...sitesBelow(field(root, 'spec', 'postRenderers'), document, ['spec', 'postRenderers']),
    ]
  if (kind === 'HelmChart') return chart(field(root, 'spec'), document, ['spec'])
  const path = textAt(root, 'apiVersion')?.startsWith('kustomize.toolkit.fluxcd.io/')
    ? ['spec', 'images']
    : ['images']
  if (!isKustomization(root, kind)) return undefined
  const variables = sitesBelow(field(root, 'spec', 'postBuild', 'substitute'), document, [
    'spec',
    'postBuild',
    'substitute',
  ])
  const images = field(root, ...path)
  const own = images?.kind === 'sequence' ? images.items : []
  return [
    ...own.flatMap((item, index) => kustomizationImage(item, document, [...path, itemName(item, index)])),
    ...variables,
  ]
}

function isKustomization(root: Mapping, kind: string): boolean {
  return (
    kind === 'Kustomization' ||
    kind === 'Component' ||
    (kind === '' && field(root, 'images')?.kind === 'sequence')
  )
}

function kustomizationImage(item: Node, document: number, path: readonly string[]): readonly Site[] {
  const [name, tag, digest] = [scalarAt(item, 'newName'), scalarAt(item, 'newTag'), scalarAt(item, 'digest')]
  const imageName = name?.text ?? textAt(item, 'name') ?? ''
  if (tag === undefined && digest === undefined) return []
  return [parts('kustomization', document, path, imageName, { name, tag, digest })]
}

function ociRepository(root: Mapping, document: number): readonly Site[] {
  const [, name] = /^oci:\/\/(.+)$/.exec(textAt(root, 'spec', 'url') ?? '') ?? []
  const ref = field(root, 'spec', 'ref')
  const [tag, digest] = [scalarAt(ref, 'tag'), scalarAt(ref, 'digest')]
  if (name === undefined || (tag === undefined && digest === undefined)) return []
  return [parts('oci-repository', document, ['spec', 'ref'], name, { tag, digest })]
}

/** The name of the chart's image is in its HelmRepository: it is left empty but for the chart's own name. */
function chart(spec: Node | undefined, document: number, path: readonly string[]): readonly Site[] {
  const version = scalarAt(spec, 'version')
  const kind = textAt(spec, 'sourceRef', 'kind')
  if (version === undefined || kind !== 'HelmRepository' || !/^v?\d+\.\d+\.\d+/.test(version.text)) return []
  return [parts('chart', document, path, '', { tag: version })]
}

/** Images in a tree that has no fields of its own for them. */
function sitesBelow(node: Node | undefined, document: number, path: readonly string[]): readonly Site[] {
  const found: Site[] = []
  collect(node, document, () => path, found)
  return found
}

/** Adds them in order. The keys that lead to a node are worked out where one is found: most trees hold few. */
function collect(
  node: Node | undefined,
  document: number,
  path: () => readonly string[],
  found: Site[],
): void {
  if (node?.kind === 'sequence')
    node.items.forEach((item, index) => {
      if (item.kind !== 'scalar') collect(item, document, () => [...path(), itemName(item, index)], found)
    })
  if (node?.kind !== 'mapping') return
  if (field(node, 'newTag') ?? field(node, 'newName')) {
    found.push(...kustomizationImage(node, document, path()))
    return
  }
  const split = splitImage(node, document, path)
  if (split) found.push(split.site)
  for (const { key, value } of node.entries) {
    if (key.kind !== 'scalar' || key.text === 'status') continue
    const at = () => [...path(), key.text]
    if (value?.kind !== 'scalar') collect(value, document, at, found)
    else if (/image$/i.test(key.text) && !split?.keys.has(key.text)) {
      const image = imageText(value.text)
      // A word alone under such a key may be anything; under `image` of a container it is an image of Docker Hub.
      const isImage =
        image && (image.tag ?? image.digest ?? (isContainer(path()) ? '' : undefined)) !== undefined
      if (isImage) found.push({ form: 'image', document, keys: at(), image, values: { image: value } })
    }
  }
}

function isContainer(path: readonly string[]): boolean {
  return /^(?:init|ephemeral)?[cC]ontainers$/.test(path.at(-2) ?? '')
}

/** What a key in lower case stands for, beside others of its mapping. */
const splitKeys: ReadonlyMap<string, 'tag' | 'name' | 'digest' | 'registry'> = new Map([
  ...(['tag', 'imagetag', 'image_tag', 'image-tag'] as const).map(key => [key, 'tag'] as const),
  ...(['repository', 'repo', 'imagename', 'image_name'] as const).map(key => [key, 'name'] as const),
  ...(['imagerepository', 'image_repository', 'image-repository'] as const).map(
    key => [key, 'name'] as const,
  ),
  ...(['digest', 'sha', 'imagedigest', 'image_digest'] as const).map(key => [key, 'digest'] as const),
  ...(['registry', 'imageregistry', 'image_registry', 'image-registry'] as const).map(
    key => [key, 'registry'] as const,
  ),
])

/** What else is read of the objects that name images, and of their identity. */
const otherKeys: ReadonlySet<string> = new Set([
  ...['kind', 'apiVersion', 'metadata', 'name', 'namespace'],
  ...['newName', 'newTag', 'url', 'version', 'chart'],
])

/** Whether `imageSites` reads the single values of a key: a tree without all others has the same images. */
export function isReadForImages(key: string): boolean {
  if (otherKeys.has(key)) return true
  // The longest of them; longer ones may still end in `image`.
  const small = key.length > 17 ? key.slice(-5).toLowerCase() : key.toLowerCase()
  return small.endsWith('image') || splitKeys.has(small)
}

/** `repository` and `tag`, as charts have them; the registry, the digest beside them. */
function splitImage(
  { entries }: Mapping,
  document: number,
  path: () => readonly string[],
): { readonly site: Site; readonly keys: ReadonlySet<string> } | undefined {
  const found: { tag?: Entry; name?: Entry; digest?: Entry; registry?: Entry } = {}
  for (const entry of entries) {
    const { key, value } = entry
    if (key.kind !== 'scalar' || value?.kind !== 'scalar' || value.value === null) continue
    const part = splitKeys.get(key.text.toLowerCase())
    if (part) found[part] ??= entry
  }
  const { tag, digest, registry } = found
  if (tag === undefined && digest === undefined) return undefined
  const name = found.name ?? (tag && entries.find(isImageOrName))
  if (name === undefined) return undefined
  const [nameValue, tagValue, digestValue, registryValue] = [name, tag, digest, registry].map(entry =>
    entry?.value?.kind === 'scalar' ? entry.value : undefined,
  )
  const [repository, host] = [nameValue?.text ?? '', registryValue?.text ?? '']
  const whole = host === '' || repository.startsWith(`${host}/`) ? repository : `${host}/${repository}`
  const read = imageText(whole)
  if (read === undefined || read.tag !== undefined || read.digest !== undefined) return undefined
  if (tagValue && tagValue.text !== '' && tagText(tagValue.text) === undefined) return undefined
  // `name` beside `tag` is an image where it has a path; else it may be the name of anything.
  if (name.key.kind === 'scalar' && name.key.text === 'name' && !repository.includes('/')) return undefined
  const keys = [name, tag, digest, registry].flatMap(entry =>
    entry?.key.kind === 'scalar' ? [entry.key.text] : [],
  )
  const values = { name: nameValue, tag: tagValue, digest: digestValue, registry: registryValue }
  return { site: parts('parts', document, path(), whole, values), keys: new Set(keys) }
}

function isImageOrName({ key, value }: Entry): boolean {
  return (
    key.kind === 'scalar' &&
    (key.text === 'image' || key.text === 'name') &&
    value?.kind === 'scalar' &&
    value.value !== null
  )
}

function parts(
  form: SiteForm,
  document: number,
  path: readonly string[],
  name: string,
  values: Readonly<Record<string, Scalar | undefined>>,
): Site {
  const known = Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined))
  const tag = values.tag && tagText(values.tag.text)
  const digest = tag?.digest ?? (values.digest?.text || undefined)
  const image = {
    name,
    ...(tag?.tag === undefined ? {} : { tag: tag.tag }),
    ...(digest === undefined ? {} : { digest }),
  }
  return { form, document, keys: path, image, values: known }
}

/** An item of a list as a step of a path. */
export function itemName(item: Node, index: number): string {
  return textAt(item, 'name') ?? String(index)
}

function scalarAt(node: Node | undefined, ...path: readonly string[]): Scalar | undefined {
  const found = field(node, ...path)
  return found?.kind === 'scalar' && found.value !== null ? found : undefined
}
