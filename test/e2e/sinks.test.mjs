// What a registry, a hook or a file says is text everywhere in the workbench: no link but our own, no image, no icon.
import assert from 'node:assert/strict'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { automation, deployment, withEditor } from './fixture.mjs'
import { openUpdates } from './updates-view.mjs'

const payload =
  '[Show details](command:workbench.action.terminal.new) ![a](https://evil.example/p.png) $(alert) \u202etxt'

test('no word of a registry, a hook or a file is a link, an image or an icon', async () => {
  const server = createServer((_, response) => {
    response.writeHead(403, { 'content-type': 'application/json' })
    response.end(JSON.stringify({ errors: [{ code: 'DENIED', message: payload }] }))
  })
  await new Promise(resolve => server.listen(0, '127.0.0.1', resolve))
  const host = `127.0.0.1:${server.address().port}`
  const logins = mkdtempSync(join(tmpdir(), 'fluxmark-sinks-'))
  try {
    const files = good => {
      writeFileSync(join(logins, 'config.json'), JSON.stringify({ auths: { [host]: {}, [good]: {} } }))
      return {
        'deploy.yaml': deployment(good),
        'flux/web.yaml': automation(good),
        'broken.yaml': deployment(host).replace('flux-system:web', 'broken:web'),
        'flux/broken.yaml': broken(host),
      }
    }
    await withEditor('sinks', { files, env: { DOCKER_CONFIG: logins } }, async editor => {
      const hook = '.git/hooks/pre-commit'
      editor.repository.write(`${hook}.txt`, payload)
      editor.repository.write(hook, '#!/bin/sh\ncat "$0.txt" >&2\nexit 1\n')
      chmodSync(editor.repository.file(hook), 0o755)
      const workbench = await editor.open('broken.yaml')
      const { page } = workbench
      /** The surface shows the words, and nothing in it is what they ask for. */
      const isText = async (surface, name) => {
        const shown = page.locator(surface).filter({ hasText: 'Show details' }).first()
        await shown.waitFor()
        await workbench.screenshot(`sinks-${name}`)
        assert.equal(await shown.locator('a', { hasText: /Show details|evil/ }).count(), 0, `${name}: link`)
        assert.equal(await shown.locator('img').count(), 0, `${name}: image`)
        assert.equal(await shown.locator('.codicon-alert').count(), 0, `${name}: icon`)
        assert.doesNotMatch(await shown.innerText(), /\u202e/, `${name}: bidirectional character`)
      }
      await workbench.hover('127.0.0.1', 'Show details')
      await isText('.monaco-hover:visible', 'hover')
      await workbench.languageStatus('Show details')
      await isText('.monaco-hover:visible', 'status')
      await workbench.goTo(1)
      await workbench.command('Fluxmark: Test This Repository')
      await isText('.quick-input-widget:visible', 'quick-pick')
      await page.keyboard.press('Escape')
      await workbench.command('Fluxmark: Show Output')
      await page.locator('.panel .view-line').filter({ hasText: 'Show' }).first().waitFor()
      await workbench.screenshot('sinks-output')
      assert.doesNotMatch(await workbench.output(), /\u202e/)

      const { sidebar } = await openUpdates(workbench, 'broken')
      await workbench.screenshot('sinks-tree')
      for (const foreign of ['a[href*=terminal]', 'img', '.codicon-alert'])
        assert.equal(await sidebar.locator(foreign).count(), 0, `tree: ${foreign}`)
      assert.doesNotMatch(await sidebar.innerText(), /\u202e/)

      const deploy = await editor.open('deploy.yaml')
      await deploy.squiggle('info')
      await deploy.goTo(15, 20)
      await deploy.quickFix('Update to 1.4.1 and commit')
      await deploy.notification('Show details')
      await isText('.notification-list-item', 'notification')
      assert.deepEqual(editor.browser.strayed, [])
    })
  } finally {
    server.close()
    rmSync(logins, { recursive: true, force: true })
  }
})

/** A repository and a policy of the registry that refuses; the repository's name is a payload, too. */
function broken(host) {
  const name = JSON.stringify(payload)
  return automation(host)
    .split('---')
    .slice(0, 2)
    .join('---')
    .replaceAll('flux-system', 'broken')
    .replace('name: web\n  namespace', `name: ${name}\n  namespace`)
    .replace('imageRepositoryRef:\n    name: web', `imageRepositoryRef:\n    name: ${name}`)
}
