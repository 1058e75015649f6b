import { askedKinds } from '../../../server/src/flux/cluster/cluster-kinds.ts'
import type { ClusterList, ClusterReading } from '../../../server/src/flux/cluster/cluster-reading.ts'
import { readList } from '../../../server/src/flux/cluster/cluster-reading.ts'
import type { Failure } from '../../../server/src/flux/failure.ts'

/** 12:00 on the day of the tests. */
export const noon: number = Date.parse('2026-11-30T12:00:00Z')

/** A time before noon, as a cluster writes it. */
export function before(minutes: number): string {
  return new Date(noon - minutes * 60_000).toISOString().replace('.000', '')
}

/** An object as a cluster has it, ready unless `status.conditions` says otherwise. */
export function held(
  kind: string,
  name: string,
  {
    namespace = 'apps',
    spec = {},
    status = {},
    labels = {},
    generation = 1,
    ownerReferences = [],
  }: Partial<HeldParts> = {},
): object {
  return {
    apiVersion: `${groups[kind] ?? 'image.toolkit.fluxcd.io'}/v1`,
    kind,
    metadata: { name, namespace, generation, labels, ownerReferences },
    spec,
    status: {
      observedGeneration: generation,
      conditions: [condition('Ready', 'True', 'Succeeded')],
      ...status,
    },
  }
}

interface HeldParts {
  readonly namespace: string
  readonly spec: object
  readonly status: object
  readonly labels: object
  readonly generation: number
  readonly ownerReferences: readonly object[]
}

export function condition(type: string, status: string, reason: string, message = ''): object {
  return { type, status, reason, message }
}

/** Ready is False for a reason. */
export function notReady(reason: string, message = ''): object {
  return { conditions: [condition('Ready', 'False', reason, message)] }
}

/** What a cluster answers that holds these objects; `without` are kinds that it does not serve. */
export function reading(
  objects: readonly object[],
  {
    without = [],
    failed = {},
  }: { readonly without?: readonly string[]; readonly failed?: Readonly<Record<string, Failure>> } = {},
): ClusterReading {
  const lists = askedKinds.map(({ kind }): readonly [string, ClusterList] => {
    const failure = failed[kind]
    if (failure) return [kind, { state: 'failed', failure }]
    if (without.includes(kind)) return [kind, { state: 'absent' }]
    const items = objects.filter(one => Reflect.get(one, 'kind') === kind)
    return [kind, { state: 'listed', objects: readList({ items }, kind) ?? [] }]
  })
  return { context: 'prod', server: 'https://prod.example', at: noon, lists: new Map(lists) }
}

const groups: Readonly<Record<string, string>> = {
  Kustomization: 'kustomize.toolkit.fluxcd.io',
  GitRepository: 'source.toolkit.fluxcd.io',
  Deployment: 'apps',
  ResourceSetInputProvider: 'fluxcd.controlplane.io',
}
