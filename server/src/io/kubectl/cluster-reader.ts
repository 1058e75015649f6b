import { type AskedKind, askedKinds } from '../../flux/cluster/cluster-kinds.ts'
import { type ClusterList, type ClusterTarget, readList } from '../../flux/cluster/cluster-reading.ts'
import { failure, failureOf, isFailure } from '../../flux/failure.ts'
import type { ClusterReader } from '../../ports.ts'
import { visible } from '../../text/foreign.ts'
import { kubeconfigFiles } from './kubeconfig-files.ts'
import { isNotServed, kubectlFailure } from './kubectl-failure.ts'
import { type Kubectl, type KubectlOptions, openKubectl, parsed } from './open-kubectl.ts'
import { readKubeconfigs, targetIn, targetsIn } from './read-target.ts'

/**
 * Reads clusters through the user's own kubectl (docs/cluster.md): exec plugins, OIDC, proxies and certificates are its
 * business. Only `kubectl get` is run, without a shell, and never for Secrets.
 */
export function createClusterReader(options: KubectlOptions): ClusterReader {
  return {
    target: async choice => targetIn(readKubeconfigs(kubeconfigFiles(choice, options)), choice.context),
    async targets(kubeconfig) {
      const own = () => targetsIn(readKubeconfigs(kubeconfigFiles({}, options)))
      if (kubeconfig === undefined) return own()
      const others = orNone(() => targetsIn(readKubeconfigs([kubeconfig])))
      const known = others.length === 0 ? own() : orNone(own)
      const isKnown = ({ context, server }: ClusterTarget) =>
        known.some(one => one.context === context && one.server === server)
      return [...others.flatMap(one => (isKnown(one) ? [] : [{ ...one, kubeconfig }])), ...known]
    },
    async read(choice, namespaces, signal) {
      const at = options.clock.now()
      const kubectl = await openKubectl(choice, options, signal)
      const lists = new Map<string, ClusterList>()
      const [first, ...others] = askedKinds
      // One alone first: a login is renewed once, and what stops it would stop all others.
      if (first) lists.set(first.kind, await listKind(kubectl, first, namespaces))
      const next = others.values()
      const worker = async () => {
        for (const kind of next) lists.set(kind.kind, await listOrFailure(kubectl, kind, namespaces))
      }
      await Promise.all(Array.from({ length: atOnce }, worker))
      return { ...kubectl.target, at, lists }
    },
  }
}

const atOnce = 3

/** A kubeconfig that cannot be read has no contexts. */
function orNone<T>(read: () => readonly T[]): readonly T[] {
  try {
    return read()
  } catch {
    return []
  }
}

async function listOrFailure(
  kubectl: Kubectl,
  kind: AskedKind,
  namespaces: readonly string[],
): Promise<ClusterList> {
  return listKind(kubectl, kind, namespaces).catch(error => {
    if (isFailure(error, 'E_CANCELLED')) throw error
    return { state: 'failed', failure: failureOf(error) }
  })
}

/** Lists one kind. Rejects where nothing else could be had either: the connection or the login fails. */
async function listKind(
  kubectl: Kubectl,
  kind: AskedKind,
  namespaces: readonly string[],
): Promise<ClusterList> {
  const whole = await get(kubectl, kind, ['--all-namespaces'])
  if (whole.state !== 'failed') return whole
  const { code } = whole.failure
  // A list that went away amid its pages is had in one.
  if (code === 'E_CLUSTER_GONE') return get(kubectl, kind, ['--all-namespaces', '--chunk-size=0'])
  if (code === 'E_CLUSTER_DENIED' && namespaces.length > 0)
    return byNamespace(kubectl, kind, namespaces, whole)
  if (!kinds.includes(code)) throw failure(code, whole.failure.message)
  return whole
}

/** Failures that may be of one kind alone. */
const kinds: readonly string[] = [
  'E_CLUSTER_DENIED',
  'E_CLUSTER_NOT_FOUND',
  'E_CLUSTER_STATUS',
  'E_CLUSTER_BUSY',
  'E_CLUSTER_SHAPE',
]

/** Who may not list the whole cluster may list a namespace. */
async function byNamespace(
  kubectl: Kubectl,
  kind: AskedKind,
  namespaces: readonly string[],
  whole: ClusterList & { state: 'failed' },
): Promise<ClusterList> {
  const seen: string[] = []
  const objects = []
  for (const namespace of namespaces.slice(0, mostNamespaces)) {
    const list = await get(kubectl, kind, [`--namespace=${namespace}`])
    if (list.state !== 'listed') continue
    seen.push(namespace)
    objects.push(...list.objects)
  }
  return seen.length === 0 ? whole : { state: 'listed', objects, namespaces: seen }
}

const mostNamespaces = 20

async function get(
  { target, run }: Kubectl,
  { kind, resource, selector, fields }: AskedKind,
  where: readonly string[],
): Promise<ClusterList> {
  const chosen = [
    ...(selector === undefined ? [] : [`--selector=${selector}`]),
    ...(fields === undefined ? [] : [`--field-selector=${fields}`]),
  ]
  const { status, stdout, stderr } = await run(['get', resource, ...where, ...chosen, '--output=json'])
  if (status !== 0) {
    if (isNotServed(stderr)) return { state: 'absent' }
    return { state: 'failed', failure: failureOf(kubectlFailure({ stderr, what: resource, target })) }
  }
  const objects = readList(parsed(stdout), kind)
  if (objects) return { state: 'listed', objects }
  const message = `${resource} cannot be read from ${visible(target.context)}: kubectl printed no list. Run kubectl get ${resource} to see what it is.`
  return { state: 'failed', failure: { code: 'E_CLUSTER_SHAPE', message } }
}
