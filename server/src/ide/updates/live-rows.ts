import type { ClusterRow } from '../../flux/cluster/cluster-row.ts'
import type { ClusterVerdict } from '../../flux/cluster/compared.ts'
import { chainWarnings } from '../../flux/cluster/told/chain-warnings.ts'
import { inShort } from '../../flux/cluster/told/in-short.ts'
import { rowReasons, verdictCounts } from '../../flux/cluster/told/row-words.ts'
import { automationKind, policyKind } from '../../flux/resources/kinds.ts'
import type { UpdateNode } from './tree.ts'

/** A cluster as the view shows it: how it was compared, or why nothing is known of it. */
export interface LiveView {
  readonly context: string
  readonly server: string
  /** Which folders or environments it is for; all without any. */
  readonly folders?: readonly string[]
  readonly rows: readonly ClusterRow[]
  /** Why the newest reading failed; the rows are of an earlier one then. */
  readonly failure?: string
  /** When the rows were read, in ms since 1970; undefined where nothing has been read yet. */
  readonly at?: number
}

/** The row of a cluster, with a row for each object below it: what does not agree first. */
export function liveNode({ context, server, folders = [], rows, failure, at }: LiveView): UpdateNode {
  const counted = at === undefined ? 'being read' : verdictCounts(rows)
  const isFor = folders.length === 0 ? [] : [`for ${folders.join(', ')}`]
  const description = [
    ...isFor,
    server,
    counted,
    ...(failure === undefined ? [] : ['cannot be read now']),
  ].join(' · ')
  return {
    id: `cluster ${context}`,
    kind: 'cluster',
    label: `Cluster ${context}`,
    description,
    accessible: [
      `cluster ${[context, ...isFor, server].join(', ')}: ${counted}`,
      ...(failure === undefined ? [] : [failure]),
    ].join('. '),
    state: 'current',
    ...(failure === undefined ? {} : { verdict: 'unknown' }),
    children: rows
      .toSorted((a, b) => order.indexOf(a.verdict) - order.indexOf(b.verdict))
      .map(row => objectNode(context, row)),
  }
}

/** In which a person wants to see them. */
const order: readonly ClusterVerdict[] = [
  'differs',
  'absent',
  'lags',
  'unknown',
  'only in the cluster',
  'agrees',
]

function objectNode(context: string, row: ClusterRow): UpdateNode {
  const { kind, name, verdict, object, written } = row
  const has = inShort(object)
  const why = rowReasons(row)
  return {
    id: `cluster ${context} ${kind} ${name}`,
    kind: 'live',
    label: name.replace(':', '/'),
    description: [kind, verdict, ...(has === '' ? [] : [has]), ...(why === '' ? [] : [why])].join(' · '),
    accessible: `${kind} ${name.replace(':', '/')}: ${verdict}${has === '' ? '' : `, the cluster has ${has}`}${why === '' ? '' : `. ${why}`}`,
    state: 'current',
    verdict,
    object: { kind, name, context },
    ...(written === undefined
      ? {}
      : { place: { path: written.resource.place.file, span: written.resource.place.span } }),
    children: [],
  }
}

/** Rows of policies and automations with what each cluster says of them, and with what only a cluster can tell. */
export function withLive(nodes: readonly UpdateNode[], clusters: readonly LiveView[]): readonly UpdateNode[] {
  return clusters.reduce(
    (before, { context, rows }) => withCluster(before, rows, clusters.length > 1 ? `${context}: ` : ''),
    nodes,
  )
}

function withCluster(
  nodes: readonly UpdateNode[],
  rows: readonly ClusterRow[],
  prefix: string,
): readonly UpdateNode[] {
  if (rows.length === 0) return nodes
  const by = new Map(rows.map(row => [`${row.kind} ${row.name}`, row]))
  const told = (node: UpdateNode): UpdateNode => {
    const row = by.get(keyOf(node))
    const children = node.children.map(told)
    if (row === undefined) return { ...node, children }
    const said = `${prefix}${wordsFor(node, row)}`
    const warned = chainWarnings(row, by)
    return {
      ...node,
      description: [node.description, said, ...warnedShort(warned)].join(' · '),
      accessible: `${node.accessible}; ${said}${warned.length === 0 ? '' : `. ${warned.slice(0, mostWarnings).join(' ')}`}`,
      children,
    }
  }
  return nodes.map(told)
}

/** Of a chain, in what is shown when a row is pointed at. */
const mostWarnings = 4

function warnedShort({ length }: readonly string[]): readonly string[] {
  return length === 0 ? [] : [length === 1 ? '1 warning' : `${length} warnings`]
}

function keyOf({ kind, policy, automation }: UpdateNode): string {
  if (kind === 'policy') return `${policyKind} ${policy}`
  return kind === 'automation' ? `${automationKind} ${automation}` : ''
}

/** Where the files do not tell what a policy selects, the cluster does. */
function wordsFor({ state }: UpdateNode, { verdict, object }: ClusterRow): string {
  const has = inShort(object)
  const isNew = verdict === 'only in the cluster' || (state === 'unknown' && verdict === 'unknown')
  return isNew && has !== '' ? `${has} from the cluster` : words[verdict]
}

const words: Readonly<Record<ClusterVerdict, string>> = {
  agrees: 'cluster agrees',
  lags: 'cluster lags',
  differs: 'cluster differs',
  absent: 'absent in the cluster',
  unknown: 'cluster not known',
  'only in the cluster': 'only in the cluster',
}
