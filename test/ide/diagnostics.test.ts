import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { withFiles } from '../../server/src/flux/workspace/snapshot.ts'
import type { Check } from '../../server/src/ide/check.ts'
import { checks, codes } from '../../server/src/ide/checks.ts'
import { type CheckFailure, diagnostics } from '../../server/src/ide/diagnostics.ts'
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

describe('a check that throws', () => {
  const { snapshot } = fixture(`#- repository.yaml
apiVersion: image.toolkit.fluxcd.io/v1
kind: ImageRepository
metadata: {name: web, namespace: apps}
spec: {image: https://ghcr.io/acme/web, interval: 10s}`)
  const broken = (failure: () => never): Check => ({
    codes: [{ code: 'broken', severity: 'error', flux: '' }],
    findings: failure,
  })
  const fails = () => {
    throw new Error('a bug')
  }

  test('takes down itself only, and is told', () => {
    const failures: CheckFailure[] = []
    const found = diagnostics(snapshot, 'repository.yaml', new Map(), {
      checks: [broken(fails), ...checks],
      onFailure: failure => failures.push(failure),
    })
    assert.deepEqual(
      found.map(({ code }) => code),
      ['repo-image-scheme', 'repo-interval-too-short'],
    )
    assert.deepEqual(
      failures.map(({ code, path, error }) => [code, path, String(error)]),
      [['broken', 'repository.yaml', 'Error: a bug']],
    )
  })

  test('is not run where all of its codes are off', () =>
    assert.deepEqual(
      diagnostics(snapshot, 'repository.yaml', new Map([['broken', 'off']]), {
        checks: [broken(fails)],
        onFailure: () => assert.fail('it ran'),
      }),
      [],
    ))

  test('while making a fix has no fix, and is told when somebody asks', () => {
    const failures: CheckFailure[] = []
    const findings: Check['findings'] = () => [{ span: [0, 1], message: 'wrong', fixes: fails }]
    const [found] = diagnostics(snapshot, 'repository.yaml', new Map(), {
      checks: [{ ...broken(fails), findings }],
      onFailure: failure => failures.push(failure),
    })
    assert.equal(failures.length, 0)
    assert.deepEqual(found?.fixes, [])
    assert.equal(failures.length, 1)
  })
})

test('findings of one code at one place are told apart by their number, and the same is reported once', () => {
  const { snapshot } = fixture('#- a.yaml\na: 1')
  const finding = { span: [0, 1], message: 'wrong' } as const
  const found = diagnostics(snapshot, 'a.yaml', new Map(), {
    checks: [
      {
        codes: [{ code: 'twice', severity: 'error', flux: '' }],
        findings: () => [finding, finding, { ...finding, message: 'wrong again' }],
      },
    ],
  })
  assert.deepEqual(
    found.map(({ index }) => index),
    [0, 1],
  )
})
