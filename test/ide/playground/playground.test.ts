import assert from 'node:assert/strict'
import { test } from 'node:test'
import { withAnswers } from '../../../server/src/flux/workspace/snapshot.ts'
import { playground, playgroundSubjectAt } from '../../../server/src/ide/playground/playground.ts'
import { playgroundText } from '../../../server/src/ide/playground/playground-text.ts'
import { fixture } from '../../fixture.ts'

const shop = `
#- registry ghcr.io/acme/web: 1.0.0 1.1.0 2.0.0
#- policy apps:web ghcr.io/acme/web semver 1.x
#- web.yaml
image: ghcr.io/acme/web:1.0.0$0 # {"$imagepolicy": "apps:web"}
`

test('a marker leads to its policy, with all that decides', () => {
  const { snapshot, cursor } = fixture(shop)
  assert.ok(cursor)
  const subject = playgroundSubjectAt(snapshot, cursor.path, cursor.offset)
  assert.deepEqual(subject, { kind: 'policy', ref: { namespace: 'apps', name: 'web' } })
  const page = subject && playground(snapshot, subject)
  assert.equal(page?.title, 'ImagePolicy apps:web')
  assert.deepEqual(page?.request.tags, ['1.0.0', '1.1.0', '2.0.0'])
  assert.deepEqual(page?.request.policy, { semver: { range: '1.x' } })
})

test('as text the page names what is selected, and each tag with its reason', () => {
  const { snapshot } = fixture(shop)
  const page = playground(snapshot, { kind: 'policy', ref: { namespace: 'apps', name: 'web' } })
  assert.ok(page)
  const text = playgroundText(page)
  assert.match(text, /^Selects 1\.1\.0: the highest version in the range 1\.x\.$/m)
  assert.match(text, /^listed 3 → stored 3 → eligible 2 → selected 1$/m)
  assert.match(text, /^2\.0\.0 +out-of-range +/m)
})

test('a tag whose image was looked at has its date, and no other has one', () => {
  const value = { digest: 'sha256:0', platforms: [], created: '2026-11-17T12:00:00Z' }
  const details = [['ghcr.io/acme/web:1.1.0', { at: 0, value }]] as const
  const snapshot = withAnswers(fixture(shop).snapshot, { details })
  const page = playground(snapshot, { kind: 'policy', ref: { namespace: 'apps', name: 'web' } })
  assert.deepEqual(page?.created, { '1.1.0': '2026-11-17T12:00:00Z' })
  const text = playgroundText(page ?? assert.fail())
  assert.deepEqual(
    text.split('\n').filter(line => line.includes('2026-')),
    text.split('\n').filter(line => /^1\.1\.0 .* 2026-11-17T12:00:00Z$/.test(line)),
  )
})

test('a tag may have a name that every object has', () => {
  const { snapshot } = fixture(shop.replace('2.0.0', 'constructor'))
  const page = playground(snapshot, { kind: 'policy', ref: { namespace: 'apps', name: 'web' } })
  assert.match(playgroundText(page ?? assert.fail()), /^constructor +unparsable +(?:(?!function).)*$/m)
})

test('a repository alone shows what it stores', () => {
  const { snapshot } = fixture(shop)
  const page = playground(snapshot, { kind: 'repository', ref: { namespace: 'apps', name: 'web' } })
  assert.equal(page?.request.policy, undefined)
  assert.match(playgroundText(page ?? assert.fail()), /listed 3 → stored 3/)
})

test('a policy that the files do not hold has no page, and one without tags says why', () => {
  const { snapshot } = fixture(shop)
  assert.equal(playground(snapshot, { kind: 'policy', ref: { namespace: 'apps', name: 'api' } }), undefined)
  const unknown = fixture('#- policy apps:web ghcr.io/acme/web semver 1.x').snapshot
  const page = playground(unknown, { kind: 'policy', ref: { namespace: 'apps', name: 'web' } })
  assert.equal(page?.problem, 'The tags of ghcr.io/acme/web are not known yet.')
})
