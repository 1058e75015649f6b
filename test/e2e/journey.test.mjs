// From a repository that was never seen to a pull request of three images, in at most eight keys or clicks; then what else the view does.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { startJourney, walk } from './journey.mjs'
import { openUpdates, until } from './updates-view.mjs'

let journey
before(async () => {
  journey = await startJourney()
})
after(() => journey.close())

/** Pictures where it fails. */
const pictured = body => async () => {
  try {
    await body(journey)
  } catch (error) {
    await journey.editor.picture('journey')
    throw error
  }
}

test(
  'three images are updated on a branch, and their pull request is open, after at most eight keys or clicks',
  pictured(async ({ editor, forge }) => {
    const workbench = await editor.open('flux/automation.yaml')
    let at = 0
    const { steps, view } = await walk(journey, workbench, () => workbench.screenshot(`journey-${++at}`))
    assert.ok(steps.length <= 8, steps.join('\n'))
    const heard = (await view.heard()).join('\n')
    assert.match(heard, /mail\.yaml line 15 in apps: failed/)
    const { git } = editor.repository
    assert.deepEqual(
      forge.pulls.map(({ branch, base, title }) => [branch, base, title]),
      [['flux-image-updates', 'main', 'Update the images of the shop']],
    )
    for (const name of ['web', 'api', 'worker']) {
      assert.match(
        git('show', `flux-image-updates:apps/${name}.yaml`),
        new RegExp(`shop/${name}:1\\.5\\.0 #`),
      )
      assert.match(forge.pulls[0].body, new RegExp(`shop/${name}:1\\.5\\.0`))
    }
    assert.equal(git('status', '--porcelain'), '')
  }),
)

test(
  'rows are grouped by image and by state, an image is held and released, byte for byte',
  pictured(async ({ editor }) => {
    const { read } = editor.repository
    const before = read('flux/web.yaml')
    const workbench = await editor.open('flux/automation.yaml')
    const { page } = workbench
    await workbench.command('Fluxmark: Group Updates by State')
    const view = await openUpdates(workbench, 'web.yaml')
    await view.row(/^\s*Outdated\s*3 values/).waitFor()
    await workbench.screenshot('updates-by-state')
    await workbench.command('Fluxmark: Group Updates by Image')
    await view.row('/shop/api').waitFor()
    await workbench.screenshot('updates-by-image')
    await workbench.command('Fluxmark: Group Updates by Automation')
    await view.row('flux-system/shop').waitFor()

    await view.action('web.yaml', 'Hold Image')
    const list = page.locator('.quick-input-list .monaco-list-row')
    await list.first().waitFor()
    await workbench.screenshot('hold-how')
    await page.keyboard.press('Enter')
    const reason = page.locator('.quick-input-widget:visible input').first()
    await reason.waitFor()
    await reason.fill('login is broken')
    await page.keyboard.press('Enter')
    await until(() => /fluxmark-held/.test(read('flux/web.yaml')))
    await view.row('web.yaml').filter({ hasText: 'held' }).waitFor()
    await workbench.screenshot('updates-held')
    assert.match((await view.heard()).join('\n'), /web\.yaml line 15.*held/)
    await view.action('web.yaml', 'Release Image')
    await until(() => read('flux/web.yaml') === before)
  }),
)

test(
  'a box is checked by Space, Back goes to the branches, and what is checked is committed to a branch of its own',
  pictured(async ({ editor }) => {
    const { git } = editor.repository
    const workbench = await editor.open('flux/automation.yaml')
    const { page } = workbench
    const view = await openUpdates(workbench, 'api.yaml')
    await view.row('api.yaml').click({ position: { x: 60, y: 8 } })
    await page.keyboard.press('Space')
    await view.row('api.yaml').locator('.codicon-check').waitFor()
    await view.titleAction('Commit Checked')
    const row = text => page.locator('.quick-input-list .monaco-list-row').filter({ hasText: text }).first()
    await workbench.pick('Another branch…')
    const name = page.locator('.quick-input-widget:visible input').first()
    await page.locator('.quick-input-widget').filter({ hasText: 'Name of the branch' }).first().waitFor()
    await name.fill('flux image')
    await page.locator('.quick-input-message').filter({ hasText: 'no spaces' }).waitFor()
    await workbench.screenshot('branch-name-fault')
    await name.fill('api-only')
    await page.keyboard.press('Enter')
    await row('Commit to api-only').waitFor()
    await page.locator('.quick-input-widget .codicon-quick-input-back').first().click()
    await row('Another branch…').waitFor()
    await workbench.screenshot('commit-back')
    await view.row('api.yaml').locator('.codicon-check').waitFor()
    await workbench.pick('Another branch…')
    await page.locator('.quick-input-widget').filter({ hasText: 'Name of the branch' }).first().waitFor()
    await name.fill('api-only')
    await page.keyboard.press('Enter')
    await workbench.pick('Commit to api-only')
    await workbench.notification('on api-only')
    await view.row('api.yaml').locator('.codicon-check').waitFor({ state: 'detached' })
    assert.match(git('show', 'api-only:apps/api.yaml'), /shop\/api:1\.5\.0/)
    assert.equal(git('branch', '--show-current').trim(), 'main')
  }),
)
