import type { Failure } from '../failure.ts'
import { eventKind } from './cluster-kinds.ts'
import { jsonAt, jsonItems, jsonNumber, jsonText } from './json-at.ts'

/** Where requests about a cluster go, as the kubeconfig says. */
export interface ClusterTarget {
  /** The context's name. */
  readonly context: string
  /** The API server's address. */
  readonly server: string
}

/** What a cluster answered. */
export interface ClusterReading extends ClusterTarget {
  /** When it was asked, in ms since 1970. */
  readonly at: number
  /** By kind, for each of `askedKinds`. */
  readonly lists: ReadonlyMap<string, ClusterList>
}

/** The objects of one kind: `absent` where the cluster does not serve the kind, which is no failure. */
export type ClusterList =
  | {
      readonly state: 'listed'
      readonly objects: readonly ClusterObject[]
      /** The only namespaces that were asked, where the whole cluster may not be listed. */
      readonly namespaces?: readonly string[]
    }
  | { readonly state: 'absent' }
  | { readonly state: 'failed'; readonly failure: Failure }

/** An object as the cluster has it. */
export interface ClusterObject {
  readonly apiVersion: string
  readonly kind: string
  readonly namespace: string
  readonly name: string
  readonly generation: number | undefined
  readonly labels: unknown
  readonly owners: readonly unknown[]
  /** JSON. */
  readonly spec: unknown
  /** JSON; of an Event, which has no status, all of it. */
  readonly status: unknown
}

/** An object of a cluster, by its name. */
export interface ClusterObjectName {
  readonly kind: string
  readonly namespace: string
  readonly name: string
}

/** What became of a request to reconcile: `handled`, and how it stands then; or why that is not known. */
export type Reconciled =
  | { readonly state: 'handled'; readonly ready: boolean | null; readonly message: string }
  | { readonly state: 'asked'; readonly why: string }

/** The objects of a list that `kubectl get -o json` has printed; undefined where it is no such list. */
export function readList(json: unknown, kind: string): readonly ClusterObject[] | undefined {
  const items = jsonAt(json, 'items')
  if (!Array.isArray(items)) return undefined
  return items.flatMap((item: unknown) => {
    const name = jsonText(item, 'metadata', 'name')
    if (name === undefined) return []
    return {
      apiVersion: jsonText(item, 'apiVersion') ?? '',
      kind,
      namespace: jsonText(item, 'metadata', 'namespace') ?? '',
      name,
      generation: jsonNumber(item, 'metadata', 'generation'),
      labels: jsonAt(item, 'metadata', 'labels'),
      owners: jsonItems(item, 'metadata', 'ownerReferences'),
      spec: jsonAt(item, 'spec'),
      status: kind === eventKind ? item : jsonAt(item, 'status'),
    }
  })
}

/** The objects of a kind; none where they could not be read. */
export function objectsOf({ lists }: ClusterReading, kind: string): readonly ClusterObject[] {
  const list = lists.get(kind)
  return list?.state === 'listed' ? list.objects : []
}

/** One object of a cluster; undefined where it is not there, or not known. */
export function objectIn(
  reading: ClusterReading,
  kind: string,
  namespace: string,
  name: string,
): ClusterObject | undefined {
  return objectsOf(reading, kind).find(one => one.namespace === namespace && one.name === name)
}

/** Whether the objects of a kind in a namespace are known: its kind, and its namespace, could be listed. */
export function isRead({ lists }: ClusterReading, kind: string, namespace: string): boolean {
  const list = lists.get(kind)
  if (list?.state !== 'listed') return list?.state === 'absent'
  return list.namespaces?.includes(namespace) ?? true
}
