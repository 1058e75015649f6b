import type { ImageRepository } from '../flux/resources/resources.ts'
import { textAt } from '../text/node.ts'
import { listed, type Phrase, phrase } from '../text/phrase.ts'

/**
 * How Flux reaches a repository in the cluster, where that is not how it is reached here. A repository's file decides
 * neither with whose login, nor through which proxy, nor trusting which authorities this machine connects; a Secret in the
 * workspace is never read.
 */
export function clusterAccess({ node, provider, insecure }: ImageRepository): readonly Phrase[] {
  const named = (...path: readonly string[]) => textAt(node, 'spec', ...path)
  const [secret, account, certificate, proxy] = [
    named('secretRef', 'name'),
    named('serviceAccountName'),
    named('certSecretRef', 'name'),
    named('proxySecretRef', 'name'),
  ]
  const own = [
    ...(provider === 'generic' ? [] : [phrase`the login of ${provider}`]),
    ...(secret === undefined ? [] : [phrase`the login in Secret ${secret}`]),
    ...(account === undefined ? [] : [phrase`the logins of service account ${account}`]),
    ...(certificate === undefined ? [] : [phrase`the certificates in Secret ${certificate}`]),
    ...(proxy === undefined ? [] : [phrase`the proxy in Secret ${proxy}`]),
  ]
  return [
    ...(own.length === 0
      ? []
      : [
          phrase`In the cluster Flux uses ${listed(own)}. None of that is used here: this machine’s own logins, proxy and certificates count, and may show other tags.`,
        ]),
    ...(insecure ? [phrase`Plain HTTP is allowed (${'insecure: true'}).`] : []),
  ]
}
