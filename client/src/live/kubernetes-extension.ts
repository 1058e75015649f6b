import { delimiter, isAbsolute } from 'node:path'
import { extensions } from 'vscode'

/** The Kubernetes extension, whose users choose their kubeconfig there. */
const id = 'ms-kubernetes-tools.vscode-kubernetes-tools'

/**
 * The kubeconfig that the Kubernetes extension uses, by its configuration API v1 (vscode-kubernetes-tools-api `ts/configuration`);
 * undefined where the extension is not installed or not active, has no such API, or leaves it to kubectl. It is not started
 * for this, and no program is run through it. What it answers is another program's: read with care.
 */
export function chosenKubeconfig(): string | undefined {
  const extension = extensions.getExtension<unknown>(id)
  if (!extension?.isActive) return undefined
  try {
    const broker = extension.exports
    const found = call(broker, 'get', 'configuration', 'v1')
    if (at(found, 'available') !== true) return undefined
    const path = call(at(found, 'api'), 'getKubeconfigPath')
    const file = at(path, 'pathType') === 'host' ? at(path, 'hostPath') : undefined
    // KUBECONFIG as a list is kubectl's own business.
    return typeof file === 'string' && isAbsolute(file) && !file.includes(delimiter) ? file : undefined
  } catch {
    return undefined
  }
}

function at(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined
}

function call(value: unknown, name: string, ...given: readonly string[]): unknown {
  const method = at(value, name)
  return typeof method === 'function' ? Reflect.apply(method, value, given) : undefined
}
