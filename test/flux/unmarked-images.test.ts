import assert from 'node:assert/strict'
import { test } from 'node:test'
import { imageNames, unmarkedImages } from '../../server/src/flux/markers/unmarked-images.ts'
import { readDocuments } from '../../server/src/text/yaml.ts'

const found = (text: string, canonical = 'ghcr.io/acme/web') => {
  const all = (unmarkedImages(readDocuments(text)).get(canonical) ?? []).map(({ scalar, part }) => [
    part,
    scalar.text,
  ])
  // What is found in the tree is never missed by the quick look at the text.
  if (all.length > 0) assert.ok(imageNames(text).has(canonical), text)
  return all
}

for (const [text, expected] of [
  ['image: ghcr.io/acme/web:1.0.0', [['image', 'ghcr.io/acme/web:1.0.0']]],
  ['- {name: a, "image": "ghcr.io/acme/web:1.0.0"}', [['image', 'ghcr.io/acme/web:1.0.0']]],
  ['image:\n  repository: ghcr.io/acme/web\n  tag: 1.0.0', [['tag', '1.0.0']]],
  ['image:\n  registry: ghcr.io\n  repository: acme/web\n  tag: 1.0.0', [['tag', '1.0.0']]],
  ['images:\n- name: ghcr.io/acme/web\n  newTag: 1.0.0', [['tag', '1.0.0']]],
  ['images:\n- name: web\n  newName: ghcr.io/acme/web\n  newTag: 1.0.0', [['tag', '1.0.0']]],
  ['image: ghcr.io/acme/web', []],
  ['image: ghcr.io/acme/other:1.0.0', []],
  ['image: ghcr.io/acme/web:1.0.0 # {"$imagepolicy": "apps:web"}', []],
  ['image: {repository: ghcr.io/acme/web}', []],
] as const) {
  test(`an image without a marker in ${JSON.stringify(text)}`, () => {
    assert.deepEqual(found(text), expected)
  })
}

test('an image of Docker Hub is found by whatever name', () => {
  assert.deepEqual(found('image: nginx:1.27.0', 'index.docker.io/library/nginx'), [['image', 'nginx:1.27.0']])
})
