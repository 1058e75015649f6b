import assert from 'node:assert/strict'
import { test } from 'node:test'
import { completion } from '../../server/src/ide/completion/completion.ts'
import { fixture } from '../fixture.ts'

function offered(text: string): readonly string[] {
  const { snapshot, cursor } = fixture(
    `#- clusters/production/web.yaml\nimage: x:1\n#- fluxmark.yaml\n${text}`,
  )
  assert(cursor)
  return completion(snapshot, cursor.path, cursor.offset).map(({ label }) => label)
}

test('the project file completes its keys, but those that are there', () => {
  const keys = offered('profile: strict\n$0')
  assert.ok(keys.includes('environments') && keys.includes('ignore'), keys.join())
  assert.ok(!keys.includes('profile'))
  assert.deepEqual(offered('environments:\n  - name: a\n    $0'), ['path', 'branch'])
  assert.ok(offered('diagnostics:\n  out$0').includes('outdated'))
  assert.deepEqual(offered('commit:\n  $0'), ['messageTemplate'])
})

test('the project file completes what its keys may be', () => {
  assert.deepEqual(offered('profile: $0'), ['recommended', 'strict'])
  assert.deepEqual(offered('diagnostics:\n  outdated: $0'), [
    'off',
    'hint',
    'information',
    'warning',
    'error',
  ])
  assert.deepEqual(offered('environments:\n  - path: $0'), ['clusters', 'clusters/production'])
  assert.ok(offered('fluxVersion: $0').includes('auto'))
  assert.deepEqual(offered('ignore:\n  - $0'), [])
})
