import assert from 'node:assert/strict'
import { test } from 'node:test'
import { update } from '../../server/src/flux/chain/update.ts'
import { fixture } from '../fixture.ts'

const head = `
#- registry ghcr.io/acme/web: 1.0.0 1.1.0
#- policy apps:web ghcr.io/acme/web semver 1.x
#- good.yaml
image: ghcr.io/acme/web:1.0.0 # {"$imagepolicy": "apps:web"}
#- other.yaml
tag: 1.0.0 # {"$imagepolicy": "apps:web:tag"}
`

function outcome(source: string): readonly [string[], string[]] {
  const { changes, skipped } = update(fixture(source).snapshot)
  return [changes.map(({ path }) => path), skipped.map(({ path, code }) => `${path} ${code}`)]
}

test('a file that Flux cannot read is left alone, and reported', () => {
  assert.deepEqual(outcome(`${head}---\n- a list\n`), [['good.yaml'], ['other.yaml marker-root-sequence']])
})

test('a file in which Flux would blank a digest is left alone as a whole, and told', () => {
  const digest = 'digest: sha256:0 # {"$imagepolicy": "apps:web:digest"}\n'
  assert.deepEqual(outcome(head + digest), [['good.yaml'], ['other.yaml marker-digest-without-reflection']])
})
