// `npm run soak`: 300 repositories for a minute through the whole server, with registries that fail, dawdle and
// ask to be left alone. Tells memory, requests at a time, and how quickly hovers are answered beside an idle server.
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { startLanguageServer } from './bench/language-client.mjs'
import { prepare, root } from './prepare.mjs'

const seconds = Number(process.env.FLUXMARK_SOAK_SECONDS ?? 60)
const repositories = 300
const hosts = 6
const failures = []

prepare()
const registries = await startRegistries()
const folder = mkdtempSync(join(tmpdir(), 'fluxmark-soak-'))
const workspace = join(folder, 'workspace')
writeWorkspace()

const server = startLanguageServer(
  process.execPath,
  ['--unhandled-rejections=strict', join(root, 'dist/main.js'), 'lsp', '--stdio'],
  () => null,
  {
    ...process.env,
    HOME: folder,
    XDG_CACHE_HOME: join(folder, 'cache'),
    HTTP_PROXY: '',
    HTTPS_PROXY: '',
    http_proxy: '',
    https_proxy: '',
  },
)
const uri = pathToFileURL(join(workspace, 'apps.yaml')).href
const text = readFileSync(join(workspace, 'apps.yaml'), 'utf8')
const marked = text.split('\n').flatMap((line, index) => (line.includes('$imagepolicy') ? [index] : []))
await open()
const busy = await soak()
await sleep(3000)
const idle = await hovers(200)
const { rss } = busy
await server.stop()
await Promise.all(registries.map(({ close }) => close()))
rmSync(folder, { recursive: true, force: true })
kills()
report()

/** Six registries in this process; a repository's number decides how it behaves. */
async function startRegistries() {
  let total = 0
  return Promise.all(
    Array.from({ length: hosts }, async () => {
      const found = { most: 0, mostInAll: 0, requests: 0 }
      let running = 0
      const handle = async (request, response) => {
        found.most = Math.max(found.most, ++running)
        found.mostInAll = Math.max(found.mostInAll, ++total)
        found.requests++
        const number = Number(/app-(\d+)/.exec(request.url)?.[1] ?? 0)
        const kind = number % 20
        const done = () => {
          response.off('finish', done).off('close', done)
          running--
          total--
        }
        response.on('finish', done).on('close', done)
        await sleep(kind === 2 ? 2000 : 5)
        if (kind === 0)
          return response.writeHead(404).end('{"errors":[{"code":"NAME_UNKNOWN","message":"no"}]}')
        if (kind === 1)
          return response.writeHead(200, { 'content-type': 'text/html' }).end('<html>down</html>')
        if (kind === 3 && found.requests % 3 > 0) return response.writeHead(429, { 'retry-after': '1' }).end()
        const patch = Math.floor(found.requests / 100)
        const tags = Array.from({ length: 200 }, (_, tag) => `1.${tag}.${patch}`)
        response.end(JSON.stringify({ name: 'x', tags }))
      }
      const http = createServer((request, response) => {
        handle(request, response).catch(error => failures.push(String(error)))
      })
      await new Promise(resolve => http.listen(0, '127.0.0.1', resolve))
      const host = `127.0.0.1:${http.address().port}`
      const close = () => {
        http.closeAllConnections()
        return new Promise(resolve => http.close(resolve))
      }
      return { host, found, close }
    }),
  )
}

function writeWorkspace() {
  mkdirSync(workspace, { recursive: true })
  const image = number => `${registries[number % hosts].host}/team/app-${number}`
  const numbers = Array.from({ length: repositories }, (_, number) => number)
  const policies = numbers.map(
    number => `apiVersion: image.toolkit.fluxcd.io/v1
kind: ImageRepository
metadata: {name: app-${number}, namespace: apps}
spec: {image: "${image(number)}", interval: 1m}
---
apiVersion: image.toolkit.fluxcd.io/v1
kind: ImagePolicy
metadata: {name: app-${number}, namespace: apps}
spec:
  imageRepositoryRef: {name: app-${number}}
  policy: {semver: {range: ">=1.0.0"}}`,
  )
  const apps = numbers.map(
    number => `apiVersion: apps/v1
kind: Deployment
metadata: {name: app-${number}, namespace: apps}
spec:
  template:
    spec:
      containers:
        - name: app
          image: ${image(number)}:1.0.0 # {"$imagepolicy": "apps:app-${number}"}`,
  )
  writeFileSync(join(workspace, 'policies.yaml'), `${policies.join('\n---\n')}\n`)
  writeFileSync(join(workspace, 'apps.yaml'), `${apps.join('\n---\n')}\n`)
}

async function open() {
  const rootUri = pathToFileURL(workspace).href
  await server.request('initialize', {
    processId: process.pid,
    rootUri,
    workspaceFolders: [{ uri: rootUri, name: 'soak' }],
    capabilities: { workspace: { workspaceFolders: true } },
    initializationOptions: { trusted: true, allowedHosts: ['*'] },
  })
  server.notify('initialized', {})
  server.notify('textDocument/didOpen', { textDocument: { uri, languageId: 'yaml', version: 1, text } })
}

/** Refreshes all the time, asks for hovers meanwhile, and watches the memory. */
async function soak() {
  const end = Date.now() + seconds * 1000
  const latencies = []
  const rss = []
  const refresh = setInterval(() => {
    server
      .request('workspace/executeCommand', { command: 'fluxmark.refresh', arguments: [{}] })
      .catch(error => failures.push(String(error)))
  }, 2000)
  const watch = setInterval(() => rss.push(memory()), 1000)
  while (Date.now() < end) {
    latencies.push(...(await hovers(5)))
    await sleep(50)
  }
  clearInterval(refresh)
  clearInterval(watch)
  return { latencies, rss }
}

async function hovers(count) {
  const found = []
  for (let turn = 0; turn < count; turn++) {
    const line = marked[Math.floor(Math.random() * marked.length)]
    const start = performance.now()
    const hover = await server.request('textDocument/hover', {
      textDocument: { uri },
      position: { line, character: 22 },
    })
    found.push(performance.now() - start)
    if (hover === null) failures.push(`no hover on line ${line + 1}`)
  }
  return found
}

/** Resident memory of the server, in MB; undefined where the system does not tell. */
function memory() {
  try {
    return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${server.pid}/status`, 'utf8'))?.[1]) / 1024
  } catch {
    return undefined
  }
}

/** Kills a writer of the cache 200 times; the test says whether a broken text was ever read. */
function kills() {
  const { status } = spawnSync(
    process.execPath,
    ['--test', join(root, 'build/test/io/cache-folder.test.js')],
    {
      env: { ...process.env, FLUXMARK_KILLS: '200' },
      stdio: 'ignore',
    },
  )
  if (status !== 0) failures.push('a broken cache was read, or the test of it failed')
}

function report() {
  const middle = list => [...list].sort((a, b) => a - b)[list.length >> 1] ?? Number.NaN
  const worst = list => [...list].sort((a, b) => a - b)[Math.floor(list.length * 0.99)] ?? Number.NaN
  const early = middle(rss.slice(rss.length / 4, rss.length / 2))
  const late = middle(rss.slice(-rss.length / 4))
  const requests = registries.reduce((sum, { found }) => sum + found.requests, 0)
  const most = Math.max(...registries.map(({ found }) => found.most))
  const mostInAll = Math.max(...registries.map(({ found }) => found.mostInAll))
  if (most > 4) failures.push(`${most} requests at a time at one host`)
  if (mostInAll > 8) failures.push(`${mostInAll} requests at a time in all`)
  if (requests < repositories) failures.push(`only ${requests} requests for ${repositories} repositories`)
  if (late > early * 1.2) failures.push('memory grows')
  const lines = [
    `${seconds} s, ${repositories} repositories at ${hosts} hosts, ${requests} requests`,
    `requests at a time: ${most} at one host (at most 4), ${mostInAll} in all (at most 8)`,
    `memory: ${early.toFixed(0)} MB in the second quarter, ${late.toFixed(0)} MB in the last`,
    `hover, median and 99th percentile: ${middle(busy.latencies).toFixed(1)} and ${worst(busy.latencies).toFixed(1)} ms busy, ` +
      `${middle(idle).toFixed(1)} and ${worst(idle).toFixed(1)} ms idle`,
    ...failures.slice(0, 10).map(failure => `FAILED: ${failure}`),
  ]
  process.stdout.write(`${lines.join('\n')}\n`)
  process.exitCode = failures.length > 0 ? 1 : 0
}
