import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { applyChanges } from '../../server/src/flux/automation/apply-changes.ts'
import type { Change } from '../../server/src/flux/automation/changes.ts'
import { applyEdits } from '../../server/src/flux/automation/edit-value.ts'
import { readFacts } from '../../server/src/flux/workspace/facts.ts'
import { markersOf, withFiles } from '../../server/src/flux/workspace/snapshot.ts'
import { pending } from '../../server/src/ide/fixes/actions.ts'
import { fixture } from '../fixture.ts'

/** Text that is often YAML with markers, and often broken. */
const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc
    .array(
      fc.constantFrom(
        'image: ghcr.io/acme/web:1.0.0 # {"$imagepolicy": "apps:web"}\n',
        'tag: "1.0.0" # {"$imagepolicy": "apps:web:tag"}\n',
        '\'q\': \'1.0.0\' # {"$imagepolicy": "apps:web:tag"}\n',
        '- 1.0.0 # {"$imagepolicy": "apps:web:tag"}\n',
        'n: 0 # {"$imagepolicy": "apps:web:tag"}\n',
        'b: |\n  a\n  b\n',
        'a:\n  ',
        '---\n',
        'kind: ImagePolicy\n',
        'apiVersion: image.toolkit.fluxcd.io/v1\n',
        '\t',
        '{[',
        '# 😀 é\n',
        '\r\n',
        'x: &a 1\ny: *a\n',
        '%',
        '"',
      ),
    )
    .map(parts => parts.join('')),
)

test('reading never throws, whatever the text', () => {
  fc.assert(
    fc.property(text, input => void readFacts(input)),
    { numRuns: 2000 },
  )
})

const policies = '#- policy apps:web ghcr.io/acme/web semver 1.x\n#- registry ghcr.io/acme/web: 1.0.0 1.2.0\n'
const { snapshot: empty } = fixture(policies)

function changesOf(input: string) {
  const snapshot = withFiles(empty, [['a.yaml', input]])
  return { snapshot, changes: pending(snapshot, markersOf(snapshot)) }
}

/** The text with every changed span cut out: what an update must leave as it is. */
function rest(input: string, changes: readonly Change[]): string {
  let result = input
  for (const { edit } of changes.toSorted((a, b) => b.edit.span[0] - a.edit.span[0])) {
    result = `${result.slice(0, edit.span[0])}\u0000${result.slice(edit.span[1])}`
  }
  return result
}

test('an update changes nothing outside the changed spans, and twice is once', () => {
  fc.assert(
    fc.property(text, input => {
      const { changes } = changesOf(input)
      const updated = applyEdits(
        input,
        changes.map(({ edit }) => edit),
      )
      let at = 0
      for (const part of rest(input, changes).split('\u0000')) {
        const found = updated.indexOf(part, at)
        assert.ok(found >= at)
        at = found + part.length
      }
      assert.deepEqual(
        changesOf(updated).changes.map(({ newValue }) => newValue),
        [],
      )
    }),
    { numRuns: 1000 },
  )
})

test('changes find their place in the committed text, though lines have shifted', () => {
  const committed = 'kind: A\nc:\n- image: ghcr.io/acme/web:1.0.0 # {"$imagepolicy": "apps:web"}\n'
  const working = `# new\n\n${committed}  port: 9\n`
  const { snapshot, changes } = changesOf(working)
  const facts = snapshot.files.get('a.yaml')?.facts
  assert(facts)
  assert.deepEqual(applyChanges(committed, facts, changes), { text: committed.replace('1.0.0', '1.2.0') })
  const other = applyChanges(committed.replace('1.0.0', '0.9.0'), facts, changes)
  assert.ok('missing' in other, 'a value that the user changed is not overwritten')
})
