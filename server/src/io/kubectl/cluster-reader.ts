import { delimiter } from 'node:path'
import { type AskedKind, askedKinds } from '../../flux/cluster/cluster-kinds.ts'
import { type ClusterList, type ClusterTarget, readList } from '../../flux/cluster/cluster-reading.ts'
import { failure, failureOf, isFailure } from '../../flux/failure.ts'
import type { Clock, ClusterChoice, ClusterReader } from '../../ports.ts'
import { visible } from '../../text/foreign.ts'
import { findProgram } from '../credentials/find-program.ts'
import { type Outcome, runProgram } from '../credentials/run-program.ts'
import { type KubectlPlace, kubeconfigFiles } from './kubeconfig-files.ts'
import { isNotServed, kubectlFailure } from './kubectl-failure.ts'
import { readKubeconfigs, targetIn } from './read-target.ts'
import { pathOutside, refusePrograms } from './refuse-programs.ts'

export interface ClusterReaderOptions extends KubectlPlace {
  /** Folders whose programs are never run: the workspace. */
  readonly outside: readonly string[]
  readonly clock: Clock
  /** Milliseconds that the server gets for one request; 20 s where absent. */
  readonly requestTimeout?: number
}

/**
 * Reads clusters through the user's own kubectl (docs/cluster.md): exec plugins, OIDC, proxies and certificates are its
 * business. Only `kubectl get` is run, without a shell, and never for Secrets.
 */
export function createClusterReader(options: ClusterReaderOptions): ClusterReader {
  return {
    target: async choice => targetIn(readKubeconfigs(kubeconfigFiles(choice, options)), choice.context),
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

/** Milliseconds. */
const usualTimeout = 20_000
/** kubectl tries again by itself where the server asks for it. */
const programTimeout = (request: number) => request * 2 + 5000
/** Bytes of one list. */
const maxBytes = 64 << 20
const atOnce = 3

/** kubectl with its arguments for one cluster. */
interface Kubectl {
  readonly target: ClusterTarget
  readonly run: (args: readonly string[]) => Promise<Outcome>
}

async function openKubectl(
  choice: ClusterChoice,
  options: ClusterReaderOptions,
  signal: AbortSignal,
): Promise<Kubectl> {
  const { outside, env, requestTimeout = usualTimeout } = options
  const program = await findProgram('kubectl', env, outside)
  if (program === undefined)
    throw failure(
      'E_KUBECTL_MISSING',
      'kubectl is not installed or not on PATH; clusters are read through it. Install it, or add its folder to PATH.',
    )
  const files = readKubeconfigs(kubeconfigFiles(choice, options))
  const target = targetIn(files, choice.context)
  await refusePrograms({ files, context: choice.context, env, outside })
  const own = {
    ...env,
    PATH: await pathOutside(env, outside),
    // Only what was looked at: a file that could not be read here may name a program.
    ...(choice.kubeconfig === undefined && env.KUBECONFIG
      ? { KUBECONFIG: files.map(({ path }) => path).join(delimiter) }
      : {}),
  }
  const chosen = [
    ...(choice.kubeconfig === undefined ? [] : [`--kubeconfig=${choice.kubeconfig}`]),
    // Always named, so that what was shown is what is asked.
    `--context=${target.context}`,
  ]
  const run = (args: readonly string[]) =>
    runProgram({
      program,
      args: [...chosen, ...args],
      input: '',
      env: own,
      timeout: programTimeout(requestTimeout),
      signal,
      maxBytes,
      hearsErrors: true,
    }).catch(error => {
      throw inOurWords(error)
    })
  const timeout = `--request-timeout=${Math.ceil(requestTimeout / 1000)}s`
  return { target, run: args => run([timeout, ...args]) }
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
  { kind, resource, selector }: AskedKind,
  where: readonly string[],
): Promise<ClusterList> {
  const chosen = selector === undefined ? [] : [`--selector=${selector}`]
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

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** What running a program rejects with, as a failure of the cluster. */
function inOurWords(error: unknown): unknown {
  if (!isFailure(error, 'E_HELPER', 'E_HELPER_TIMEOUT')) return error
  const { message } = error
  return error.code === 'E_HELPER_TIMEOUT'
    ? failure(
        'E_CLUSTER_TIMEOUT',
        `The cluster could not be read: ${message} Check the connection (VPN, proxy), and try again.`,
      )
    : failure('E_KUBECTL', `The cluster could not be read: ${message}`)
}
