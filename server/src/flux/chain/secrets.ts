import { field, type Mapping, textAt } from '../../text/node.ts'
import type { Span } from '../../text/span.ts'
import type { Placed, PlacedObject } from '../resources/resource-index.ts'
import type { ImageRepository } from '../resources/resources.ts'
import { keySpan, specField } from '../resources/spec-field.ts'
import type { Snapshot } from '../workspace/snapshot.ts'
import type { Verdict } from './link.ts'

/** A Secret of the workspace, as it stands in its file: a kustomization may still place it. */
interface SecretFile {
  readonly path: string
  readonly node: Mapping
  readonly namespace: string | undefined
  readonly type: string
  /** The names in `data` and `stringData`; their values are none of our business. */
  readonly keys: readonly string[]
  readonly span: Span
}

/** What a GitRepository's Secret lacks for its URL (source-controller: `username` and `password` or `bearerToken`, or `identity` and `known_hosts`). */
export function gitSecretFault(
  snapshot: Snapshot,
  source: PlacedObject,
  name: string,
  url: string,
): Verdict | undefined {
  const secret = secretOf(snapshot, name, source.object.namespace)
  if (secret === undefined || secret.keys.length === 0) return undefined
  const has = (...keys: readonly string[]) => keys.every(key => secret.keys.includes(key))
  const isSsh = /^ssh:\/\//.test(url)
  const isFit = isSsh
    ? has('identity', 'known_hosts')
    : has('username', 'password') || has('bearerToken') || has('githubAppID')
  if (isFit) return undefined
  const wanted = isSsh ? 'identity and known_hosts' : 'username and password, or bearerToken'
  return {
    ok: false,
    detail: `Secret ${name} of GitRepository ${source.object.name} has not the keys that a push to ${isSsh ? 'an ssh' : 'an https'} URL takes: ${wanted}`,
    remedy: `Give it the keys ${wanted}.`,
    place: { path: secret.path, span: secret.span },
    code: 'source-secret',
  }
}

/** What keeps Flux from logging in to a registry with the Secret that an ImageRepository names (flux-semantics §2.4). */
export function registrySecretFault(
  snapshot: Snapshot,
  { resource, path, namespace }: Placed<ImageRepository>,
): Verdict | undefined {
  const name = textAt(specField(resource), 'secretRef', 'name')
  if (name === undefined || resource.provider !== 'generic' || name.includes('${')) return undefined
  const secret = secretOf(snapshot, name, namespace)
  const own = { path, span: keySpan(specField(resource), 'secretRef') ?? resource.span }
  if (secret === undefined) {
    const elsewhere = snapshot.recall(secrets).get(name) ?? []
    const namespaces = [...new Set(elsewhere.flatMap(one => one.namespace ?? []))]
    if (elsewhere.length === 0 || namespaces.length === 0) return undefined
    return {
      ok: null,
      detail: `Secret ${name} is in the namespace ${namespaces.join(' and ')} of the workspace, and ImageRepository ${resource.name} reads the one of ${namespace}`,
      remedy: `Put the Secret into ${namespace}.`,
      place: own,
      code: 'repo-secret-namespace',
    }
  }
  const fitting = 'kubernetes.io/dockerconfigjson'
  if (secret.type === fitting) return undefined
  return {
    ok: null,
    detail: `Secret ${name} is of the type ${secret.type}, and Flux reads registry logins from ${fitting}: the registry is asked without a login`,
    remedy: `Make it with "kubectl create secret docker-registry ${name}".`,
    place: { path: secret.path, span: secret.span },
    code: 'repo-secret-type',
  }
}

function secretOf(snapshot: Snapshot, name: string, namespace: string | undefined): SecretFile | undefined {
  const found = snapshot.recall(secrets).get(name) ?? []
  return found.find(
    one => one.namespace === undefined || namespace === undefined || one.namespace === namespace,
  )
}

/** The Secrets of the workspace by name. */
function secrets({ files }: Snapshot): ReadonlyMap<string, readonly SecretFile[]> {
  const found = new Map<string, SecretFile[]>()
  for (const { path, text, facts } of files.values()) {
    if (!/^kind: ?["']?Secret\b/m.test(text)) continue
    for (const { root } of facts.documents) {
      const name = textAt(root, 'metadata', 'name')
      if (root?.kind !== 'mapping' || textAt(root, 'kind') !== 'Secret' || name === undefined) continue
      const keys = ['data', 'stringData'].flatMap(key => keysOf(root, key))
      const type = textAt(root, 'type') ?? 'Opaque'
      const span = keySpan(root, textAt(root, 'type') === undefined ? 'kind' : 'type') ?? root.span
      const secret = { path, node: root, namespace: textAt(root, 'metadata', 'namespace'), type, keys, span }
      found.set(name, [...(found.get(name) ?? []), secret])
    }
  }
  return found
}

function keysOf(root: Mapping, name: string): readonly string[] {
  const node = field(root, name)
  return node?.kind === 'mapping'
    ? node.entries.flatMap(({ key }) => (key.kind === 'scalar' ? [key.text] : []))
    : []
}
