import assert from 'node:assert/strict'
import { test } from 'node:test'
import { terminalProgress } from '../../server/src/io/terminal/terminal-progress.ts'

function shown(columns: number | undefined, times: readonly number[]): string {
  let text = ''
  let time = 0
  const view = terminalProgress({ write: more => (text += more), columns, now: () => time })
  for (const [index, now] of times.entries()) {
    time = now
    view.report(`acme/web: ${index} tags`)
  }
  view.done()
  return text
}

test('on a terminal one line comes and goes, never longer than it is wide', () => {
  assert.equal(shown(25, [0, 1]), '\r\x1b[Klisting tags: acme/web: \r\x1b[Klisting tags: acme/web: \r\x1b[K')
})

test('elsewhere a line every ten seconds', () => {
  assert.equal(
    shown(undefined, [1, 5000, 10_001, 12_000]),
    'listing tags: acme/web: 0 tags\nlisting tags: acme/web: 2 tags\n',
  )
})
