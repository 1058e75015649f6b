// The embedded registry of `npm start`: an OCI registry on loopback, in this process, seeded with tags.
// It lists tags in pages and answers for manifests, indexes and image configs; it takes no pushes.
import { createHash } from 'node:crypto'
import { createServer } from 'node:http'

/**
 * Starts a registry on a free port of 127.0.0.1.
 *
 * `images` maps a repository to its tags. A tag is a string, or `{tag, created, platforms, size, source, revision}`,
 * `size` in bytes, where `created` is an RFC 3339 time and `platforms` is for example `['linux/amd64', 'linux/arm64']`.
 * With `login: {username, password}` the registry asks for Basic credentials.
 *
 * Resolves to `{host, url, add(repository, ...tags), requests, close()}`; `host` is `127.0.0.1:PORT`,
 * `requests` counts what was answered.
 */
export async function startRegistry({ images = {}, login, port = 0 } = {}) {
  const repositories = new Map()
  const registry = { requests: 0, add, close }
  for (const [repository, tags] of Object.entries(images)) add(repository, ...tags)

  const server = createServer((request, response) => {
    registry.requests++
    const url = new URL(request.url, 'http://registry')
    const expected = login && `Basic ${Buffer.from(`${login.username}:${login.password}`).toString('base64')}`
    if (expected && request.headers.authorization !== expected) {
      response.setHeader('www-authenticate', 'Basic realm="registry"')
      return sendError(response, 401, 'UNAUTHORIZED', 'authentication required')
    }
    answer(repositories, request, response, url)
  })
  await new Promise((resolve, reject) => server.once('error', reject).listen(port, '127.0.0.1', resolve))
  registry.host = `127.0.0.1:${server.address().port}`
  registry.url = `http://${registry.host}`
  return registry

  function add(repository, ...tags) {
    const seeded = repositories.get(repository) ?? { tags: new Map(), blobs: new Map() }
    repositories.set(repository, seeded)
    for (const tag of tags) seed(repository, seeded, typeof tag === 'string' ? { tag } : tag)
  }

  function close() {
    server.closeAllConnections()
    return new Promise(resolve => server.close(resolve))
  }
}

function answer(repositories, request, response, url) {
  if (url.pathname === '/v2/') return sendJson(request, response, 'application/json', '{}')
  const match = /^\/v2\/(.+)\/(tags\/list|manifests\/[^/]+|blobs\/[^/]+)$/.exec(url.pathname)
  const seeded = match && repositories.get(match[1])
  if (!seeded) return sendError(response, 404, 'NAME_UNKNOWN', 'repository name not known to registry')
  const [kind, name] = match[2].split('/')
  if (kind === 'tags') return sendTags(request, response, url, match[1], [...seeded.tags.keys()].sort())
  const digest = name.includes(':') ? name : seeded.tags.get(name)
  const blob = seeded.blobs.get(digest)
  if (!blob) return sendError(response, 404, 'MANIFEST_UNKNOWN', 'manifest unknown')
  response.setHeader('docker-content-digest', digest)
  return sendJson(request, response, blob.type, blob.text)
}

function sendTags(request, response, url, name, all) {
  const after = url.searchParams.get('last')
  const size = Number(url.searchParams.get('n') ?? all.length)
  const rest = after === null ? all : all.filter(tag => tag > after)
  const tags = rest.slice(0, size)
  if (tags.length > 0 && tags.length < rest.length) {
    const next = new URLSearchParams({ n: String(size), last: tags.at(-1) })
    response.setHeader('link', `</v2/${name}/tags/list?${next}>; rel="next"`)
  }
  return sendJson(request, response, 'application/json', JSON.stringify({ name, tags }))
}

function sendJson(request, response, type, text) {
  response.writeHead(200, { 'content-type': type, 'content-length': Buffer.byteLength(text) })
  response.end(request.method === 'HEAD' ? undefined : text)
}

function sendError(response, status, code, message) {
  response.writeHead(status, { 'content-type': 'application/json' })
  response.end(JSON.stringify({ errors: [{ code, message }] }))
}

/** Makes an index over one manifest and one image config a platform; the same tag always has the same digest. */
function seed(repository, seeded, { tag, created, platforms = ['linux/amd64'], size, source, revision }) {
  const put = (type, value) => {
    const text = JSON.stringify(value)
    const digest = `sha256:${createHash('sha256').update(text).digest('hex')}`
    seeded.blobs.set(digest, { type, text })
    return { mediaType: type, digest, size: Buffer.byteLength(text) }
  }
  const manifests = platforms.map(platform => {
    const [os, architecture, variant] = platform.split('/')
    const labels = {
      'org.opencontainers.image.version': tag,
      ...(source && { 'org.opencontainers.image.source': source }),
      ...(revision && { 'org.opencontainers.image.revision': revision }),
    }
    const config = put('application/vnd.oci.image.config.v1+json', {
      ...(created && { created }),
      os,
      architecture,
      config: { Labels: labels },
    })
    const layer = put('application/vnd.oci.image.layer.v1.tar', `${repository}:${tag} ${platform}`)
    const type = 'application/vnd.oci.image.manifest.v1+json'
    const manifest = put(type, {
      schemaVersion: 2,
      mediaType: type,
      config,
      layers: [size === undefined ? layer : { ...layer, size }],
    })
    return { ...manifest, platform: { os, architecture, ...(variant && { variant }) } }
  })
  const type = 'application/vnd.oci.image.index.v1+json'
  seeded.tags.set(tag, put(type, { schemaVersion: 2, mediaType: type, manifests }).digest)
}
