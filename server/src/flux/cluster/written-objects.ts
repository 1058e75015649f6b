import type { EffectiveResource } from '../../kustomize/build/effective-root.ts'
import { isFluxKustomization } from '../../kustomize/flux/flux-kustomization.ts'
import { jsonOf } from '../../kustomize/values/json-of.ts'
import { valueAt } from '../../kustomize/values/value.ts'
import { isImageKind } from '../resources/kinds.ts'
import type { Placed } from '../resources/resource-index.ts'
import type { Snapshot } from '../workspace/snapshot.ts'

/** An object as the files give it to a cluster, in one of its forms. */
export interface WrittenObject {
  readonly kind: string
  readonly namespace: string
  readonly name: string
  readonly resource: EffectiveResource
  /** Of the three kinds of image automation. */
  readonly placed?: Placed
  /** JSON; undefined where the files do not tell it for sure. */
  readonly spec: unknown
}

/**
 * The objects of the files that a cluster can be asked for, by `Kind namespace:name`: image automation, and the Flux
 * Kustomizations and GitRepositories behind it. Ask by `snapshot.unanswered.recall(writtenObjects)`. Several of one name are forms: of clusters, of overlays.
 */
export function writtenObjects(snapshot: Snapshot): ReadonlyMap<string, readonly WrittenObject[]> {
  const found = new Map<string, WrittenObject[]>()
  const add = (resource: EffectiveResource, namespace: string, placed?: Placed) => {
    const { kind, name } = resource
    const key = objectKey(kind, namespace, name)
    const forms = found.get(key) ?? []
    found.set(key, forms)
    if (forms.some(one => one.resource.content === resource.content)) return
    forms.push({ kind, namespace, name, resource, spec: specOf(resource), ...(placed ? { placed } : {}) })
  }
  for (const [resource, placed] of snapshot.index.placed)
    if (placed.namespace !== undefined) add(resource, placed.namespace, placed)
  const { fluxRoots, roots, alone } = snapshot.effective
  for (const { kustomization, resource, resources } of fluxRoots)
    if (resources.some(isImageKind)) add(resource, kustomization.namespace)
  const sources = sourcesNamed(snapshot)
  for (const { resources } of [...fluxRoots, ...roots.values(), ...alone.values()])
    for (const one of resources)
      if (one.kind === 'GitRepository' && sources.has(`${one.namespace}/${one.name}`)) add(one, one.namespace)
  return found
}

/** What names an object in a cluster. */
export function objectKey(kind: string, namespace: string, name: string): string {
  return `${kind} ${namespace}:${name}`
}

/** The GitRepositories that automations, and the Kustomizations that bring them, refer to: `namespace/name`. */
function sourcesNamed({ index, effective: { fluxRoots } }: Snapshot): ReadonlySet<string> {
  const ofAutomations = [...index.automations.values()].flat().flatMap(({ resource, namespace }) => {
    const ref = resource.sourceRef
    return ref === undefined ? [] : [`${ref.namespace ?? namespace}/${ref.name}`]
  })
  const ofRoots = fluxRoots
    .filter(({ resources }) => resources.some(one => isImageKind(one) || isFluxKustomization(one)))
    .map(({ kustomization: { source } }) => `${source.namespace}/${source.name}`)
  return new Set([...ofAutomations, ...ofRoots])
}

function specOf({ body, doubts }: EffectiveResource): unknown {
  const spec = valueAt(body, 'spec')
  if (spec === undefined || doubts.length > 0) return undefined
  const json = jsonOf(spec)
  return typeof json === 'object' && json !== null && 'err' in json ? undefined : json
}
