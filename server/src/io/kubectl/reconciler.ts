import { setTimeout } from 'node:timers/promises'
import { askedKinds } from '../../flux/cluster/cluster-kinds.ts'
import { type ClusterObject, type ClusterObjectName, readList } from '../../flux/cluster/cluster-reading.ts'
import { readyOf } from '../../flux/cluster/conditions.ts'
import { jsonAt, jsonText } from '../../flux/cluster/json-at.ts'
import { failure } from '../../flux/failure.ts'
import { policyKind } from '../../flux/resources/kinds.ts'
import type { ClusterReconciler } from '../../ports.ts'
import { visible } from '../../text/foreign.ts'
import { isNotServed, kubectlFailure } from './kubectl-failure.ts'
import { type Kubectl, type KubectlOptions, openKubectl, parsed } from './open-kubectl.ts'

export interface ReconcilerOptions extends KubectlOptions {
  /** Milliseconds between two looks at the object, 1 s where absent, and for all of them, 60 s where absent. */
  readonly pause?: number
  readonly patience?: number
}

/**
 * Does what `flux reconcile` does (fluxcd/flux2 `cmd/flux/reconcile.go`): sets one annotation, and looks at the object until
 * its status names the same time. Runs `kubectl annotate` and `kubectl get`, without a shell.
 */
export function createReconciler(options: ReconcilerOptions): ClusterReconciler {
  const { clock, pause = 1000, patience = 60_000 } = options
  return {
    async reconcile(choice, name, signal) {
      const kubectl = await openKubectl(choice, options, signal)
      const before = await objectNamed(kubectl, name)
      const what = words(name)
      if (jsonAt(before.spec, 'suspend') === true)
        throw failure(
          'E_CLUSTER_SUSPENDED',
          `${what} is suspended in the cluster: its controller does nothing until it is resumed.`,
        )
      const at = new Date(clock.now()).toISOString()
      await annotate(kubectl, name, at)
      // `latestRef` came, and with it an answer to requests, with Flux 2.7 (image-reflector-controller 1.0).
      if (name.kind === policyKind && !before.apiVersion.endsWith('/v1'))
        return { state: 'asked', why: 'this version of Flux does not say when a policy has been looked at' }
      const end = clock.now() + patience
      for (;;) {
        await setTimeout(pause, undefined, { signal }).catch(cancelled)
        const object = await objectNamed(kubectl, name)
        const { ready, message } = readyOf(object)
        const isHandled = jsonText(object.status, 'lastHandledReconcileAt') === at
        if (isHandled && ready !== null) return { state: 'handled', ready, message }
        if (clock.now() < end) continue
        const seconds = Math.round(patience / 1000)
        return {
          state: 'asked',
          why: isHandled
            ? `it is still being reconciled after ${seconds} seconds`
            : `its controller has not answered within ${seconds} seconds`,
        }
      }
    },
  }
}

function cancelled(): never {
  throw failure('E_CANCELLED', 'Cancelled.')
}

async function annotate(kubectl: Kubectl, name: ClusterObjectName, at: string): Promise<void> {
  const { target, run } = kubectl
  const annotation = `reconcile.fluxcd.io/requestedAt=${at}`
  const { status, stderr } = await run(['annotate', '--overwrite', ...named(name), annotation])
  if (status !== 0) throw kubectlFailure({ stderr, what: words(name), target, done: 'reconciled' })
}

async function objectNamed({ target, run }: Kubectl, name: ClusterObjectName): Promise<ClusterObject> {
  const { status, stdout, stderr } = await run(['get', ...named(name), '--output=json'])
  const [object] = status === 0 ? (readList({ items: [parsed(stdout)] }, name.kind) ?? []) : []
  if (object !== undefined) return object
  if (status === 0 || isNotServed(stderr) || /\(NotFound\)/.test(stderr))
    throw failure(
      'E_CLUSTER_NOT_FOUND',
      `${words(name)} is not in ${visible(target.context)} (${visible(target.server)}).`,
    )
  throw kubectlFailure({ stderr, what: words(name), target, done: 'reconciled' })
}

/** Each as one argument that cannot be taken for an option. */
function named({ kind, namespace, name }: ClusterObjectName): readonly string[] {
  const resource = askedKinds.find(one => one.kind === kind)?.resource
  const isName = (text: string) => /^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/.test(text)
  if (resource === undefined || !isName(namespace) || !isName(name))
    throw failure(
      'E_CLUSTER_NOT_FOUND',
      `${words({ kind, namespace, name })} is no object that can be reconciled.`,
    )
  return [`${resource}/${name}`, `--namespace=${namespace}`]
}

function words({ kind, namespace, name }: ClusterObjectName): string {
  return `${visible(kind)} ${visible(namespace)}:${visible(name)}`
}
