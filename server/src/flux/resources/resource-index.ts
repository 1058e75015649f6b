import type { EffectiveResources } from '../../kustomize/build/effective-resources.ts'
import type { EffectiveResource } from '../../kustomize/build/effective-root.ts'
import { describeTransformation, type Transformation } from '../../kustomize/values/transformation.ts'
import { valueAt } from '../../kustomize/values/value.ts'
import type { Span } from '../../text/span.ts'
import { formatPolicyRef, type PolicyRef } from '../markers/setter.ts'
import { once } from '../once.ts'
import { type Clusters, clustersIn } from '../version/clusters.ts'
import { type KustomizationProblem, kustomizationProblems } from '../workspace/kustomization-problems.ts'
import type { Rules, SourceFile } from '../workspace/source-file.ts'
import { type TooLarge, tooLargeRoots } from '../workspace/too-large.ts'
import { appliedResources, type Variant } from './effective.ts'
import { filesOf } from './files-of.ts'
import type { FluxObject } from './flux-object.ts'
import { type ImageResource, type KindName, kindNames, kinds, type Plural } from './kinds.ts'
import { toResource } from './resources.ts'
import { objectNode } from './value-node.ts'

/** A resource as a cluster receives it, and the file it begins in. Its spans and its node are those of that file. */
export interface Placed<T extends ImageResource = ImageResource> {
  readonly resource: T
  readonly path: string
  /** Undefined where the files cannot tell. */
  readonly namespace: string | undefined
  /** Names of the roots that give it: folders, or `flux:namespace/name`; none for a manifest that stands alone. */
  readonly via: readonly string[]
  /** What kustomizations made of it, first to last. */
  readonly changes: readonly PlacedChange[]
  /** What gave it its namespace, where its own file does not. */
  readonly namespaceFrom?: PlacedChange
  /** Why it may be otherwise than it is here. */
  readonly doubt?: string
  /** Every file in which a value of it is written. */
  readonly files: () => ReadonlySet<string>
}

/**
 * Under each kind's plural (`policies` …) its resources by `namespace:name`. Several of one name are variants: of
 * clusters, of overlays.
 */
type ByKind = {
  readonly [K in KindName as Plural<K>]: ReadonlyMap<string, readonly Placed<ImageResource<K>>[]>
}

/** The workspace's resources. */
export interface ResourceIndex extends ByKind {
  /** Those whose namespace the files do not tell. */
  readonly unplaced: readonly Placed[]
  readonly fluxObjects: readonly PlacedObject[]
  readonly clusters: Clusters
  /** By file: what is wrong with kustomizations. */
  readonly kustomizationProblems: ReadonlyMap<string, readonly KustomizationProblem[]>
  /** What is too large to be evaluated: then there may be more resources, and other ones. */
  readonly tooLarge: TooLarge
  /** Names of the policies that begin in each file: a kustomization may give them their namespace. */
  readonly policiesByFile: ReadonlyMap<string, readonly PolicyRef[]>
  /** All of them by what they were read from, so that the next index need not read them again. */
  readonly placed: ReadonlyMap<EffectiveResource, Placed>
  /** By file: what has a value that is written in it. */
  readonly writtenIn: ReadonlyMap<string, readonly (readonly [EffectiveResource, Placed])[]>
}

/** Something that changed an object, in words, and where it is written: the patch's own file, where it has one. */
export interface PlacedChange {
  readonly words: string
  readonly path: string
  readonly span: Span
}

/** A Flux object of another kind, and the file it stands in. */
export interface PlacedObject {
  readonly object: FluxObject
  readonly path: string
}

/**
 * Resources by name, as clusters receive them; the same object from several roots is one. `known` is an earlier
 * index under the same rules: what it read stands.
 */
export function resourceIndex(
  files: ReadonlyMap<string, SourceFile>,
  effective: EffectiveResources,
  rules: Rules,
  known?: ResourceIndex,
): ResourceIndex {
  const byKind = new Map(kindNames.map(name => [name, new Map<string, Placed[]>()] as const))
  const unplaced: Placed[] = []
  const all = new Map<EffectiveResource, Placed>()
  const written = resourcesIn(files)
  for (const variant of appliedResources(effective)) {
    const before = known?.placed.get(variant.resource)
    const placed = before ? { ...before, via: variant.via } : placedResource(variant, written, rules)
    if (placed === undefined) continue
    all.set(variant.resource, placed)
    const { resource, namespace } = placed
    if (namespace === undefined) {
      unplaced.push(placed)
      continue
    }
    const map = byKind.get(resource.kind)
    if (map) push(map, formatPolicyRef({ namespace, name: resource.name }), placed)
  }
  // Each map holds nothing but its kind.
  const collections = Object.fromEntries(
    [...byKind].map(([name, map]) => [kinds[name].plural, map]),
  ) as unknown as ByKind
  const fluxObjects = once(() => [
    ...[...files.values()].flatMap(({ path, facts }) => facts.fluxObjects.map(object => ({ object, path }))),
    ...effective.made.map(madeObject),
  ])
  const clusters = once(() => clustersIn(files, effective))
  const policiesByFile = once(() => byFile(collections.policies))
  const writtenIn = once(() => byFileOf(all))
  const problems = once(() => kustomizationProblems(effective))
  const tooLarge = once(() => tooLargeRoots(effective))
  return {
    ...collections,
    unplaced,
    placed: all,
    get fluxObjects() {
      return fluxObjects()
    },
    get clusters() {
      return clusters()
    },
    get writtenIn() {
      return writtenIn()
    },
    get policiesByFile() {
      return policiesByFile()
    },
    get kustomizationProblems() {
      return problems()
    },
    get tooLarge() {
      return tooLarge()
    },
  }
}

function byFileOf(all: ResourceIndex['placed']): ResourceIndex['writtenIn'] {
  const forms = new Map<string, (readonly [EffectiveResource, Placed])[]>()
  for (const form of all) for (const path of form[1].files()) push(forms, path, form)
  return forms
}

/** What a FluxInstance makes stands where the instance does. */
function madeObject({ apiVersion, kind, name, namespace, body, place }: EffectiveResource): PlacedObject {
  const span: Span = [place.span[0], place.span[0]]
  const node = objectNode(body, place.file, span)
  return { object: { apiVersion, kind, name, namespace, span, node }, path: place.file }
}

function byFile(policies: ResourceIndex['policies']): ReadonlyMap<string, readonly PolicyRef[]> {
  const refs = new Map<string, PolicyRef[]>()
  for (const variants of policies.values()) {
    for (const path of new Set(variants.map(one => one.path))) {
      const [first] = variants
      if (first?.namespace === undefined) continue
      push(refs, path, { namespace: first.namespace, name: first.resource.name })
    }
  }
  return refs
}

function placedResource(
  { resource: effective, via }: Variant,
  written: ReturnType<typeof resourcesIn>,
  rules: Rules,
): Placed | undefined {
  const { file, span } = effective.place
  const own = written(file, span).find(({ kind }) => kind === effective.kind)
  const read = toResource(objectNode(effective.body, file, own?.span ?? [span[0], span[0]]))
  if (read === undefined) return undefined
  const [doubt] = effective.doubts
  const namespace = valueAt(effective.body, 'metadata', 'namespace')?.source.change
  return {
    resource: own ? { ...read, span: own.span, node: own.node } : read,
    path: file,
    namespace: effective.namespace || rules.defaultPolicyNamespace,
    via,
    files: once(() => filesOf(effective.body)),
    changes: effective.changes.map(placedChange),
    ...(namespace === undefined ? {} : { namespaceFrom: placedChange(namespace) }),
    ...(doubt === undefined ? {} : { doubt: doubt.message }),
  }
}

/** The resources of files as they stand there, within a span. */
function resourcesIn(files: ReadonlyMap<string, SourceFile>) {
  const inOrder = new Map<string, readonly ImageResource[]>()
  return (path: string, [start, end]: Span): readonly ImageResource[] => {
    const known = inOrder.get(path)
    const all = known ?? (files.get(path)?.facts.resources ?? []).toSorted(byStart)
    if (known === undefined) inOrder.set(path, all)
    const [first, beyond] = [firstFrom(all, start), firstFrom(all, end)]
    return all.slice(first, beyond).filter(({ node }) => node.span[1] <= end)
  }
}

function byStart(a: ImageResource, b: ImageResource): number {
  return a.node.span[0] - b.node.span[0]
}

/** The index of the first that begins at an offset or behind it. */
function firstFrom(all: readonly ImageResource[], offset: number): number {
  let [low, high] = [0, all.length]
  while (low < high) {
    const middle = (low + high) >> 1
    const one = all[middle]
    if (one && one.node.span[0] < offset) low = middle + 1
    else high = middle
  }
  return low
}

function placedChange(change: Transformation): PlacedChange {
  const { path, file, span } = change
  return {
    words: describeTransformation(change),
    path: path ?? file,
    span: path === undefined ? span : [0, 0],
  }
}

function push<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key)
  if (list) list.push(value)
  else map.set(key, [value])
}
