// Which files and folders count, and when the server runs at all.
import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { test } from 'node:test'
import { automation, deployment, makeRepository, withEditor } from './fixture.mjs'

test('a change on disk is followed, in the open file and in one that it depends on', async () => {
  await withEditor('disk', {}, async editor => {
    const { repository, registry } = editor
    const workbench = await editor.open('deploy.yaml')
    await workbench.squiggle('info')
    // VS Code's own watcher misses what is written before it is up; its editor showing the text says that it is.
    const edited = workbench.line('acme/web:1.4.1')
    for (let tries = 0; tries < 10 && !(await edited.isVisible()); tries++) {
      repository.write('deploy.yaml', deployment(registry.host).replace('web:1.2.3', 'web:1.4.1'))
      await edited.waitFor({ timeout: 6000 }).catch(() => {})
    }
    await workbench.shows('acme/web:1.4.1 #')
    await workbench.noSquiggle('info')
    repository.write('flux/web.yaml', automation(registry.host).replace('range: 1.x', 'range: 2.0.0-rc.1'))
    await workbench.squiggle('info')
    await workbench.hover('127.0.0.1', '2.0.0-rc.1')
    await workbench.screenshot('disk-followed')
  })
})

test('what files.exclude hides is not there', async () => {
  await withEditor('exclude', { settings: { 'files.exclude': { flux: true } } }, async editor => {
    const workbench = await editor.open('deploy.yaml')
    await workbench.hover('127.0.0.1', 'Unknown')
    await workbench.screenshot('files-exclude')
    assert.equal(editor.registry.requests, 0)
  })
})

test('every folder of a window counts by itself', async () => {
  await withEditor('multi-root', {}, async editor => {
    const other = makeRepository({
      'other.yaml': deployment(editor.registry.host),
      'flux/web.yaml': automation(editor.registry.host).replace('range: 1.x', 'range: 1.3.x'),
    })
    const file = editor.repository.file('both.code-workspace')
    writeFileSync(file, JSON.stringify({ folders: [{ path: editor.repository.root }, { path: other.root }] }))
    const first = await editor.open('deploy.yaml', file)
    await first.squiggle('info')
    await first.hover('127.0.0.1', '1.4.1')
    const second = await editor.open(other.file('other.yaml'), file)
    await second.squiggle('info')
    await second.hover('127.0.0.1', '1.3.0')
    await second.screenshot('multi-root')
    other.remove()
  })
})

test('no server runs where there is nothing of Flux, until a marker is typed', async () => {
  await withEditor('start', { files: () => ({ 'values.yaml': 'image: web:1.0.0\n' }) }, async editor => {
    const workbench = await editor.open('values.yaml')
    await workbench.languageStatus('no Flux image automation found')
    await workbench.screenshot('not-started')
    await workbench.goTo(1, 17)
    // Closed quotes and brackets are the editor's own doing: it would double them.
    await workbench.type(' # {"$imagepolicy": "web')
    await workbench.squiggle('error')
    await workbench.screenshot('started-by-typing')
  })
})
