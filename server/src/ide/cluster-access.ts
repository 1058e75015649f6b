import type { ImageRepository } from '../flux/resources/resources.ts'
import { textAt } from '../text/node.ts'
import { code } from './texts/words.ts'

/**
 * How Flux reaches a repository in the cluster, where that is not how it is reached here. A repository's file decides
 * neither with whose login, nor through which proxy, nor trusting whom this machine connects; a Secret in the
 * workspace is never read.
 */
export function clusterAccess({ node, provider, insecure }: ImageRepository): readonly string[] {
  const named = (...path: readonly string[]) => textAt(node, 'spec', ...path)
  const [secret, account, certificate, proxy] = [
    named('secretRef', 'name'),
    named('serviceAccountName'),
    named('certSecretRef', 'name'),
    named('proxySecretRef', 'name'),
  ]
  const own = [
    ...(provider === 'generic' ? [] : [`the login of ${code(provider)}`]),
    ...(secret === undefined ? [] : [`the login in Secret ${code(secret)}`]),
    ...(account === undefined ? [] : [`the logins of service account ${code(account)}`]),
    ...(certificate === undefined ? [] : [`the certificates in Secret ${code(certificate)}`]),
    ...(proxy === undefined ? [] : [`the proxy in Secret ${code(proxy)}`]),
  ]
  return [
    ...(own.length === 0
      ? []
      : [
          `In the cluster Flux uses ${own.join(', ')}. None of that is used here: this machine’s own logins, proxy and certificates count, and may show other tags.`,
        ]),
    ...(insecure ? ['Plain HTTP is allowed (`insecure: true`).'] : []),
  ]
}
