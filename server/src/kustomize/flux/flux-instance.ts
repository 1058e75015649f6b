import { type EffectiveResource, finished } from '../build/effective-root.ts'
import { resource } from '../values/resource.ts'
import {
  emptyMap,
  type MapValue,
  stringValue,
  textAt,
  type Value,
  valueAt,
  withEntry,
} from '../values/value.ts'

/** Whether an object is flux-operator's FluxInstance, which installs Flux and syncs a cluster. */
function isFluxInstance({
  apiVersion,
  kind,
}: {
  readonly apiVersion: string
  readonly kind: string
}): boolean {
  return kind === 'FluxInstance' && apiVersion.startsWith('fluxcd.controlplane.io/')
}

/**
 * What a FluxInstance with `spec.sync` makes without any file: the source and the Kustomization that reads it. Their
 * places are those of the instance. flux-operator names them as `spec.sync.name`, by default as the namespace, and
 * writes `spec.sync.ref` as the ref's name (`refs/heads/main`).
 */
export function madeByInstance(instance: EffectiveResource): readonly EffectiveResource[] {
  const sync = valueAt(instance.body, 'spec', 'sync')
  if (!isFluxInstance(instance) || sync?.kind !== 'map') return []
  const { namespace } = instance
  const name = textAt(sync, 'name') || namespace
  const kind = textAt(sync, 'kind')
  const at = sync
  const text = (value: string) => stringValue(value, at)
  const map = (entries: Readonly<Record<string, Value | undefined>>): MapValue =>
    Object.entries(entries).reduce(
      (made, [key, value]) => (value === undefined ? made : withEntry(made, key, value)),
      emptyMap(at),
    )
  const metadata = map({ name: text(name), namespace: text(namespace) })
  const secret = valueAt(sync, 'pullSecret')
  const source = map({
    apiVersion: text('source.toolkit.fluxcd.io/v1'),
    kind: text(kind),
    metadata,
    spec: map({
      url: valueAt(sync, 'url'),
      ref: map({ name: valueAt(sync, 'ref') }),
      provider: valueAt(sync, 'provider'),
      secretRef: secret && map({ name: secret }),
    }),
  })
  const kustomization = map({
    apiVersion: text('kustomize.toolkit.fluxcd.io/v1'),
    kind: text('Kustomization'),
    metadata,
    spec: map({
      path: valueAt(sync, 'path'),
      sourceRef: map({ kind: text(kind), name: text(name), namespace: text(namespace) }),
    }),
  })
  return [source, kustomization].map(body => finished(resource(body, instance.place), []))
}
