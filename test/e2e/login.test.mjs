// Logging in to a registry through the editor, and what it tells of a registry that fails.
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { automation, deployment, withEditor } from './fixture.mjs'

const login = { username: 'ada', password: 'open sesame' }

test('a registry that wants a login: told in one place, logged in to, tested, logged out of', async () => {
  const options = {
    login,
    log: 'fluxmark.fluxmark:trace',
    settings: { 'fluxmark.trace.server': 'verbose' },
    files: host => ({
      'deploy.yaml': deployment(host),
      'flux/web.yaml': automation(host).replace(
        'insecure: true',
        'insecure: true\n  secretRef: {name: pull}',
      ),
    }),
  }
  await withEditor('login', options, async editor => {
    const { registry } = editor
    const workbench = await editor.open('deploy.yaml')
    const { page } = workbench
    await workbench.hover('127.0.0.1', 'E_LOGIN_NEEDED')
    await workbench.languageStatus('tags could not be listed')
    await workbench.screenshot('status-failing-registry')
    const failed = await workbench.hover('127.0.0.1', 'E_LOGIN_NEEDED')
    assert.match(failed, /needs a login|no login was found/)
    await workbench.screenshot('login-needed-hover')

    await workbench.goTo(15, 20)
    await workbench.command('Fluxmark: Log In to a Registry')
    await workbench.pick(registry.host)
    await workbench.answer('User name', login.username)
    await workbench.answer('Password', 'wrong')
    await workbench.notification('E_CREDENTIALS', 'Remove It')
    await workbench.command('Fluxmark: Log In to a Registry')
    await workbench.pick(registry.host)
    await workbench.answer('User name', login.username)
    await workbench.screenshot('login-password')
    await workbench.answer('Password', login.password)
    await workbench.notification(`Logged in to ${registry.host}`)
    await workbench.squiggle('info')
    await workbench.hover('127.0.0.1', 'secret storage')
    const text = await workbench.hover('127.0.0.1', 'Built')
    assert.match(text, /1\.2\.3 → 1\.4\.1/)
    await workbench.screenshot('login-hover')

    await workbench.command('Fluxmark: Test This Repository')
    await workbench.pick(registry.host)
    const tested = page.locator('.editor-instance').last()
    await tested.locator('.view-line').filter({ hasText: 'The tags are listed with the login' }).waitFor()
    await workbench.screenshot('test-repository')
    await page.locator('.editor-instance').first().click()

    await workbench.command('Fluxmark: Log Out of a Registry')
    await workbench.pick(registry.host)
    await workbench.hover('127.0.0.1', 'E_LOGIN_NEEDED')
    await workbench.languageStatus('tags could not be listed')

    const written = [editor.server.profile, editor.home, editor.repository.root].flatMap(textsBelow)
    const secrets = [login.password, Buffer.from(`${login.username}:${login.password}`).toString('base64')]
    assert.ok(secrets.every(secret => written.every(text => !text.includes(secret))))
    assert.deepEqual(editor.browser.strayed, [])
  })
})

/** What stands in the files of a folder, but for programs. */
function textsBelow(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile() && !/\.(js|cjs|map|wasm)$/.test(entry.name))
    .map(entry => readFileSync(join(entry.parentPath, entry.name), 'latin1'))
}
