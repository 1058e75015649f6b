import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { markersInLines, markersOf } from '../../../server/src/flux/markers/marker.ts'
import { readDocuments } from '../../../server/src/text/yaml.ts'
import { manifests, plainManifests, yamlish } from '../yamlish.ts'

/** What the lines give is what the tree gives, or it is left to the tree. */
function isSame(text: string): boolean {
  const found = markersInLines(text)
  if (found) assert.deepEqual(found, markersOf(readDocuments(text)))
  return found !== undefined
}

test('markers found line by line are those of the tree', () => {
  let isSure = 0
  fc.assert(
    fc.property(fc.oneof(yamlish, manifests, plainManifests), text => {
      if (isSame(text)) isSure++
    }),
    { numRuns: 6000 },
  )
  assert.ok(isSure > 0, 'something is found without the tree')
})

test('plain manifests are left to the tree when a character makes them anything else', () => {
  const change = fc.tuple(
    fc.nat(),
    fc.nat(3),
    fc.constantFrom(
      ...[...' \n\t#:-?"\'{}[],|>&*!%@`~<=.x0\\'],
      '\n  ',
      ': ',
      ' #',
      '- ',
      '---\n',
      '\r\n',
      '\n\n',
      '😀',
      '\u0085',
      '\u2028',
      '\ufeff',
      '# {"$imagepolicy": "a:b"}',
    ),
  )
  fc.assert(
    fc.property(plainManifests, fc.array(change, { minLength: 1, maxLength: 3 }), (text, changes) => {
      const changed = changes.reduce((result, [place, length, insert]) => {
        const at = place % (result.length + 1)
        return result.slice(0, at) + insert + result.slice(at + length)
      }, text)
      isSame(changed)
    }),
    { numRuns: 6000 },
  )
})

test('what is found of a manifest', () => {
  const text = `# Managed by GitOps.
apiVersion: apps/v1
metadata:
  annotations: {a: "b", c: [d, e/f]}
spec:
  script: |-
    image: x:1 # {"$imagepolicy": "apps:no"}

  containers:
  - name: web # of the team's
    image: "acme/web:1.0"  # {"$imagepolicy": "apps:web"}
    args:
      - --listen=:8080
---
kind: Other
tag: 1.10 # {"$imagepolicy": "apps:web:tag"}
`
  assert.deepEqual(
    markersInLines(text)?.map(({ name, document, value }) => [name, document, value.scalar.value]),
    [
      ['apps:web', 0, 'acme/web:1.0'],
      ['apps:web:tag', 1, 1.1],
    ],
  )
  isSame(text)
})
