import type { ClusterTarget } from '../../flux/cluster/cluster-reading.ts'
import { failure, type ThrownFailure } from '../../flux/failure.ts'
import type { ClusterFailureCode } from '../../flux/failure-codes.ts'
import { visible } from '../../text/foreign.ts'

/** What kubectl said when it failed, and what it was asked for. */
export interface Refused {
  readonly stderr: string
  /** The resource, as in `imagepolicies.image.toolkit.fluxcd.io`. */
  readonly what: string
  readonly target: ClusterTarget
  /** What cannot be done with it; `read` where absent. */
  readonly done?: 'read' | 'reconciled'
}

/** Whether kubectl says that the cluster does not serve a kind. */
export function isNotServed(stderr: string): boolean {
  return /the server doesn't have a resource type|could not find the requested resource|no matches for kind/.test(
    stderr,
  )
}

/**
 * A failure of kubectl in words: what was asked, where, why, what to do. kubectl has no codes for it: its own sentences
 * are told apart (k8s.io/kubectl `pkg/cmd/util/helpers.go`, k8s.io/apimachinery `pkg/api/errors`).
 */
export function kubectlFailure({ stderr, what, target, done = 'read' }: Refused): ThrownFailure {
  const said = sentence(stderr)
  const row = rows.find(({ pattern }) => pattern.test(stderr)) ?? other
  const { code, why, remedy } = done === 'reconciled' && row.code === 'E_CLUSTER_DENIED' ? mayNotPatch : row
  const where = `${visible(target.context)} (${visible(target.server)})`
  const words = said === '' ? '' : ` kubectl says: ${visible(said)}`
  return failure(
    code,
    `${what} cannot be ${done} ${done === 'read' ? 'from' : 'in'} ${where}: ${why}. ${remedy}${words}`,
  )
}

interface Row {
  readonly pattern: RegExp
  readonly code: ClusterFailureCode
  readonly why: string
  readonly remedy: string
}

const other: Row = {
  pattern: /^/,
  code: 'E_KUBECTL',
  why: 'kubectl failed',
  remedy: 'Run the same with kubectl get.',
}

const mayNotPatch: Pick<Row, 'code' | 'why' | 'remedy'> = {
  code: 'E_CLUSTER_DENIED',
  why: 'this user may not get and patch it (403)',
  remedy: 'Ask for the right to get and patch it.',
}

/** In the order in which they are tried. */
const rows: readonly Row[] = [
  {
    pattern: /exec: executable \S+ not found|exec: "[^"]+": executable file not found/,
    code: 'E_CLUSTER_LOGIN',
    why: 'the program that the kubeconfig names for its login is not on PATH',
    remedy: 'Install it.',
  },
  {
    pattern: /getting credentials:|exec: executable \S+ failed/,
    code: 'E_CLUSTER_LOGIN',
    why: 'the program that the kubeconfig names for its login failed',
    remedy: 'Log in again, and run it by hand to see why.',
  },
  {
    pattern: /\(Unauthorized\)|must be logged in|provide credentials/,
    code: 'E_CLUSTER_LOGIN',
    why: 'the server does not take the login (401)',
    remedy: 'Log in again, or use another context.',
  },
  {
    pattern: /\(Forbidden\)|is forbidden:/,
    code: 'E_CLUSTER_DENIED',
    why: 'this user may not list them (403)',
    remedy: 'Ask for the right to get and list them.',
  },
  {
    pattern: /\((?:Expired|Gone)\)|too old resource version|continue parameter is too old/,
    code: 'E_CLUSTER_GONE',
    why: 'the list changed faster than it could be read (410)',
    remedy: 'Try again.',
  },
  {
    pattern: /\(TooManyRequests\)|too many requests/i,
    code: 'E_CLUSTER_BUSY',
    why: 'the server takes no more requests now (429)',
    remedy: 'Try again in a minute.',
  },
  {
    pattern:
      /Client\.Timeout|deadline exceeded|i\/o timeout|TLS handshake timeout|\(Timeout\)|request canceled/,
    code: 'E_CLUSTER_TIMEOUT',
    why: 'the server gave no answer in time',
    remedy: 'Check the connection (VPN, proxy), and try again.',
  },
  {
    pattern: /x509:|tls:|certificate|HTTP response to HTTPS/,
    code: 'E_CLUSTER_TLS',
    why: 'the certificate of the server cannot be verified',
    remedy: 'Check certificate-authority and server in the kubeconfig.',
  },
  {
    pattern:
      /Unable to connect to the server|was refused|no such host|no route to host|connection reset|network is unreachable|proxyconnect|: EOF|unexpected EOF/,
    code: 'E_CLUSTER_NET',
    why: 'the server cannot be reached',
    remedy: 'Check that the cluster runs, and the connection (VPN, proxy).',
  },
  {
    pattern: /\(NotFound\)/,
    code: 'E_CLUSTER_NOT_FOUND',
    why: 'the server has nothing there (404)',
    remedy: 'Check the server address in the kubeconfig.',
  },
  {
    pattern:
      /invalid character|unexpected end of JSON|couldn't get version\/kind|unable to decode|cannot unmarshal/i,
    code: 'E_CLUSTER_SHAPE',
    why: 'what answers is no Kubernetes API server',
    remedy: 'Check the server address in the kubeconfig.',
  },
  {
    pattern: /Error from server|the server (?:is|was|has|rejected)|an error on the server/,
    code: 'E_CLUSTER_STATUS',
    why: 'the server failed',
    remedy: 'Try again later.',
  },
  {
    pattern:
      /context .*does not exist|cannot locate|no configuration has been provided|invalid configuration/,
    code: 'E_KUBECONFIG',
    why: 'the kubeconfig does not say where to go',
    remedy: 'Check its context.',
  },
]

/** kubectl's own last sentence; what a login program has said is left out, for it may hold a secret. */
function sentence(stderr: string): string {
  const lines = stderr.split('\n').filter(line => own.test(line))
  return (lines.at(-1) ?? '').replace(/getting credentials:.*$/, '').trim()
}

const own = /^(?:error:|Error from server|Unable to connect|The connection to the server)/
