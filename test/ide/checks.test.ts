import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Snapshot } from '../../server/src/flux/workspace/snapshot.ts'
import type { SourceFile } from '../../server/src/flux/workspace/source-file.ts'
import type { Edit } from '../../server/src/ide/answers.ts'
import { codes } from '../../server/src/ide/checks.ts'
import { diagnostics } from '../../server/src/ide/diagnostics.ts'
import type { Node } from '../../server/src/text/node.ts'
import type { Span } from '../../server/src/text/span.ts'
import { fixture, settledAfter } from '../fixture.ts'
import { check } from '../ide-check.ts'
import { readExamples } from './examples.ts'

const examples = readExamples()

/** Every code documents itself by an example; here the examples are run. */
for (const { code, default: byDefault } of codes) {
  describe(code, () => {
    const example = examples.get(code)
    assert(example, `test/ide/examples has none of ${code}`)

    test('its bad example has it where the example says', () => check(example.bad, code))

    test('its good example has none of it', () => {
      const { snapshot } = fixture(example.good)
      const codes = [...snapshot.files.keys()].flatMap(path =>
        diagnostics(snapshot, path).map(found => found.code),
      )
      assert.ok(!codes.includes(code), codes.join())
    })

    test('each of its fixes makes it disappear, adds nothing, and changes nothing else', () => {
      const { snapshot } = fixture(example.bad)
      const before = all(snapshot, byDefault === 'strict')
      for (const found of before.filter(one => one.code === code)) {
        for (const fix of found.fixes) {
          const mended = settledAfter(snapshot, fix.edits)
          const after = all(mended, byDefault === 'strict')
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
          for (const [path, file] of snapshot.files) {
            const other = mended.files.get(path)
            assert(other)
            const edits = fix.edits.filter(edit => edit.path === path)
            assert.deepEqual(lost(file, other, edits), [], `${fix.title} in ${path}`)
          }
        }
      }
    })
  })
}

/**
 * Every finding, of the checks that are off by default too. A fix that brings an object to light need not follow the
 * house rules in it: they count for fixes of their own.
 */
function all(snapshot: Snapshot, withRules: boolean) {
  const everything = new Map(
    codes
      .filter(({ default: byDefault }) => withRules || byDefault !== 'strict')
      .map(({ code, severity }) => [code, severity] as const),
  )
  return [...snapshot.files.keys()].flatMap(path => diagnostics(snapshot, path, everything))
}

/** The values and comments of a file that no edit touches and that are not there afterwards as they were. */
function lost(before: SourceFile, after: SourceFile, edits: readonly Edit[]): readonly string[] {
  const left = partsOf(after).map(({ text }) => text)
  return partsOf(before)
    .filter(({ span }) => !edits.some(edit => edit.span[0] <= span[1] && span[0] <= edit.span[1]))
    .map(({ text }) => text)
    .filter(text => {
      const at = left.indexOf(text)
      if (at !== -1) left.splice(at, 1)
      return at === -1
    })
}

/** Every value of a file behind its key, and every comment; none of what does not parse. */
function partsOf({ facts }: SourceFile): readonly { readonly span: Span; readonly text: string }[] {
  const parts: { span: Span; text: string }[] = []
  const visit = (node: Node | undefined, name: string): void => {
    if (node?.kind === 'sequence') for (const item of node.items) visit(item, '-')
    if (node?.kind === 'scalar')
      parts.push({ span: node.span, text: `${name}: ${node.text} (${node.style})` })
    if (node?.kind === 'mapping') {
      for (const { key, value } of node.entries) visit(value, key.kind === 'scalar' ? key.text : '?')
    }
  }
  for (const { root, comments, errors } of facts.documents) {
    if (errors.length > 0) continue
    visit(root, '')
    for (const { span, text } of comments) parts.push({ span, text })
  }
  return parts
}

test('no example is of a code that no check has', () =>
  assert.deepEqual(
    [...examples.keys()].filter(code => !codes.some(one => one.code === code)),
    [],
  ))
