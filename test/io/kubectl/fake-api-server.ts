import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** An object of a cluster: JSON with apiVersion, kind and metadata. */
// biome-ignore lint/suspicious/noExplicitAny: what an API server holds
export type Held = any

/** A request as it came. */
export interface Asked {
  readonly method: string
  /** With its query. */
  readonly url: string
  readonly body: string
}

/** How a path is answered in place of its list. `hang` never answers. */
export type Behaviour =
  | { readonly status: number; readonly reason: string; readonly message?: string; readonly after?: string }
  | { readonly body: string }
  | { readonly hang: true }

/** A Kubernetes API server, as far as kubectl asks: discovery, list, get, watch, patch. */
export interface FakeApiServer {
  readonly url: string
  readonly asked: Asked[]
  /** Objects by `group/version/plural`; a key that is gone is a kind that is not served. */
  readonly held: Map<string, Held[]>
  /** By the beginning of a path. */
  readonly behaviours: Map<string, Behaviour>
  /** Adds an event to all watches of `group/version/plural`. */
  readonly tell: (key: string, type: 'ADDED' | 'MODIFIED' | 'DELETED', object: Held) => void
  /** Called with an object once it has been patched. */
  onPatch: (object: Held) => void
  /** Watches that are open. */
  readonly watches: () => number
  readonly close: () => Promise<void>
}

/** Plural and group version of each kind that it can hold. */
const servedKinds: Readonly<Record<string, string>> = {
  ImagePolicy: 'image.toolkit.fluxcd.io/v1/imagepolicies',
  ImageRepository: 'image.toolkit.fluxcd.io/v1/imagerepositories',
  ImageUpdateAutomation: 'image.toolkit.fluxcd.io/v1/imageupdateautomations',
  Kustomization: 'kustomize.toolkit.fluxcd.io/v1/kustomizations',
  GitRepository: 'source.toolkit.fluxcd.io/v1/gitrepositories',
  Deployment: 'apps/v1/deployments',
  Alert: 'notification.toolkit.fluxcd.io/v1beta3/alerts',
  Provider: 'notification.toolkit.fluxcd.io/v1beta3/providers',
  ResourceSetInputProvider: 'fluxcd.controlplane.io/v1/resourcesetinputproviders',
  Event: 'v1/events',
}

export async function fakeApiServer(objects: readonly Held[] = []): Promise<FakeApiServer> {
  const held = new Map<string, Held[]>(Object.values(servedKinds).map(key => [key, []]))
  for (const object of objects) held.get(servedKinds[object.kind] ?? '')?.push(object)
  const asked: Asked[] = []
  const behaviours = new Map<string, Behaviour>()
  const watching = new Set<{ readonly key: string; readonly response: ServerResponse }>()
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', chunk => chunks.push(chunk))
    request.on('end', () => answer(request, response, Buffer.concat(chunks).toString()))
  })

  function answer(request: IncomingMessage, response: ServerResponse, body: string): void {
    const { method = '', url = '' } = request
    asked.push({ method, url, body })
    const said = [...behaviours].find(([start]) => url.startsWith(start))?.[1]
    const reply = said ?? replyTo(method, new URL(url, 'http://server'), body)
    if (!('watch' in reply)) {
      behave(reply, response)
      return
    }
    response.writeHead(200, { 'content-type': 'application/json' })
    response.flushHeaders()
    const one = { key: reply.watch, response }
    watching.add(one)
    response.on('close', () => watching.delete(one))
  }

  function replyTo(
    method: string,
    { pathname, searchParams }: URL,
    body: string,
  ): Behaviour | { readonly watch: string } {
    if (pathname === '/api') return sent({ kind: 'APIVersions', versions: ['v1'] })
    if (pathname === '/apis') return sent(groups())
    const [, group, core, namespace, plural = '', name] =
      /^\/(?:apis\/([^/]+\/[^/]+)|api\/(v1))(?:\/namespaces\/([^/]+))?(?:\/([^/]+))?(?:\/([^/]+))?$/.exec(
        pathname,
      ) ?? []
    const key = group ?? core ?? ''
    if (key !== '' && plural === '' && resourcesOf(key).length > 0)
      return sent({ kind: 'APIResourceList', groupVersion: key, resources: resourcesOf(key) })
    const list = held.get(`${key}/${plural}`)
    if (list === undefined)
      return { status: 404, reason: 'NotFound', message: 'the server could not find the requested resource' }
    const own = list.filter(({ metadata }) => namespace === undefined || metadata.namespace === namespace)
    if (name !== undefined) {
      const object = own.find(({ metadata }) => metadata.name === name)
      if (object === undefined)
        return { status: 404, reason: 'NotFound', message: `${plural} "${name}" not found` }
      if (method === 'PATCH') {
        merge(object, JSON.parse(body))
        fake.onPatch(object)
      }
      return sent(object)
    }
    if (searchParams.get('watch') !== null) return { watch: `${key}/${plural}` }
    const selector = searchParams.get('labelSelector')
    const fields = searchParams.get('fieldSelector')
    const items = own.filter(
      one =>
        (selector === null || isSelected(one.metadata.labels, selector)) &&
        (fields === null || hasFields(one, fields)),
    )
    const kind = `${items[0]?.kind ?? 'Object'}List`
    return sent({ apiVersion: key, kind, metadata: { resourceVersion: '1' }, items })
  }

  function groups(): object {
    const ofGroups = [...held.keys()].filter(key => key.split('/').length === 3)
    const groupVersions = [...new Set(ofGroups.map(key => key.split('/').slice(0, 2).join('/')))]
    return {
      kind: 'APIGroupList',
      apiVersion: 'v1',
      groups: groupVersions.map(groupVersion => {
        const [name, version] = groupVersion.split('/')
        return { name, versions: [{ groupVersion, version }], preferredVersion: { groupVersion, version } }
      }),
    }
  }

  function resourcesOf(groupVersion: string): readonly object[] {
    return Object.entries(servedKinds).flatMap(([kind, key]) =>
      held.has(key) && key.startsWith(`${groupVersion}/`)
        ? [
            {
              name: key.split('/').at(-1),
              singularName: kind.toLowerCase(),
              namespaced: true,
              kind,
              verbs: ['get', 'list', 'watch', 'patch'],
            },
          ]
        : [],
    )
  }

  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const fake: FakeApiServer = {
    url: `http://127.0.0.1:${port}`,
    onPatch: () => undefined,
    asked,
    held,
    behaviours,
    tell: (key, type, object) => {
      for (const one of watching)
        if (one.key === key) one.response.write(`${JSON.stringify({ type, object })}\n`)
    },
    watches: () => watching.size,
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
  return fake
}

/** A kubeconfig for servers by their context's name, the first one current, in a home of its own that goes with the test. */
export function kubeHome(
  t: { after(end: () => void): void },
  servers: Readonly<Record<string, string>>,
  user: object = {},
): { readonly home: string; readonly kubeconfig: string } {
  const home = realpathSync(mkdtempSync(join(tmpdir(), 'fluxmark-kube-')))
  t.after(() => rmSync(home, { recursive: true, force: true }))
  mkdirSync(join(home, '.kube'))
  const kubeconfig = join(home, '.kube', 'config')
  writeFileSync(kubeconfig, kubeconfigText(servers, user))
  return { home, kubeconfig }
}

export function kubeconfigText(servers: Readonly<Record<string, string>>, user: object = {}): string {
  const names = Object.keys(servers)
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': names[0],
    contexts: names.map(name => ({ name, context: { cluster: `c-${name}`, user: 'me' } })),
    clusters: names.map(name => ({ name: `c-${name}`, cluster: { server: servers[name] } })),
    users: [{ name: 'me', user }],
  })
}

function behave(said: Behaviour, response: ServerResponse): void {
  if ('hang' in said) return
  if ('body' in said) {
    response.writeHead(200, { 'content-type': 'application/json' })
    response.end(said.body)
    return
  }
  const { status, reason, message = reason, after } = said
  response.writeHead(status, {
    'content-type': 'application/json',
    ...(after === undefined ? {} : { 'retry-after': after }),
  })
  response.end(
    JSON.stringify({ kind: 'Status', apiVersion: 'v1', status: 'Failure', message, reason, code: status }),
  )
}

function sent(value: unknown): Behaviour {
  return { body: JSON.stringify(value) }
}

function isSelected(labels: Readonly<Record<string, string>> | undefined, selector: string): boolean {
  return selector.split(',').every(one => {
    const [name = '', value] = one.split('=')
    return labels?.[name] === value
  })
}

/** `type=Warning,involvedObject.kind!=Pod`. */
function hasFields(object: Held, selector: string): boolean {
  return selector.split(',').every(one => {
    const [path = '', value] = one.split(/!?=/)
    const is = path.split('.').reduce((at, name) => at?.[name], object)
    return one.includes('!=') ? is !== value : is === value
  })
}

/** A JSON merge patch. */
function merge(object: Held, patch: Held): void {
  for (const [key, value] of Object.entries(patch)) {
    if (typeof value === 'object' && value !== null && typeof object[key] === 'object')
      merge(object[key], value)
    else object[key] = value
  }
}
