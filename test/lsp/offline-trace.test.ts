import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { manifests, type OpenOptions, openMarker, registryWith } from './open-marker.ts'

/** Proved at the system's calls, for the built program: what must not leave does not, for all that is asked of it. */

const canTrace = spawnSync('strace', ['-f', '-o', '/dev/null', 'true']).status === 0
const skip = !canTrace && 'strace is missing or not allowed here: apt-get install -y strace'
const images = { 'acme/web': ['1.2.3', '1.4.1'] }

function tracer(context: TestContext): { launcher: readonly string[]; connections(): readonly string[] } {
  const folder = mkdtempSync(join(tmpdir(), 'fluxmark-trace-'))
  context.after(() => rmSync(folder, { recursive: true, force: true }))
  const file = join(folder, 'trace')
  return {
    launcher: ['strace', '-f', '-e', 'trace=connect,sendto,sendmsg,sendmmsg', '-o', file],
    connections: () =>
      readFileSync(file, 'utf8')
        .split('\n')
        .filter(line => /AF_INET6?\b|AF_NETLINK/.test(line)),
  }
}

/** Everything about registries that an editor may ask for; then the server's connections. */
async function asked(context: TestContext, hover: string, code: string | undefined, options: OpenOptions) {
  const registry = await registryWith(context, { images })
  const { launcher, connections } = tracer(context)
  const image = `${registry.host}/acme/web`
  const editor = await openMarker(context, image, { ...options, launcher, allowedHosts: ['*'] })
  await editor.hover(hover)
  await editor.command('fluxmark.refresh', {})
  const { error } = await editor.command<{ error?: { code: string } }>('fluxmark.testRepository', { image })
  assert.equal(error?.code, code)
  await editor.hover(hover)
  await editor.end()
  return connections()
}

test('a workspace without trust: no connection', { skip }, async context => {
  assert.deepEqual(await asked(context, 'not scanned yet', 'E_NOT_TRUSTED', { trusted: false }), [])
})

test('network.enabled off: no connection', { skip }, async context => {
  const settings = { fluxmark: { network: { enabled: false } } }
  assert.deepEqual(await asked(context, 'E_OFFLINE', 'E_OFFLINE', { settings }), [])
})

test('with both there are some: the trace sees what it is to see', { skip }, async context => {
  assert.ok((await asked(context, '1.4.1', undefined, {})).some(line => line.includes('127.0.0.1')))
})

test('--offline: no connection, whatever the verb', { skip }, async context => {
  const registry = await registryWith(context, { images })
  const folder = mkdtempSync(join(tmpdir(), 'fluxmark-offline-'))
  context.after(() => rmSync(folder, { recursive: true, force: true }))
  writeFileSync(join(folder, 'web.yaml'), manifests(`${registry.host}/acme/web`))
  const main = join(import.meta.dirname, '../../../dist/main.js')
  const verbs = [
    ['check', folder],
    ['policies', folder],
    ['update', '--dry-run', folder],
    ['explain', join(folder, 'web.yaml:11')],
    ['scan', folder],
    ['tags', `${registry.host}/acme/web`],
  ]
  for (const [verb = '', operand = '', ...more] of verbs) {
    const { launcher, connections } = tracer(context)
    const [strace = '', ...args] = launcher
    const words = [verb, operand, ...more, '--offline', '--allow-host', '*']
    const { status } = spawnSync(strace, [...args, process.execPath, main, ...words], { cwd: folder })
    assert.ok(status !== null && [0, 1, 3].includes(status), `${verb} ended with ${status}`)
    assert.deepEqual(connections(), [], verb)
  }
})
