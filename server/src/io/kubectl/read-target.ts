import type { ClusterTarget } from '../../flux/cluster/cluster-reading.ts'
import { kubeconfigView } from '../../flux/cluster/kubeconfig.ts'
import { failure } from '../../flux/failure.ts'
import { visible } from '../../text/foreign.ts'
import { readRegularText } from '../files/regular-file.ts'

/** A kubeconfig file. */
export interface KubeconfigText {
  /** Absolute. */
  readonly path: string
  readonly text: string
}

/** The kubeconfig files that are there, read; rejects with `E_KUBECONFIG` where none is. */
export function readKubeconfigs(paths: readonly string[]): readonly KubeconfigText[] {
  const files = paths.flatMap(path => {
    try {
      return [{ path, text: readRegularText(path, maxBytes) }]
    } catch {
      return []
    }
  })
  if (files.length > 0) return files
  throw failure(
    'E_KUBECONFIG',
    `There is no kubeconfig: ${paths.map(visible).join(', ')} cannot be read. Name one with --kubeconfig, or log in to a cluster first.`,
  )
}

const maxBytes = 4 << 20

/** Where requests would go by the kubeconfig files. Throws `E_KUBECONFIG`, naming the contexts that there are. */
export function targetIn(files: readonly KubeconfigText[], context: string | undefined): ClusterTarget {
  const { target, name, contexts } = kubeconfigView(
    files.map(({ text }) => text),
    context,
  )
  if (target !== undefined) return target
  const known = contexts.length === 0 ? 'none' : contexts.slice(0, 20).map(visible).join(', ')
  const what =
    name === undefined
      ? 'no context is the current one'
      : `it has no context ${visible(name)}, or no server for it`
  throw failure(
    'E_KUBECONFIG',
    `The kubeconfig (${files.map(({ path }) => visible(path)).join(', ')}) does not say where to go: ${what}. Contexts that it has: ${known}.`,
  )
}

/** Every context that has a server, the current one first. */
export function targetsIn(files: readonly KubeconfigText[]): readonly ClusterTarget[] {
  const texts = files.map(({ text }) => text)
  const { name: current, contexts } = kubeconfigView(texts)
  const targets = contexts.flatMap(name => kubeconfigView(texts, name).target ?? [])
  return targets.toSorted((a, b) => Number(b.context === current) - Number(a.context === current))
}
