// A key pressed in a policy until the playground's table is painted anew: the language server and the page, without the
// editor between them. `node test/bench/playground.mjs` prints the figures alone.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { startRegistry } from '../../examples/registry.mjs'
import { findChromium, startBrowser } from '../e2e/browser.mjs'
import { openPlaygroundPage } from '../e2e/playground-page.mjs'
import { setup } from '../e2e/setup.mjs'
import { root } from '../prepare.mjs'
import { startLanguageServer } from './language-client.mjs'

const keys = 40

/**
 * Milliseconds over `count` tags: median and 95th percentile of 40 keys, and the processor time a key of all processes
 * (on Linux), which says more on a machine that others use too. Undefined where no Chromium is.
 */
export async function measurePlayground(count, node = process.execPath) {
  if (findChromium() === undefined) return undefined
  setup()
  const folder = mkdtempSync(join(tmpdir(), 'fluxmark-playground-'))
  const registry = await startRegistry({ images: { 'acme/web': tagsOf(count) } })
  const browser = await startBrowser()
  const shown = await openPlaygroundPage(browser)
  const image = `${registry.host}/acme/web`
  const path = join(folder, 'workspace/web.yaml')
  mkdirSync(join(folder, 'workspace'))
  writeFileSync(path, manifest(image, 0))
  const env = { PATH: process.env.PATH, HOME: folder, DOCKER_CONFIG: folder, XDG_CACHE_HOME: folder }
  const client = startLanguageServer(node, [join(root, 'dist/main.js'), 'lsp', '--stdio'], () => null, env)
  const ask = list =>
    client.request('workspace/executeCommand', {
      command: 'fluxmark.playground',
      arguments: [{ policy: 'apps:web', ...(list === undefined ? {} : { list }) }],
    })
  try {
    await client.request('initialize', {
      processId: process.pid,
      rootUri: pathToFileURL(join(folder, 'workspace')).href,
      capabilities: {},
      initializationOptions: { trusted: true, allowedHosts: [registry.host] },
    })
    client.notify('initialized', {})
    const uri = pathToFileURL(path).href
    client.notify('textDocument/didOpen', {
      textDocument: { uri, languageId: 'yaml', version: 1, text: manifest(image, 0) },
    })
    let answer = await ask()
    for (let tries = 0; (answer?.tags?.length ?? 0) !== count; tries++) {
      if (tries === 600)
        throw new Error(`the playground has ${answer?.tags?.length} tags: ${answer?.problem}`)
      await new Promise(resolve => setTimeout(resolve, 100))
      answer = await ask()
    }
    await shown.send({ kind: 'rules', ...answer })
    const times = []
    const before = processorTime()
    for (let key = 1; key <= keys; key++) {
      const text = manifest(image, key)
      const started = performance.now()
      client.notify('textDocument/didChange', {
        textDocument: { uri, version: key + 1 },
        contentChanges: [{ text }],
      })
      const typed = await ask(answer.list)
      await shown.send({ kind: 'rules', ...typed })
      times.push(performance.now() - started)
    }
    const processor = (processorTime() - before) / keys
    const last = await shown.page.locator('#outcome').textContent()
    if (!last?.startsWith('Selects ')) throw new Error(`the playground says: ${last}`)
    const sorted = times.toSorted((a, b) => a - b)
    return { median: sorted[keys >> 1], p95: sorted[Math.floor(keys * 0.95)], processor }
  } finally {
    await client.stop()
    await shown.close()
    await browser.close()
    await registry.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Of this process and all below it, in ms; NaN where /proc does not say. */
function processorTime() {
  try {
    const all = readdirSync('/proc').flatMap(pid => (/^[0-9]+$/.test(pid) ? (stat(pid) ?? []) : []))
    const ours = new Set([process.pid])
    // A process may have a lower number than what started it.
    for (let known = 0; known < ours.size; ) {
      known = ours.size
      for (const { pid, parent } of all) if (ours.has(parent)) ours.add(pid)
    }
    return all.reduce((sum, { pid, ticks }) => (ours.has(pid) ? sum + ticks * 10 : sum), 0)
  } catch {
    return Number.NaN
  }
}

function stat(pid) {
  try {
    const [, parent, ...fields] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1).split(' ')
    return { pid: Number(pid), parent: Number(parent), ticks: Number(fields[9]) + Number(fields[10]) }
  } catch {
    return undefined
  }
}

function tagsOf(count) {
  return Array.from(
    { length: count },
    (_, at) => `v${at % 7}.${Math.floor(at / 700)}.${Math.floor(at / 7) % 100}`,
  )
}

/** A policy that another key makes another one. */
function manifest(image, key) {
  return `apiVersion: image.toolkit.fluxcd.io/v1
kind: ImageRepository
metadata: {name: web, namespace: apps}
spec: {image: ${image}, interval: 5m, insecure: true}
---
apiVersion: image.toolkit.fluxcd.io/v1
kind: ImagePolicy
metadata: {name: web, namespace: apps}
spec:
  imageRepositoryRef: {name: web}
  filterTags: {pattern: '^v(?P<version>[${key % 3}-6]+\\.[0-9]+\\.[0-9]+)$', extract: $version}
  policy: {semver: {range: ${3 + (key % 3)}.x}}
`
}

if (process.argv[1] === import.meta.filename) {
  for (const count of [10_000, 100_000]) {
    const { median, p95, processor } = (await measurePlayground(count)) ?? {}
    const figures = [median, p95, processor].map(figure => figure?.toFixed(0) ?? 'not measured')
    process.stdout.write(
      `${count} tags: median ${figures[0]} ms, p95 ${figures[1]} ms, processor time ${figures[2]} ms\n`,
    )
  }
}
