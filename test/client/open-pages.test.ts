import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createOpenPages, isTabOf } from '../../client/src/commit/open-pages.ts'

test('two previews of one kind have tabs of their own, and closing one leaves the other', () => {
  const pages = createOpenPages()
  const [first, second] = [pages.open('Update Preview'), pages.open('Update Preview')]
  assert.notEqual(first, second)
  const labels = [first, second].map(tab => `${tab} (3 files)`)
  assert.deepEqual(
    labels.map(label => isTabOf(label, first)),
    [true, false],
  )
  pages.keep(first, 'a:1', 'one')
  pages.keep(second, 'a:2', 'two')
  pages.close(first)
  assert.deepEqual([pages.textOf('a:1'), pages.textOf('a:2')], ['', 'two'])
  assert.equal(pages.open('Update Preview'), first)
})

test('texts are freed with the tab that shows them, and not before it is shown', () => {
  const pages = createOpenPages()
  const tab = pages.open('Commit 1234567')
  pages.keep(tab, 'a:1', 'one')
  pages.retain(['deploy.yaml'])
  assert.equal(pages.textOf('a:1'), 'one')
  pages.shown(tab)
  pages.retain(['deploy.yaml', `${tab} (2 files)`])
  assert.equal(pages.textOf('a:1'), 'one')
  pages.retain(['deploy.yaml'])
  assert.equal(pages.textOf('a:1'), '')
})
