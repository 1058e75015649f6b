import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { checks } from '../../server/src/ide/checks.ts'
import { diagnostics } from '../../server/src/ide/diagnostics.ts'
import { fixture, settledAfter } from '../fixture.ts'
import { check } from '../ide-check.ts'

/** Every check documents itself by an example; here the examples are run. */
for (const { code, example } of checks) {
  describe(code, () => {
    test('its bad example has it where the example says', () => check(example.bad, code))

    test('its good example has none of it', () => {
      const { snapshot } = fixture(example.good)
      const codes = [...snapshot.files.keys()].flatMap(path =>
        diagnostics(snapshot, path).map(found => found.code),
      )
      assert.ok(!codes.includes(code), codes.join())
    })

    test('each of its fixes makes it disappear and adds nothing', () => {
      const { snapshot } = fixture(example.bad)
      const before = all(snapshot)
      for (const found of before.filter(one => one.code === code)) {
        for (const fix of found.fixes) {
          const after = all(settledAfter(snapshot, fix.edits))
          const left = before.map(one => one.code)
          left.splice(left.indexOf(code), 1)
          // What has the same cause may go with it.
          const added = after.filter(one => {
            const at = left.indexOf(one.code)
            if (at !== -1) left.splice(at, 1)
            return at === -1 && one.code !== 'outdated'
          })
          assert.deepEqual(
            added.map(one => `${one.code}: ${one.message}`),
            [],
            fix.title,
          )
        }
      }
    })
  })
}

function all(snapshot: ReturnType<typeof fixture>['snapshot']) {
  return [...snapshot.files.keys()].flatMap(path => diagnostics(snapshot, path))
}
