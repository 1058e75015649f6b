// What the Updates view costs in a large workspace: `node test/bench/updates.mjs [VALUES] [POLICIES]` (5000, 1000).
// Prints how long the first rows and all rows take once the files are read, how long all tag lists take, the rows after each, what a
// hover waits meanwhile, and the server's memory.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { startRegistry } from '../../examples/registry.mjs'
import { root } from '../prepare.mjs'
import { startLanguageServer } from './language-client.mjs'

const [values = 5000, policies = 1000] = process.argv.slice(2).map(Number)
const folder = mkdtempSync(join(tmpdir(), 'fluxmark-updates-'))
const tags = ['1.0.0', '1.0.1', '1.1.0', '1.2.0', '2.0.0']
const names = Array.from({ length: policies }, (_, at) => `app-${at}`)
const registry = await startRegistry({
  images: Object.fromEntries(names.map(name => [`acme/${name}`, tags])),
})
write('flux/automation.yaml', automation())
for (const [at, name] of names.entries()) {
  write(`flux/policies/${name}.yaml`, policy(name))
  const lines = Array.from(
    { length: values / policies },
    (_, one) =>
      `  - image: ${registry.host}/acme/${name}:${tags[(at + one) % 4]} # {"$imagepolicy": "flux-system:${name}"}`,
  )
  write(`apps/${name}/deployment.yaml`, `kind: A\napiVersion: v1\nitems:\n${lines.join('\n')}\n`)
}

const env = { ...process.env, HOME: folder, DOCKER_CONFIG: folder, XDG_CACHE_HOME: join(folder, 'cache') }
const main = [join(root, 'dist/main.js'), 'lsp', '--stdio']
const client = startLanguageServer(process.execPath, main, () => null, env)
let revision = 0
client.listen(({ method, params }) => {
  if (method === 'experimental/serverStatus') revision = params.revision
})
try {
  const uri = pathToFileURL(folder).href
  await client.request('initialize', {
    processId: process.pid,
    rootUri: uri,
    capabilities: { experimental: { serverStatusNotification: true } },
    initializationOptions: { trusted: true, allowedHosts: [registry.host] },
  })
  const command = (name, argument) =>
    client.request('workspace/executeCommand', { command: name, arguments: [argument] })
  const [indexed] = await timed(() => {
    client.notify('initialized', {})
    return command('fluxmark.repositories', {})
  })
  say('the files are read', indexed)
  const [first, some] = await timed(() => command('fluxmark.updates', { within: 400 }))
  say(`first rows (${some.values} values)`, first)
  const [all, answer] = await timed(() => command('fluxmark.updates', {}))
  say(`all rows (${answer.values} values, ${JSON.stringify(answer).length >> 10} KB)`, all)
  const document = `${uri}/apps/app-7/deployment.yaml`
  const text = readFileSync(join(folder, 'apps/app-7/deployment.yaml'), 'utf8')
  client.notify('textDocument/didOpen', {
    textDocument: { uri: document, languageId: 'yaml', version: 1, text },
  })
  const hovers = []
  const [listed] = await timed(async () => {
    for (;;) {
      const before = revision
      const { rows } = await command('fluxmark.updates', {})
      const states = new Set(rows.flatMap(row => row.children.map(({ state }) => state)))
      if (!states.has('unknown')) return
      const [waited] = await timed(() =>
        client.request('textDocument/hover', {
          textDocument: { uri: document },
          position: { line: 3, character: 20 },
        }),
      )
      hovers.push(waited)
      while (revision === before) await new Promise(resolve => setTimeout(resolve, 20))
      await new Promise(resolve => setTimeout(resolve, 300))
    }
  })
  say(`all ${policies} lists are there`, listed)
  const longest = hovers.toSorted((a, b) => b.wall - a.wall)[0]
  if (longest) say('a hover meanwhile, the longest', longest)
  for (const group of ['automation', 'environment', 'image', 'state'])
    say(`rows by ${group}`, (await timed(() => command('fluxmark.updates', { group })))[0])
  client.notify('textDocument/didChange', {
    textDocument: { uri: document, version: 2 },
    contentChanges: [{ text: `${text}# x\n` }],
  })
  say('rows after an edit', (await timed(() => command('fluxmark.updates', {})))[0])
  const memory = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${client.pid}/status`, 'utf8'))?.[1]
  process.stdout.write(`memory: ${Math.round(Number(memory) / 1024)} MB\n`)
} finally {
  await client.stop()
  await registry.close()
  rmSync(folder, { recursive: true, force: true })
}

/** Wall time and the server's processor time, in ms, and what came of it. */
async function timed(work) {
  const [start, used] = [performance.now(), processorTime()]
  const answer = await work()
  return [{ wall: performance.now() - start, cpu: processorTime() - used }, answer]
}

/** Of all threads of the server, in ms (proc_pid_stat(5): a tick is 10 ms). */
function processorTime() {
  const [user, system] = readFileSync(`/proc/${client.pid}/stat`, 'utf8')
    .split(') ')[1]
    .split(' ')
    .slice(11, 13)
  return (Number(user) + Number(system)) * 10
}

function say(what, { wall, cpu }) {
  process.stdout.write(`${what}: ${Math.round(wall)} ms, ${cpu} ms of processor time\n`)
}

function write(path, content) {
  mkdirSync(join(folder, path, '..'), { recursive: true })
  writeFileSync(join(folder, path), content)
}

function policy(name) {
  return `apiVersion: image.toolkit.fluxcd.io/v1
kind: ImageRepository
metadata: {name: ${name}, namespace: flux-system}
spec: {image: ${registry.host}/acme/${name}, interval: 5m}
---
apiVersion: image.toolkit.fluxcd.io/v1
kind: ImagePolicy
metadata: {name: ${name}, namespace: flux-system}
spec: {imageRepositoryRef: {name: ${name}}, policy: {semver: {range: 1.x}}}
`
}

function automation() {
  return `apiVersion: image.toolkit.fluxcd.io/v1
kind: ImageUpdateAutomation
metadata: {name: all, namespace: flux-system}
spec:
  interval: 30m
  sourceRef: {kind: GitRepository, name: flux-system}
  git: {checkout: {ref: {branch: main}}, commit: {author: {email: flux@example.com}}}
  update: {path: ./apps, strategy: Setters}
`
}
