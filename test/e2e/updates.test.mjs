// The Updates view: what is outdated in a whole repository, by mouse, by keyboard and by ear.
import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { test } from 'node:test'
import { automation, deployment, tags, withEditor } from './fixture.mjs'
import { liveCluster } from './live-cluster.mjs'
import { coldPatience, openUpdates, until } from './updates-view.mjs'

const marked = (host, tag) =>
  `kind: A\nimage: ${host}/acme/web:${tag} # {"$imagepolicy": "flux-system:web"}\n`

/** An image that nothing updates, on line 10. */
const unmarked = host => `apiVersion: apps/v1
kind: Deployment
metadata:
  name: api
  namespace: apps
spec:
  template:
    spec:
      containers:
        - image: ${host}/acme/api:1.2.3
          name: api
`

/** Four values of one policy, of which three are outdated. */
const repository = host => ({
  'deploy.yaml': deployment(host),
  'apps/a.yaml': marked(host, '1.3.0'),
  'apps/b.yaml': marked(host, '1.4.0'),
  'apps/c.yaml': marked(host, '1.4.1'),
  'apps/api.yaml': unmarked(host),
  'flux/web.yaml': automation(host),
})

test('what is outdated in files that nobody has opened is a click away, and updated by mouse and by keyboard', async () => {
  const images = { 'acme/web': tags, 'acme/api': tags }
  await withEditor('updates', { files: repository, images }, async editor => {
    const { repository: files } = editor
    const workbench = await editor.open('flux/web.yaml')
    const { page } = workbench
    await page.locator('.activitybar .badge', { hasText: '3' }).waitFor({ timeout: coldPatience })
    const view = await openUpdates(workbench, 'a.yaml:2')
    // The last row to come: what is clicked earlier may be drawn anew under the pointer.
    await view.row('2 images are not automated').waitFor({ timeout: coldPatience })
    await workbench.screenshot('updates')
    const heard = (await view.heard()).join('\n')
    assert.match(heard, /automation flux-system\/all: 3 outdated/)
    assert.match(heard, /policy flux-system\/web, 4 values: 3 outdated/)
    assert.match(
      heard,
      /a\.yaml line 2 in apps: outdated, 1\.3\.0 to 1\.4\.1, minor.*by policy flux-system\/web/,
    )
    assert.match(heard, /c\.yaml line 2 in apps: up to date, 1\.4\.1/)

    await view.action('a.yaml:2', 'Update Image Tags…')
    await page.locator('.activitybar .badge', { hasText: '2' }).waitFor()
    await until(() => /:1\.4\.1 #/.test(files.read('apps/a.yaml')))

    await view.menu('b.yaml:2', 'Update Image Tags…')
    await page.locator('.activitybar .badge', { hasText: '1' }).waitFor()
    await until(() => /:1\.4\.1 #/.test(files.read('apps/b.yaml')))

    // The one that is left: its box checked by the menu, then the action of the view.
    await view.menu('deploy.yaml:15', 'Check or Uncheck')
    await view.row('deploy.yaml:15').locator('.codicon-check').waitFor()
    await workbench.screenshot('updates-checked')
    await view.titleAction('Update Checked')
    await view.icon.first().locator('.badge').first().waitFor({ state: 'hidden' })
    await until(() => /:1\.4\.1 #/.test(files.read('deploy.yaml')))
    await view.row('deploy.yaml:15').filter({ hasText: '→' }).waitFor({ state: 'detached' })
    assert.match((await view.heard()).join('\n'), /automation flux-system\/all: up to date/)

    // What is not automated is a row of its own; an image is automated from its line, and by one undo no more.
    await view.row('2 images are not automated').click()
    await view.row('acme/api:1.2.3').waitFor()
    await workbench.screenshot('onboard-tree')
    const before = files.git('status', '--porcelain', '--untracked-files=all')
    const own = await editor.open('apps/api.yaml')
    await own.goTo(10, 20)
    await own.quickFix('Automate this image…')
    const rows = page.locator('.quick-input-list .monaco-list-row')
    await rows.filter({ hasText: 'Apply' }).first().waitFor({ timeout: coldPatience })
    await page.getByText('after the next major').first().waitFor()
    await workbench.screenshot('onboard-preview')
    await own.pick('Apply')
    await own.notification('is automated by flux-system:api')
    await until(() =>
      /api:1\.2\.3 # \{"\$imagepolicy": "flux-system:api"\}/.test(files.read('apps/api.yaml')),
    )
    await own.shows('"flux-system:api"')
    await own.squiggle('info')
    await workbench.screenshot('onboard-applied')
    await own.undo()
    await until(() => !existsSync(files.file('flux/api.yaml')))
    await view.row('2 images are not automated').waitFor()
    await own.becomes('dirty')
    await page.keyboard.press('Control+s')
    await until(() => files.git('status', '--porcelain', '--untracked-files=all') === before)
    await workbench.screenshot('onboard-undone')

    await own.command('Fluxmark: Automate an Image')
    await own.pick('at the cursor')
    await own.pick('Apply')
    await own.squiggle('info')
    await until(() => /"flux-system:api"/.test(files.read('apps/api.yaml')))
    await own.goTo(10, 20)
    await own.quickFix('Update to 1.4.1')
    await until(() => /api:1\.4\.1 #/.test(files.read('apps/api.yaml')))
    await view.row('1 image is not automated').waitFor()
    await workbench.screenshot('onboard-bumped')
    assert.deepEqual(editor.browser.strayed, [])
  })
})

test('an older tag is picked for a row, and what Flux makes of it is said', async () => {
  await withEditor('pick-tag', { files: repository }, async editor => {
    const workbench = await editor.open('flux/web.yaml')
    const { page } = workbench
    const view = await openUpdates(workbench, 'c.yaml:2')
    await view.row('2 images are not automated').waitFor({ timeout: coldPatience })
    await view.action('c.yaml:2', 'Pick a Tag')
    const list = page.locator('.quick-input-list .monaco-list-row')
    await list.filter({ hasText: 'what Flux selects' }).first().waitFor()
    await list.filter({ hasText: 'sha256:' }).first().waitFor()
    await workbench.screenshot('pick-tag')
    await page.keyboard.type('1.3')
    await list.filter({ hasText: '1.4.0' }).first().waitFor({ state: 'detached' })
    await page.keyboard.press('Enter')
    await workbench.notification('Flux writes 1.4.1 there again')
    await until(() => /:1\.3\.0 #/.test(editor.repository.read('apps/c.yaml')))

    const other = await editor.open('deploy.yaml')
    await other.squiggle('info')
    await other.goTo(15, 30)
    await other.quickFix('Pick a tag…')
    await list.filter({ hasText: 'written now' }).first().waitFor()
    await page.keyboard.press('Escape')

    // Several values without a risk: one diff over all files first, then one click takes all back.
    const { read } = editor.repository
    const names = ['deploy.yaml', 'apps/a.yaml', 'apps/b.yaml', 'apps/c.yaml']
    const before = names.map(read)
    const agree = list.filter({ hasText: 'Write 4 values in 4 files' }).first()
    const update = async () => {
      await other.command('Fluxmark: Update Image Tags…')
      await other.pick('All markers in the workspace')
      await agree.waitFor()
      await page.locator('.tab').filter({ hasText: 'Update Preview' }).first().waitFor()
    }
    await update()
    await page.locator('.view-line').filter({ hasText: 'acme/web:1.4.1' }).first().waitFor()
    await workbench.screenshot('update-review')
    await page.keyboard.press('Escape')
    await page.locator('.tab').filter({ hasText: 'Update Preview' }).first().waitFor({ state: 'detached' })
    assert.deepEqual(names.map(read), before)
    await update()
    await page.keyboard.press('Enter')
    await workbench.notification('Updated 4 values in 4 files')
    await workbench.screenshot('update-reviewed')
    await until(() => names.every(name => /:1\.4\.1 #/.test(read(name))))
    await workbench.notification('Updated 4 values', 'Undo')
    await until(() => names.every((name, at) => read(name) === before[at]))
  })
})

test('in restricted mode the view says why it is empty; with trust and consent it fills, from a cluster, too', async context => {
  const cluster = await liveCluster(context)
  const options = {
    trust: true,
    isAllowed: false,
    env: cluster?.env ?? {},
    settings: { 'security.workspace.trust.startupPrompt': 'never' },
    files: repository,
  }
  await withEditor('updates-trust', options, async editor => {
    const workbench = await editor.open('flux/web.yaml')
    const { page } = workbench
    const view = await openUpdates(workbench)
    const link = view.sidebar.locator('.welcome-view a', { hasText: 'Manage Workspace Trust' })
    await link.waitFor()
    await workbench.screenshot('updates-restricted')
    assert.equal(editor.registry.requests, 0)
    await link.click()
    await page.locator('.workspace-trust-editor .monaco-button', { hasText: 'Trust' }).first().click()
    await page.locator('.workspace-trust-editor').filter({ hasText: 'You trust this folder' }).waitFor()
    await page.keyboard.press('Control+w')
    const allow = view.sidebar.locator('.welcome-view a', { hasText: 'Allow Registries' })
    await allow.waitFor()
    await workbench.screenshot('updates-consent')
    assert.equal(editor.registry.requests, 0)
    await allow.click()
    await page.locator('.monaco-dialog-box .monaco-button', { hasText: 'Allow' }).first().click()
    await view.row('a.yaml:2').waitFor()
    assert(editor.registry.requests > 0)
    assert.equal(editor.repository.git('status', '--porcelain'), '')
    if (cluster !== undefined) await tryCluster(editor, workbench, view, cluster)
  })
})

/** A live cluster, from the question before the first request to the window's end. */
async function tryCluster(editor, workbench, view, { server, context, fill, away, hanging, running }) {
  const { page } = workbench
  fill(editor.registry.host)
  const dialog = page.locator('.monaco-dialog-box')
  await workbench.command('Fluxmark: Show Live State…')
  await dialog.filter({ hasText: `May Fluxmark read the cluster ${context} (${server.url})?` }).waitFor()
  await workbench.screenshot('live-consent')
  assert.deepEqual([server.asked, running()], [[], []])
  await dialog.locator('.monaco-button', { hasText: `Read ${context}` }).click()
  await view.row(`Cluster ${context}`).click({ timeout: coldPatience })
  await view.row('ImageRepository · differs').waitFor({ timeout: coldPatience })
  await view.row('ImagePolicy · agrees').waitFor()
  await view.row('cluster agrees').waitFor()
  await workbench.screenshot('live-rows')
  assert.match(
    (await view.heard()).join('\n'),
    /ImageRepository flux-system\/web: differs, the cluster has 6 tags\. spec\.interval is \W+9m\W+ in the cluster.* Warning Denied \(\d+ s ago\): UNAUTHORIZED/,
  )
  await view.row('cluster agrees · 1 warning').waitFor()

  await view.menu('ImageRepository ·', 'Reconcile Now…')
  await dialog.filter({ hasText: `Reconcile ImageRepository flux-system:web in ${context}?` }).waitFor()
  await workbench.screenshot('live-reconcile')
  assert(server.asked.every(({ method }) => method === 'GET'))
  await dialog.locator('.monaco-button', { hasText: 'Reconcile' }).first().click()
  await workbench.notification(`ImageRepository flux-system:web in ${context} is reconciled`)
  assert.equal(server.asked.filter(({ method }) => method === 'PATCH').length, 1)

  await view.menu('ImagePolicy ·', 'Copy Flux Command…')
  await workbench.listed('reconcile')
  await workbench.screenshot('live-copy')
  await page.keyboard.press('Escape')

  // It goes away in the middle: what was read last stays. It was agreed to, and is not asked about again.
  await away()
  await workbench.command('Fluxmark: Show Live State…')
  await view.row('cannot be read now').waitFor()
  await view.row('ImageRepository · differs').waitFor()
  await workbench.screenshot('live-away')
  await workbench.command('Fluxmark: Hide Live State')
  await view.row('Cluster').waitFor({ state: 'detached' })

  // A server that never answers, and an editor that is closed meanwhile.
  const { asked } = await hanging()
  await workbench.command('Fluxmark: Show Live State…')
  await asked
  assert.equal(running().length > 0, true)
  await editor.server.stop()
  // At the latest when kubectl's own time is up: a server that is killed cannot end it.
  await until(() => running().length === 0)
}

for (const [name, theme] of Object.entries({
  light: 'Default Light Modern',
  contrast: 'Default High Contrast',
})) {
  test(`the view is read in the ${name} theme`, async () => {
    const settings = { 'workbench.colorTheme': theme }
    await withEditor(`updates-${name}`, { demo: true, settings }, async editor => {
      const workbench = await editor.open('apps/checkout/deployment.yaml')
      const view = await openUpdates(workbench, '→')
      await view.row('→').hover()
      await workbench.screenshot(`updates-${name}`)
      assert.match((await view.heard()).join('\n'), /outdated/)
    })
  })
}
