// What a person sees and does at a marker, in the real workbench.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { automation, deployment, startEditor } from './fixture.mjs'
import { until } from './updates-view.mjs'

let editor
before(async () => {
  editor = await startEditor({
    files: host => ({
      'flux/web.yaml': automation(host),
      ...Object.fromEntries(
        ['hover', 'bump', 'commit', 'colours', 'palette'].map(name => [`${name}.yaml`, deployment(host)]),
      ),
      'malformed.yaml': deployment(host).replace('"flux-system:web"', '"flux-system/web"'),
    }),
  })
})
after(() => editor.close())

test('a malformed marker has a squiggle, and a quick fix fixes it', async () => {
  const workbench = await editor.open('malformed.yaml')
  await workbench.squiggle('error')
  await workbench.screenshot('malformed-squiggle')
  await workbench.goTo(15, 80)
  await workbench.quickFix('flux-system:web')
  await workbench.shows('{"$imagepolicy": "flux-system:web"}')
  await workbench.noSquiggle('error')
  await workbench.becomes('clean')
  await workbench.screenshot('malformed-mended')
  assert.equal(editor.repository.read('malformed.yaml'), deployment(editor.registry.host))
})

test('the hover on a marker reads the latest tag', async () => {
  const workbench = await editor.open('hover.yaml')
  await workbench.squiggle('info')
  const text = await workbench.hover('web', '1.4.1')
  await workbench.screenshot('hover')
  assert.match(text, /flux-system:web/)
  assert.match(text, /1\.2\.3.* → .*1\.4\.1/)
})

test('a quick-fix bumps the tag, saves what was clean, and is undone in one step', async () => {
  const { read } = editor.repository
  const workbench = await editor.open('bump.yaml')
  await workbench.squiggle('info')
  await workbench.goTo(15, 20)
  await workbench.quickFix('Update to 1.4.1')
  await workbench.shows('acme/web:1.4.1 #')
  await workbench.becomes('clean')
  await workbench.noSquiggle('info')
  await workbench.screenshot('bump-done')
  const host = editor.registry.host
  assert.equal(read('bump.yaml'), deployment(host).replace('web:1.2.3', 'web:1.4.1'))
  await workbench.undo()
  await workbench.shows('acme/web:1.2.3')
  await workbench.becomes('dirty')
  await workbench.squiggle('info')
  await workbench.screenshot('bump-undone')
})

test('update and commit holds the bump and nothing of what is unsaved', async () => {
  const { read, write, git } = editor.repository
  const workbench = await editor.open('commit.yaml')
  await workbench.squiggle('info')
  await workbench.goTo(7, 14)
  await workbench.type('3')
  await workbench.becomes('dirty')
  await workbench.goTo(15, 20)
  await workbench.quickFix('Update to 1.4.1 and commit')
  await workbench.notification('Committed')
  await workbench.shows('acme/web:1.4.1 #')
  await workbench.screenshot('commit-done')
  const before = deployment(editor.registry.host)
  const bumped = before.replace('web:1.2.3', 'web:1.4.1')
  const typed = bumped.replace('replicas: 2', 'replicas: 23')
  assert.equal(git('show', 'HEAD:commit.yaml'), bumped)
  assert.deepEqual(git('show', '--name-only', '--format=', 'HEAD').trim().split('\n'), ['commit.yaml'])
  assert.equal(git('fsck', '--strict'), '')
  // The document had the user's own change in it, so it was left to the user to save.
  assert(await workbench.isDirty())
  assert.equal(read('commit.yaml'), before)

  await workbench.press('Control+s')
  await workbench.becomes('clean')
  assert.equal(read('commit.yaml'), typed)
  const changed = git('diff', '--unified=0', '--', 'commit.yaml')
    .split('\n')
    .filter(line => /^[-+][^-+]/.test(line))
  assert.deepEqual(changed, ['-  replicas: 2', '+  replicas: 23'])
  assert.equal(git('diff', '--cached'), '')

  await workbench.undo()
  await workbench.shows('acme/web:1.2.3')
  await workbench.shows('replicas: 23')
  await workbench.screenshot('commit-undone')
  write('commit.yaml', bumped)
})

test('each part of a marker has a colour of its own', async () => {
  const workbench = await editor.open('colours.yaml')
  // A text is shown before it is coloured, and drawn anew when it is: what counts is what it comes to.
  const pieces = ['$imagepolicy', 'flux-system', 'web', '}']
  await workbench.page.waitForFunction(wanted => {
    const lines = [...document.querySelectorAll('.editor-instance .view-line')]
    const line = lines.find(one => one.textContent.includes('$imagepolicy'))
    const spans = [...(line?.querySelectorAll('span span') ?? [])]
    const found = wanted.map(piece => spans.findLast(span => span.textContent.trim() === piece))
    return (
      found.every(Boolean) && new Set(found.map(span => getComputedStyle(span).color)).size === wanted.length
    )
  }, pieces)
  await workbench.screenshot('colours')
})

test('the palette updates what it is told to, and explains the line of the cursor', async () => {
  const workbench = await editor.open('palette.yaml')
  await workbench.squiggle('info')
  await workbench.goTo(15, 20)
  await workbench.command('Fluxmark: Explain This Line')
  await workbench.page.locator('.tab').filter({ hasText: 'Explanation' }).first().waitFor()
  const chain = workbench.page
    .locator('.view-line')
    .filter({ hasText: '1.4.1' })
    .filter({ hasText: 'selection' })
  await chain.first().waitFor()
  await workbench.screenshot('explain')
  // A place is a link: with Control it is followed to the manifest's line.
  const place = workbench.page.locator('.detected-link', { hasText: 'flux/web.yaml:14' }).first()
  await place.waitFor()
  await place.click({ modifiers: ['Control'] })
  await workbench.page.locator('.tab.active', { hasText: 'web.yaml' }).first().waitFor()
  await workbench.page.locator('#status\\.editor\\.selection', { hasText: 'Ln 14,' }).waitFor()
  await workbench.screenshot('explain-followed')
  await workbench.page.locator('.tab', { hasText: 'palette.yaml' }).first().click()
  await workbench.command('Fluxmark: Update Image Tags…')
  await workbench.pick('All markers in this file')
  await workbench.shows('acme/web:1.4.1 #')
  await workbench.becomes('clean')
  await workbench.screenshot('palette-update')
  assert.match(editor.repository.read('palette.yaml'), /web:1\.4\.1 #/)
})

// The preview is the editor's own: the newest one shows it for all of them.
const inOldest = process.env.FLUXMARK_LEG === 'oldest' && 'the preview is tried in the newest editor'

test('a policy is renamed at all its markers, which a preview shows first', { skip: inOldest }, async () => {
  const files = ['hover.yaml', 'colours.yaml', 'palette.yaml']
  const workbench = await editor.open('flux/web.yaml')
  await workbench.shows('kind: ImagePolicy')
  await workbench.goTo(14, 10)
  await workbench.press('F2')
  const box = workbench.page.locator('.rename-box input')
  await box.waitFor()
  assert.equal(await box.inputValue(), 'web')
  await box.fill('front')
  await workbench.press('Control+Enter')
  const preview = workbench.page.locator('.bulk-edit-panel')
  await preview.locator('.monaco-list-row', { hasText: 'bump.yaml' }).first().waitFor()
  await workbench.screenshot('rename-preview')
  for (const file of files) assert.match(editor.repository.read(file), /flux-system:web"/)
  await preview.locator('.monaco-button', { hasText: 'Apply' }).first().click()
  await workbench.shows('name: front')
  for (const file of files) await until(() => /flux-system:front"/.test(editor.repository.read(file)))
  assert.equal(
    editor.repository.read('flux/web.yaml'),
    automation(editor.registry.host).replace(
      'kind: ImagePolicy\nmetadata:\n  name: web',
      'kind: ImagePolicy\nmetadata:\n  name: front',
    ),
  )
  await workbench.screenshot('renamed')
})
