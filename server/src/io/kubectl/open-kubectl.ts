import { delimiter } from 'node:path'
import type { ClusterTarget } from '../../flux/cluster/cluster-reading.ts'
import { failure, isFailure } from '../../flux/failure.ts'
import type { Clock, ClusterChoice } from '../../ports.ts'
import { visible } from '../../text/foreign.ts'
import { findProgram } from '../credentials/find-program.ts'
import { type Outcome, runProgram } from '../credentials/run-program.ts'
import { type KubectlPlace, kubeconfigFiles } from './kubeconfig-files.ts'
import { readKubeconfigs, targetIn } from './read-target.ts'
import { pathOutside, refusePrograms } from './refuse-programs.ts'

export interface KubectlOptions extends KubectlPlace {
  /** Folders whose programs are never run: the workspace. */
  readonly outside: readonly string[]
  readonly clock: Clock
  /** Milliseconds that the server gets for one request; 20 s where absent. */
  readonly requestTimeout?: number
}

/** kubectl with its arguments for one cluster. */
export interface Kubectl {
  readonly target: ClusterTarget
  readonly run: (args: readonly string[]) => Promise<Outcome>
}

/**
 * Finds kubectl, and whatever the user's kubeconfig says of a cluster, and holds all rules before anything runs. Rejects with
 * `E_KUBECTL_MISSING`, `E_KUBECONFIG`, `E_KUBECONFIG_PROGRAM`, and `E_CLUSTER_NOT_APPROVED` where the context has another server
 * than the one that was agreed to.
 */
export async function openKubectl(
  choice: ClusterChoice,
  options: KubectlOptions,
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
  if (choice.server !== undefined && choice.server !== target.server)
    throw failure(
      'E_CLUSTER_NOT_APPROVED',
      `No cluster was asked: the context ${visible(target.context)} leads to ${visible(target.server)} now, and what was agreed to is ${visible(choice.server)}.`,
    )
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

/** What kubectl has printed, as JSON; undefined where it is none. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Milliseconds. */
const usualTimeout = 20_000
/** kubectl tries again by itself where the server asks for it. */
const programTimeout = (request: number) => request * 2 + 5000
/** Bytes of one list. */
const maxBytes = 64 << 20

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
