import assert from 'node:assert/strict'
import { test } from 'node:test'
import { holdsFlux } from '../../client/src/holds-flux.ts'

for (const text of [
  'image: a:1 # {"$imagepolicy": "apps:web"}',
  `image: a:1 # {'$imagepolicy': 'apps:web'}`,
  'image: a:1 # {“$imagepolicy”: “apps:web”}',
  'image: a:1 # {"imagepolicy" : "apps:web"}',
  'image: a:1 # {"$ImagePolicy":"apps:web"}',
  'apiVersion: image.toolkit.fluxcd.io/v1\nkind: ImagePolicy',
]) {
  test(`something for the server: ${text}`, () => assert.equal(holdsFlux(text), true))
}

for (const text of [
  '',
  'kind: Deployment',
  'kind: ImagePolicy',
  '# an imagepolicy selects a tag',
  'imagePolicies: []',
]) {
  test(`nothing for the server: ${text}`, () => assert.equal(holdsFlux(text), false))
}
