import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { withFiles } from '../../server/src/flux/workspace/snapshot.ts'
import { codes } from '../../server/src/ide/checks.ts'
import { diagnostics } from '../../server/src/ide/diagnostics.ts'
import { fixture } from '../fixture.ts'
import { readExamples } from './examples.ts'

const all = new Map(codes.map(({ code, severity }) => [code, severity] as const))

test('a text cut anywhere has diagnostics and fixes inside of it, and never an exception', () => {
  const workspaces = [...readExamples().values()].map(({ bad }) => fixture(bad).snapshot)
  fc.assert(
    fc.property(
      fc.constantFrom(...workspaces),
      fc.nat(),
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.constantFrom('', '{', "'", '\t', '\n', '${'),
      (workspace, pick, where, inserted) => {
        const paths = [...workspace.files.keys()]
        const path = paths[pick % paths.length] ?? ''
        const text = workspace.files.get(path)?.text ?? ''
        const cut = Math.floor(where * text.length)
        const snapshot = withFiles(workspace, [
          [path, text.slice(0, cut) + inserted + text.slice(cut + (pick % 5))],
        ])
        for (const { span, fixes } of paths.flatMap(one => diagnostics(snapshot, one, all))) {
          assert.ok(0 <= span[0] && span[0] <= span[1])
          for (const { path: file, span: at, oldText } of fixes.flatMap(({ edits }) => edits))
            assert.equal(snapshot.files.get(file)?.text.slice(at[0], at[1]), oldText)
        }
      },
    ),
    { numRuns: 300 },
  )
})
