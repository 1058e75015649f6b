import { isGoError } from '../../go/go-error.ts'
import { decodeBase64 } from '../../go/sprig/base-encoding.ts'
import { toBytes, toText } from '../../go/utf8.ts'
import { visible } from '../../text/foreign.ts'
import { field, type Mapping, textAt } from '../../text/node.ts'
import type { Span } from '../../text/span.ts'
import { readDocuments } from '../../text/yaml.ts'
import { parseImage } from '../resources/image.ts'
import type { Placed, PlacedObject } from '../resources/resource-index.ts'
import type { ImageRepository } from '../resources/resources.ts'
import { keySpan, specField } from '../resources/spec-field.ts'
import type { Snapshot } from '../workspace/snapshot.ts'
import type { LinkPlace, Verdict } from './link.ts'

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

/** Where the Secrets of a name are written, in whatever namespace. */
export function secretPlaces(snapshot: Snapshot, name: string): readonly SecretPlace[] {
  const found = snapshot.unanswered.recall(secrets).get(name) ?? []
  return found.map(({ path, node, namespace, span }) => ({
    path,
    namespace,
    span: field(node, 'metadata', 'name')?.span ?? span,
  }))
}

/** Where a Secret is named by its own manifest. */
interface SecretPlace {
  readonly path: string
  readonly namespace: string | undefined
  readonly span: Span
}

/** What a GitRepository's Secret lacks for its URL (source-controller: `username` and `password` or `bearerToken`, or `identity` and `known_hosts`). */
export function gitSecretFault(
  snapshot: Snapshot,
  source: PlacedObject,
  name: string,
  url: string,
): Verdict | undefined {
  const { object } = source
  const secret = secretOf(snapshot, name, object.namespace)
  if (secret === undefined)
    return inOtherNamespace(snapshot, name, object.namespace, {
      owner: `GitRepository ${object.name}`,
      place: { path: source.path, span: keySpan(field(object.node, 'spec'), 'secretRef') ?? object.span },
      code: 'source-secret',
    })
  if (secret.keys.length === 0) return undefined
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

/** What keeps Flux from logging in to a registry with the Secret that an ImageRepository names (docs/flux.md §2.4). */
export function registrySecretFault(
  snapshot: Snapshot,
  { resource, path, namespace }: Placed<ImageRepository>,
): Verdict | undefined {
  const name = textAt(specField(resource), 'secretRef', 'name')
  if (name === undefined || resource.provider !== 'generic' || name.includes('${')) return undefined
  const secret = secretOf(snapshot, name, namespace)
  const own = { path, span: keySpan(specField(resource), 'secretRef') ?? resource.span }
  if (secret === undefined)
    return inOtherNamespace(snapshot, name, namespace, {
      owner: `ImageRepository ${resource.name}`,
      place: own,
      code: 'repo-secret-namespace',
    })
  // What SOPS or a variable hides may be anything.
  if (/ENC\[|\$\{/.test(secret.type)) return undefined
  const place = { path: secret.path, span: secret.span }
  if (secret.type !== registryType)
    return {
      ok: null,
      detail: `Secret ${name} is of the type ${visible(secret.type)}, and Flux reads registry logins from ${registryType}: the registry is asked without a login`,
      remedy: `Make it with "kubectl create secret docker-registry ${name}".`,
      place,
      code: 'repo-secret-type',
    }
  if (secret.keys.length > 0 && !secret.keys.includes('.dockerconfigjson'))
    return {
      ok: null,
      detail: `Secret ${name} has no key .dockerconfigjson, which its type asks for: the API server refuses it`,
      remedy: 'Put the logins below .dockerconfigjson.',
      place,
      code: 'repo-secret-type',
    }
  const logins = loginHosts(secret.node)
  const image = parseImage(resource.image?.value ?? '', resource.insecure)
  if (logins === undefined || logins.length === 0 || isGoError(image)) return undefined
  const { registry, repository } = image
  if (logins.some(key => isLoginFor(key, registry, repository))) return undefined
  return {
    ok: null,
    detail: `Secret ${name} has a login for ${logins.map(visible).join(', ')}, and none for ${registry}: the registry is asked without a login`,
    remedy: `Name ${registry} below "auths".`,
    place,
    code: 'repo-secret-host',
  }
}

const registryType = 'kubernetes.io/dockerconfigjson'

/** A Secret that other namespaces of the workspace have, and the one that reads it has not. */
function inOtherNamespace(
  snapshot: Snapshot,
  name: string,
  namespace: string | undefined,
  { owner, place, code }: { readonly owner: string; readonly place: LinkPlace; readonly code: string },
): Verdict | undefined {
  const elsewhere = snapshot.unanswered.recall(secrets).get(name) ?? []
  const namespaces = [...new Set(elsewhere.flatMap(one => one.namespace ?? []))]
  if (namespace === undefined || namespaces.length === 0) return undefined
  if (snapshot.unanswered.recall(builtSecrets).has(`${namespace}/${name}`)) return undefined
  return {
    ok: null,
    detail: `Secret ${name} is in the namespace ${namespaces.join(' and ')} of the workspace, and ${owner} reads the one of ${namespace}`,
    remedy: `Put the Secret into ${namespace}.`,
    place,
    code,
  }
}

/** The Secrets that kustomizations make or move, as `namespace/name`. */
function builtSecrets({ effective }: Snapshot): ReadonlySet<string> {
  const roots = [...effective.roots.values(), ...effective.fluxRoots]
  return new Set(
    roots.flatMap(({ resources }) =>
      resources.flatMap(({ kind, namespace, name }) => (kind === 'Secret' ? [`${namespace}/${name}`] : [])),
    ),
  )
}

/** The names below `auths` of a docker config; undefined where it cannot be read. The logins themselves are not looked at. */
function loginHosts(secret: Mapping): readonly string[] | undefined {
  const plain = textAt(secret, 'stringData', '.dockerconfigjson')
  const encoded = textAt(secret, 'data', '.dockerconfigjson')
  const text = plain ?? (encoded === undefined ? undefined : decoded(encoded))
  const root = text === undefined ? undefined : readDocuments(text)[0]
  const auths = root?.errors.length === 0 ? field(root.root, 'auths') : undefined
  if (auths?.kind !== 'mapping') return undefined
  return auths.entries.flatMap(({ key }) => (key.kind === 'scalar' ? [key.text] : []))
}

function decoded(text: string): string | undefined {
  const letters = text.replace(/\s/g, '')
  return /^[A-Za-z0-9+/]+={0,2}$/.test(letters) ? toText(decodeBase64(toBytes(letters))) : undefined
}

/**
 * Whether a name below `auths` is for an image (Kubernetes' credential keyring): a host, with a scheme or not, with a
 * path that the image is below or not, with `*` in its labels or not.
 */
function isLoginFor(key: string, registry: string, repository: string): boolean {
  const [host = '', ...path] = key.replace(/^https?:\/\//, '').split('/')
  const folder = path
    .join('/')
    .replace(/^v[12]\/?$/, '')
    .replace(/\/$/, '')
  const isDocker = registry === 'index.docker.io' && /^(?:index\.|registry-1\.)?docker\.io$/.test(host)
  const labels = host.split('.')
  const wanted = registry.split('.')
  const isHost =
    labels.length === wanted.length &&
    labels.every((label, i) => {
      const pattern = label.split('*').map(part => part.replace(/[^\w-]/g, '\\$&'))
      return new RegExp(`^${pattern.join('.*')}$`).test(wanted[i] ?? '')
    })
  return (isDocker || isHost) && (folder === '' || `${repository}/`.startsWith(`${folder}/`))
}

function secretOf(snapshot: Snapshot, name: string, namespace: string | undefined): SecretFile | undefined {
  const found = snapshot.unanswered.recall(secrets).get(name) ?? []
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
