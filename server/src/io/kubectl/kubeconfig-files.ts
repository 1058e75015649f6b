import { delimiter, join, resolve } from 'node:path'
import type { ClusterChoice } from '../../ports.ts'
import type { Environment } from '../network/proxy.ts'

/** Where kubectl is started from, as far as it finds its kubeconfig by it. */
export interface KubectlPlace {
  readonly env: Environment
  readonly home: string
  /** What relative paths in `KUBECONFIG` count from. */
  readonly cwd: string
}

/**
 * The kubeconfig files that kubectl merges, absolute: the one that is named, else those of `KUBECONFIG`, else
 * `~/.kube/config` (client-go `ClientConfigLoadingRules`).
 */
export function kubeconfigFiles({ kubeconfig }: ClusterChoice, place: KubectlPlace): readonly string[] {
  if (kubeconfig !== undefined) return [kubeconfig]
  const listed = (place.env.KUBECONFIG ?? '').split(delimiter).filter(path => path !== '')
  return listed.length === 0
    ? [join(place.home, '.kube', 'config')]
    : listed.map(path => resolve(place.cwd, path))
}
