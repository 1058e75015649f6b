import type { EffectiveResource } from '../build/effective-root.ts'
import { fieldOf, itemsOf, textOf } from '../build/kustomization.ts'
import { placeOf } from '../build/load-file.ts'
import { joinPath } from '../build/workspace-files.ts'
import type { Origin, Transformation } from '../values/transformation.ts'
import { type MapValue, type ScalarValue, textAt, type Value, valueAt } from '../values/value.ts'

/** A Flux `Kustomization`, as far as it says what the cluster receives. */
export interface FluxKustomization {
  /** `flux:namespace/name`. */
  readonly root: string
  readonly name: string
  readonly namespace: string
  readonly body: MapValue
  /** The document it begins as. */
  readonly place: Origin
  /** `spec.path` from the repository's root; undefined where it leaves it. */
  readonly folder: string | undefined
  /** Where `spec.path` stands; the object, where it is not written. */
  readonly at: Value
  readonly source: SourceRef
}

/** The object that holds the files: its kind, and where it is. */
interface SourceRef {
  readonly kind: string
  readonly name: string
  readonly namespace: string
}

export function isFluxKustomization({
  apiVersion,
  kind,
}: {
  readonly apiVersion: string
  readonly kind: string
}): boolean {
  return kind === 'Kustomization' && apiVersion.startsWith('kustomize.toolkit.fluxcd.io/')
}

export function fluxKustomizationOf({ body, place, name, namespace }: EffectiveResource): FluxKustomization {
  const spec = valueAt(body, 'spec')
  const path = fieldOf(spec, 'path')
  return {
    root: `flux:${namespace}/${name}`,
    name,
    namespace,
    body,
    place,
    // An absolute path, and one that climbs, stay within the source: Flux joins them securely.
    folder: joinPath('', withinRoot(textOf(path))),
    at: path ?? body,
    source: {
      kind: textAt(spec, 'sourceRef', 'kind'),
      name: textAt(spec, 'sourceRef', 'name'),
      namespace: textAt(spec, 'sourceRef', 'namespace') || namespace,
    },
  }
}

function withinRoot(path: string): string {
  const parts: string[] = []
  for (const part of path.split('/')) {
    if (part === '..') parts.pop()
    else if (part !== '.' && part !== '') parts.push(part)
  }
  return parts.join('/')
}

/** What came of a field of the spec: its place, in Flux's word for it. */
export function specChange(
  kustomization: FluxKustomization,
  by: Transformation['by'],
  field: string,
): Transformation {
  const at = valueAt(kustomization.body, 'spec', field) ?? kustomization.at
  return { by, ...placeOf(at) }
}

/** The text of a field of the spec, said to come from there. An empty text counts: it takes away what is there. */
export function specText(
  kustomization: FluxKustomization,
  field: string,
  by: Transformation['by'],
): ScalarValue | undefined {
  const value = valueAt(kustomization.body, 'spec', field)
  if (value?.kind !== 'scalar' || value.tag === '!!null') return undefined
  return { ...value, source: { ...value.source, change: { by, ...placeOf(value) } } }
}

export function specItems(kustomization: FluxKustomization, field: string): readonly Value[] {
  return itemsOf(valueAt(kustomization.body, 'spec', field))
}
