// What many calls at once, a large repository and an image of many tags take. The figures are printed.
import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { Client } from '@modelcontextprotocol/client'
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio'

const main = join(import.meta.dirname, '../../dist/main.js')
/** Characters of an answer's JSON, with what stands around it. */
const budget = 70_000

test('fifty calls at once, in a repository of 10 MB, of an image with 100,000 tags', async t => {
  const many = JSON.stringify({ tags: Array.from({ length: 100_000 }, (_, at) => `1.${at}.0`) })
  const registry = createServer(({ url }, response) => {
    response.writeHead(200, { 'content-type': 'application/json' })
    response.end(url.includes('/app-7/') ? many : url === '/v2/' ? '{}' : '{"tags":["1.0.0","1.1.0"]}')
  })
  await new Promise(resolve => registry.listen(0, '127.0.0.1', resolve))
  const host = `127.0.0.1:${registry.address().port}`
  const hung = createServer(() => {})
  await new Promise(resolve => hung.listen(0, '127.0.0.1', resolve))
  const slow = `127.0.0.1:${hung.address().port}`
  const folder = makeRepository(host)
  const client = new Client({ name: 'load', version: '1.0.0' })
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: [main, 'mcp', '--stdio', '--allow', 'write', '--insecure-host', host, '--insecure-host', slow],
    cwd: join(folder, 'fleet'),
    env: { PATH: process.env.PATH, HOME: folder, XDG_CACHE_HOME: folder },
  })
  await client.connect(transport)
  t.after(async () => {
    await client.close()
    for (const server of [registry, hung]) {
      server.closeAllConnections()
      server.close()
    }
    rmSync(folder, { recursive: true, force: true })
  })
  const options = { timeout: 600_000 }
  const timed = async (name, input) => {
    const start = Date.now()
    const answer = await client.callTool({ name, arguments: input }, options)
    assert.ok(JSON.stringify(answer.structuredContent).length < budget, name)
    return { took: Date.now() - start, answer }
  }
  const say = (what, ms) =>
    t.diagnostic(`${what}: ${(ms / 1000).toFixed(1)} s; most memory so far: ${memory(transport.pid)}`)

  const alone = await timed('explain', { target: 'apps/app-8.yaml:12' })
  assert.equal(alone.answer.isError, undefined)
  say('one explain', alone.took)
  const tags = await timed('list_tags', { target: `${host}/app-7`, limit: 5000 })
  const { about, error } = tags.answer.structuredContent
  assert.equal(about?.leftOut[0]?.total, 100_000, JSON.stringify(error))
  say('100,000 tags, a page of them', tags.took)

  const start = Date.now()
  const all = await Promise.all(
    Array.from({ length: 50 }, (_, at) =>
      at % 10 === 0
        ? timed('list_outdated', { paths: ['apps/app-8.yaml'] })
        : timed('explain', { target: `apps/app-${at}.yaml:12` }),
    ),
  )
  say('50 calls at once', Date.now() - start)
  t.diagnostic(`the first of them was answered after ${Math.min(...all.map(({ took }) => took))} ms`)

  // The registry never answers: those who wait for it let others in.
  const stop = new AbortController()
  const waiting = Array.from({ length: 8 }, () =>
    client
      .callTool({ name: 'list_tags', arguments: { target: `${slow}/slow` } }, { signal: stop.signal })
      .catch(() => 'given up'),
  )
  const beside = await Promise.all([
    timed('describe_diagnostic', { code: 'outdated' }),
    timed('explain', { target: 'apps/app-8.yaml:12' }),
  ])
  say('an explain while 8 calls wait for a registry', beside[1].took)
  stop.abort()
  await Promise.all(waiting)
  const after = await timed('explain', { target: 'apps/app-8.yaml:12' })
  say('an explain after they were cancelled', after.took)
})

/** `fleet`: 2,000 files of 5 KB with a marker each, of 200 policies. */
function makeRepository(host) {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'fluxmark-load-')))
  const write = (path, text) => {
    mkdirSync(dirname(join(folder, 'fleet', path)), { recursive: true })
    writeFileSync(join(folder, 'fleet', path), text)
  }
  const padding = Array.from(
    { length: 70 },
    (_, at) => `    # A line that says nothing, and there are many of it: number ${at}.\n`,
  )
  for (let at = 0; at < 2000; at++)
    write(
      `apps/app-${at}.yaml`,
      `apiVersion: apps/v1
kind: Deployment
metadata: {name: app-${at}, namespace: apps}
spec:
  selector: {matchLabels: {app: app-${at}}}
  template:
    metadata: {labels: {app: app-${at}}}
    spec:
      nodeSelector: {}
      containers:
        - name: app
          image: ${host}/app-${at % 200}:1.0.0 # {"$imagepolicy": "apps:app-${at % 200}"}
${padding.join('')}`,
    )
  for (let at = 0; at < 200; at++)
    write(
      `flux/app-${at}.yaml`,
      `apiVersion: image.toolkit.fluxcd.io/v1
kind: ImageRepository
metadata: {name: app-${at}, namespace: apps}
spec: {image: '${host}/app-${at}', interval: 5m, insecure: true}
---
apiVersion: image.toolkit.fluxcd.io/v1
kind: ImagePolicy
metadata: {name: app-${at}, namespace: apps}
spec: {imageRepositoryRef: {name: app-${at}}, policy: {semver: {range: '>=1.0.0'}}}
`,
    )
  return folder
}

function memory(pid) {
  const [, kilobytes = '0'] = /VmHWM:\s*(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
  return `${Math.round(Number(kilobytes) / 1024)} MB`
}
