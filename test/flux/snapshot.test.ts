import assert from 'node:assert/strict'
import { test } from 'node:test'
import { acceptedVerdict } from '../../server/src/flux/chain/refusals.ts'
import { emptySnapshot, withAnswers, withFiles } from '../../server/src/flux/workspace/snapshot.ts'

/** 10,000 files: 100 teams, each with a policy, 96 other manifests, and a base and two overlays that take them in. */
function largeWorkspace(): Map<string, string> {
  const files = new Map<string, string>()
  for (let team = 0; team < 100; team++) {
    const names = Array.from({ length: 96 }, (_, i) => `d${i}.yaml`)
    for (const name of names) {
      files.set(`${team}/base/${name}`, `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: ${name}}\n`)
    }
    files.set(`${team}/base/policy.yaml`, policy('1.x'))
    const resources = ['policy.yaml', ...names].map(name => `- ${name}\n`).join('')
    files.set(`${team}/base/kustomization.yaml`, `resources:\n${resources}`)
    files.set(`${team}/dev/kustomization.yaml`, `namespace: dev-${team}\nresources: [../base]\n`)
    files.set(`${team}/prod/kustomization.yaml`, `namespace: prod-${team}\nresources: [../base]\n`)
  }
  return files
}

function policy(range: string): string {
  return `apiVersion: image.toolkit.fluxcd.io/v1
kind: ImagePolicy
metadata: {name: web}
spec: {imageRepositoryRef: {name: web}, policy: {semver: {range: ${range}}}}
`
}

test('an edit in 10,000 files evaluates the roots that reach the file, and no other', () => {
  const files = largeWorkspace()
  assert.equal(files.size, 10_000)
  const first = withFiles(emptySnapshot({ fluxVersion: 'auto' }), files)
  assert.equal(first.effective.evaluated, 300)
  assert.equal(first.index.policies.size, 200)

  const second = withFiles(first, [['7/base/policy.yaml', policy('2.x')]])
  assert.equal(second.effective.evaluated, 3)
  const ranges = (namespace: string) =>
    second.index.policies.get(`${namespace}:web`)?.map(({ resource }) => resource.policy.semver?.range)
  assert.deepEqual([ranges('prod-7'), ranges('prod-8')], [['2.x'], ['1.x']])

  const third = withFiles(second, [['7/dev/kustomization.yaml', 'namespace: new\nresources: [../base]\n']])
  assert.equal(third.effective.evaluated, 1)
  assert.equal(third.index.policies.has('new:web'), true)

  // A word in a manifest that decides over nothing of ours.
  const notes = withFiles(third, [['notes.yaml', 'a: 1\n']])
  const before = notes.effective
  const fourth = withFiles(notes, [['notes.yaml', 'a: 2\n']])
  assert.ok(fourth.effective === before)
})

test('what the files say of an object is found once, however many tag lists arrive', () => {
  const list = { at: 0, value: { tags: ['1.0.0'], dropped: 0, pages: 1, credential: 'anonymous' } }
  const first = withFiles(emptySnapshot({ fluxVersion: 'auto' }), [['policy.yaml', policy('1.x')]])
  const listed = withAnswers(first, { scans: [['ghcr.io/acme/web', list]] })
  const more = withAnswers(listed, { scans: [['ghcr.io/acme/api', list]] })
  assert.deepEqual([listed.unanswered, more.unanswered], [first, first])
  const [placed] = more.index.unplaced
  assert.ok(placed)
  assert.equal(acceptedVerdict(more, placed), acceptedVerdict(listed, placed))

  const edited = withFiles(more, [['policy.yaml', policy('not a range')]])
  assert.equal(edited.scans.size, 2)
  assert.equal(edited.unanswered.scans.size, 0)
  const [broken] = edited.index.unplaced
  assert.ok(broken)
  assert.equal(acceptedVerdict(edited, broken).code, 'policy-semver-range')
})
