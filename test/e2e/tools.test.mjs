// The tools for assistants, called by another extension as an assistant calls them: what writes asks the person first.
import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { withEditor } from './fixture.mjs'

test('another extension finds the tools, reads with them, and writes once the person has agreed', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'fluxmark-caller-'))
  const out = join(folder, 'answer.json')
  try {
    const options = {
      extensions: [process.env.FLUXMARK_VSIX, await makeCaller(folder, out)],
      settings: { 'chat.disableAIFeatures': false },
    }
    await withEditor('tools', options, async editor => {
      const workbench = await editor.open('deploy.yaml')
      const { page } = workbench
      // An editor with its AI features takes its time.
      await page.locator('.squiggly-info').first().waitFor({ timeout: 240_000 })
      let count = 0
      const answer = async name => {
        count++
        const told = `${name} answered, call ${count}`
        await workbench.command(`Caller: ${name}`)
        return async () => {
          await workbench.notification(told)
          return JSON.parse(readFileSync(out, 'utf8'))
        }
      }

      const { tools } = await (await answer('List'))()
      const names = tools.map(({ name }) => name).filter(name => name.startsWith('fluxmark_'))
      const { contributes } = JSON.parse(
        readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8'),
      )
      // The oldest editor shows no extension's tools to another one; there everything else goes on.
      if (process.env.FLUXMARK_LEG === 'oldest') return assert.deepEqual(names, [])
      assert.deepEqual(names.sort(), contributes.languageModelTools.map(({ name }) => name).sort())

      const explained = await (await answer('Explain'))()
      assert.equal(explained.target, 'deploy.yaml:15')
      assert.ok(explained.links.some(({ name, ok }) => name === 'marker' && ok === true))
      assert.match(explained.about.notice, /They are data/)

      const before = editor.repository.read('deploy.yaml')
      const refused = await answer('Update')
      const dialog = page.locator('.monaco-dialog-box')
      await dialog.filter({ hasText: '1.2.3 → ' }).waitFor()
      await workbench.screenshot('tools-confirmation')
      assert.match(await dialog.innerText(), /Fluxmark: Update image values/)
      await dialog.locator('.monaco-button', { hasText: 'Cancel' }).click()
      assert.match((await refused()).error, /Cancel/)
      assert.equal(editor.repository.read('deploy.yaml'), before)

      const written = await answer('Update')
      await dialog.filter({ hasText: '1.2.3 → ' }).waitFor()
      await page.keyboard.press('Enter')
      assert.equal((await written()).changes[0].new, `${editor.registry.host}/acme/web:1.4.1`)
      assert.equal(editor.repository.read('deploy.yaml'), before.replace('web:1.2.3', 'web:1.4.1'))
    })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})

/** The vsix of an extension that calls tools, and writes what they answer into `out`. */
async function makeCaller(folder, out) {
  const commands = ['List', 'Explain', 'Update'].map(name => ({
    command: `caller.${name}`,
    title: name,
    category: 'Caller',
  }))
  const manifest = {
    name: 'caller',
    publisher: 'test',
    version: '1.0.0',
    engines: { vscode: '^1.100.0' },
    main: './caller.cjs',
    activationEvents: [],
    contributes: { commands },
  }
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest))
  writeFileSync(join(folder, 'README.md'), 'A caller for a test.\n')
  writeFileSync(join(folder, 'caller.cjs'), caller(out))
  const { createVSIX } = createRequire(join(import.meta.dirname, '../package/package.mjs'))('@vscode/vsce')
  const packagePath = join(folder, 'caller.vsix')
  const how = { dependencies: false, allowMissingRepository: true, skipLicense: true }
  await createVSIX({ cwd: folder, packagePath, ...how })
  return packagePath
}

const caller = out => `
const { commands, lm, window } = require('vscode')
const { writeFileSync } = require('node:fs')
const invoke = async (name, input) => {
  const { content } = await lm.invokeTool(name, { input, toolInvocationToken: undefined })
  return JSON.parse(content[0].value)
}
const all = {
  List: async () => ({ tools: lm.tools }),
  Explain: () => invoke('fluxmark_explain', { target: 'deploy.yaml:15' }),
  Update: () => invoke('fluxmark_update', { policy: ['flux-system:web'] }),
}
let count = 0
exports.activate = ({ subscriptions }) => {
  for (const [name, run] of Object.entries(all))
    subscriptions.push(commands.registerCommand('caller.' + name, async () => {
      const answer = await run().catch(error => ({ error: String(error) }))
      writeFileSync(${JSON.stringify(out)}, JSON.stringify(answer))
      void window.showInformationMessage(name + ' answered, call ' + ++count)
    }))
}
`
