import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Snapshot } from '../../../server/src/flux/workspace/snapshot.ts'
import type { Diagnostic, Edit } from '../../../server/src/ide/answers.ts'
import { codes } from '../../../server/src/ide/checks.ts'
import { diagnostics } from '../../../server/src/ide/diagnostics.ts'
import { suppressions, turnOn } from '../../../server/src/ide/fixes/suppress.ts'
import { fixture, settledAfter } from '../../fixture.ts'
import { readExamples } from '../examples.ts'

const none = new Map<string, never>()

/** Where an offset of the old text is after edits of its file. */
function shifted(edits: readonly Edit[], path: string, offset: number): number {
  return edits
    .filter(edit => edit.path === path && edit.span[1] <= offset)
    .reduce((at, { oldText, newText }) => at + newText.length - oldText.length, offset)
}

function all(snapshot: Snapshot): readonly Diagnostic[] {
  return [...snapshot.files.keys()].flatMap(path => diagnostics(snapshot, path))
}

describe('a finding of each code is silenced, and nothing else is', () => {
  for (const { code, default: byDefault } of codes) {
    if (byDefault !== undefined) continue
    test(code, () => {
      const { snapshot } = fixture(readExamples().get(code)?.bad ?? '')
      const before = all(snapshot)
      const found = before.find(one => one.code === code)
      if (found === undefined) return
      for (const { title, edits } of suppressions(snapshot, found, none)) {
        const after = settledAfter(snapshot, edits)
        const left = all(after)
        const at = shifted(edits, found.path, found.span[0])
        const isLeft = (one: Diagnostic) =>
          one.code === code &&
          (/ here$/.test(title) ? one.path === found.path && one.span[0] === at : true) &&
          (/ in this file$/.test(title) ? one.path === found.path : true)
        assert.deepEqual(left.filter(isLeft), [], title)
        const others = (list: readonly Diagnostic[]) =>
          list.filter(one => one.code !== code).map(one => `${one.path} ${one.code} ${one.message}`)
        assert.deepEqual(others(left), others(before), title)
        for (const { path, facts } of snapshot.files.values())
          assert.deepEqual(
            after.files.get(path)?.facts.markers.map(({ name }) => name),
            facts.markers.map(({ name }) => name),
            title,
          )
      }
    })
  }
})

const world = `
#- registry ghcr.io/acme/web: 1.0.0 1.1.0
#- policy apps:web ghcr.io/acme/web semver 1.x
#- web.yaml
image: ghcr.io/acme/web:1.0.0 # {"$imagepolicy": "apps:we$0b"}
text: |
  image: ghcr.io/acme/web:1.0.0
`

test('no comment comes into a text of several lines, and none into JSON', () => {
  const { snapshot } = fixture(world)
  const found = all(snapshot).find(({ path }) => path === 'web.yaml')
  assert.ok(found)
  const text = snapshot.files.get('web.yaml')?.text ?? ''
  const at = text.lastIndexOf('image')
  const titles = (one: Diagnostic) => suppressions(snapshot, one, none).map(({ title }) => title)
  const { code } = found
  assert.deepEqual(titles(found), [
    `Ignore ${code} here`,
    `Ignore ${code} in this file`,
    `Turn ${code} off in fluxmark.yaml`,
  ])
  assert.deepEqual(titles({ ...found, span: [at, at] }), [
    `Ignore ${code} in this file`,
    `Turn ${code} off in fluxmark.yaml`,
  ])
  const settings = new Map([[code, 'error' as const]])
  assert.equal(suppressions(snapshot, found, settings).length, 2, 'the editor’s own setting wins')
})

test('a code that the project file turns off is turned on again', () => {
  const { snapshot } = fixture('#- fluxmark.yaml\ndiagnostics:\n  outdated: off\n  policy-not-found: error\n')
  const offset = snapshot.files.get('fluxmark.yaml')?.text.indexOf('outdated') ?? 0
  const fixes = turnOn(snapshot, 'fluxmark.yaml', offset, () => 'warning')
  assert.deepEqual(
    fixes.map(({ title, edits }) => [title, edits[0]?.newText]),
    [['Turn outdated on', 'warning']],
  )
  assert.deepEqual(
    turnOn(snapshot, 'fluxmark.yaml', offset + 20, () => 'warning'),
    [],
  )
})

test('a second code joins the comment that silences the first', () => {
  const { snapshot } = fixture(`#- registry ghcr.io/acme/web: 1.0.0 1.1.0
#- policy apps:web ghcr.io/acme/web semver 1.x
#- web.yaml
# fluxmark-ignore: marker-unreachable, other -- since it is frozen
image: ghcr.io/acme/web:1.0.0 # {"$imagepolicy": "apps:web"}
`)
  const [found] = diagnostics(snapshot, 'web.yaml')
  assert.equal(found?.code, 'outdated')
  const [here] = found ? suppressions(snapshot, found, none) : []
  const after = settledAfter(snapshot, here?.edits ?? [])
  assert.match(
    after.files.get('web.yaml')?.text ?? '',
    /^# fluxmark-ignore: marker-unreachable, other, outdated -- since it is frozen\n/,
  )
  assert.deepEqual(diagnostics(after, 'web.yaml'), [])
})

test('nothing comes between a marker and the value below it', () => {
  const { snapshot } = fixture(`#- registry ghcr.io/acme/web: 1.0.0 1.1.0
#- policy apps:web ghcr.io/acme/web semver 1.x
#- web.yaml
images:
# {"$imagepolicy": "apps:web"}
- ghcr.io/acme/web:1.0.0
`)
  const [found] = diagnostics(snapshot, 'web.yaml')
  assert.equal(found?.code, 'outdated')
  assert.deepEqual(found && suppressions(snapshot, found, none).map(({ title }) => title), [
    'Ignore outdated in this file',
    'Turn outdated off in fluxmark.yaml',
  ])
})
