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
  if (node?.kind === 'sequence')
    return node.items.flatMap((item, index) => sitesBelow(item, document, [...path, itemName(item, index)]))
  if (node?.kind !== 'mapping') return []
  if (field(node, 'newTag') ?? field(node, 'newName')) return kustomizationImage(node, document, path)
  const split = splitImage(node, document, path)
  return [
    ...(split ? [split.site] : []),
    ...node.entries.flatMap(({ key, value }) => {
      if (key.kind !== 'scalar' || key.text === 'status') return []
      const at = [...path, key.text]
      if (value?.kind !== 'scalar') return sitesBelow(value, document, at)
      if (split?.keys.has(key.text) || !/image$/i.test(key.text)) return []
      const image = imageText(value.text)
      // A word alone under such a key may be anything; under `image` of a container it is an image of Docker Hub.
      const isImage =
        image && (image.tag ?? image.digest ?? (isContainer(path) ? '' : undefined)) !== undefined
      return isImage ? [{ form: 'image' as const, document, keys: at, image, values: { image: value } }] : []
    }),
  ]
}

function isContainer(path: readonly string[]): boolean {
  return /^(?:init|ephemeral)?[cC]ontainers$/.test(path.at(-2) ?? '')
}

/** `repository` and `tag`, as charts have them; the registry, the digest beside them. */
function splitImage(
  { entries }: Mapping,
  document: number,
  path: readonly string[],
): { readonly site: Site; readonly keys: ReadonlySet<string> } | undefined {
  const find = (names: RegExp): Entry | undefined =>
    entries.find(
      ({ key, value }) =>
        key.kind === 'scalar' && names.test(key.text) && value?.kind === 'scalar' && value.value !== null,
    )
  const tag = find(/^(?:tag|image_?tag|image-tag)$/i)
  const name =
    find(/^(?:repository|repo|image_?repository|image-repository|image_?name)$/i) ??
    (tag && find(/^(?:image|name)$/))
  const digest = find(/^(?:digest|sha|image_?digest)$/i)
  const registry = find(/^(?:registry|image_?registry|image-registry)$/i)
  if (name === undefined || (tag === undefined && digest === undefined)) return undefined
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
  return { site: parts('parts', document, path, whole, values), keys: new Set(keys) }
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
