import assert from 'node:assert/strict'
import { tmpdir } from 'node:os'
import { test } from 'node:test'
import { commonOptions } from '../../server/src/cli/options/common-options.ts'
import { verbs } from '../../server/src/cli/verbs.ts'
import { fluxmark } from './fluxmark.ts'

const run = (...args: readonly string[]) => fluxmark(tmpdir(), tmpdir(), ...args)

test('help names every verb, and --help says the same', async () => {
  const { code, out, err } = await run('help')
  assert.equal(code, 0, err)
  for (const { name, summary } of verbs) {
    assert.ok(out.includes(`\n  ${name} `), name)
    assert.ok(out.replace(/\s+/g, ' ').includes(summary.replace(/\s+/g, ' ')), summary)
  }
  assert.equal((await run('--help')).out, out)
})

for (const verb of verbs) {
  test(`help ${verb.name} names its operands, options and examples, within 100 columns`, async () => {
    const { code, out } = await run('help', verb.name)
    assert.equal(code, 0)
    assert.ok(out.startsWith(`fluxmark ${verb.name} ${verb.operands}`), out)
    for (const { name } of [...verb.options, ...commonOptions(verb)])
      assert.match(out, new RegExp(`--${name}\\b`))
    for (const { command } of verb.examples) assert.ok(out.includes(`  fluxmark ${command}\n`), command)
    assert.deepEqual(
      out.split('\n').filter(line => line.length > 100),
      [],
    )
    assert.equal((await run(verb.name, '--help')).out, out)
  })
}

test('help of what is no verb is wrong usage', async () => {
  const { code, err } = await run('help', 'chekc')
  assert.equal(code, 2)
  assert.match(err, /"chekc" is not a verb: .*check\|policies/)
  // As from a script whose variable is not set.
  const empty = await run('help', '')
  assert.equal(empty.code, 2)
  assert.match(empty.err, /"" is not a verb/)
})
