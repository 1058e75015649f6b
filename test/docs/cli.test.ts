import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { readArguments } from '../../server/src/cli/arguments.ts'
import { verbs } from '../../server/src/cli/verbs.ts'
import { manual } from './cli.ts'

test('docs/cli.md is what the verbs say: node test/docs/cli.mjs writes it', () =>
  assert.equal(readFileSync(join(import.meta.dirname, '../../../docs/cli.md'), 'utf8'), manual()))

for (const verb of verbs) {
  test(`every example of ${verb.name} is a command line that it takes`, () => {
    assert.notEqual(verb.examples.length, 0)
    for (const { command } of verb.examples) {
      const [name, ...rest] = command.split(' ')
      assert.equal(name, verb.name)
      assert.doesNotThrow(() => readArguments(verb, rest))
    }
  })
}
