import assert from 'node:assert/strict'
import { test } from 'node:test'
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
