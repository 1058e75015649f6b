import assert from 'node:assert/strict'
import { test } from 'node:test'
import { completion } from '../../../server/src/ide/completion/completion.ts'
import { hover } from '../../../server/src/ide/hover/hover.ts'
import { fixture } from '../../fixture.ts'

const policy = (spec: string, exclusions = '') => `
#- registry ghcr.io/acme/web: v1.0.0 v1.5.3 v1.2.0 v2.0.0 v3.0.0 main-7 main-12 latest v1.0.0.sig
#- flux.yaml
apiVersion: image.toolkit.fluxcd.io/v1
kind: ImageRepository
metadata: {name: web, namespace: apps}
spec: {image: ghcr.io/acme/web, interval: 5m${exclusions}}
---
apiVersion: image.toolkit.fluxcd.io/v1
kind: ImagePolicy
metadata: {name: web, namespace: apps}
spec:
  imageRepositoryRef: {name: web}
${spec}
`

/** The first line of the hover at the cursor, without Markdown's escapes. */
function told(text: string): string | undefined {
  const { snapshot, cursor } = fixture(text)
  assert.ok(cursor)
  const found = hover(snapshot, cursor.path, cursor.offset, 0)
  return found?.markdown.replaceAll(/\\(?=[^\w\s])/g, '').split('\n', 1)[0]
}

test('a field that decides over tags says what it does to those that are there', () => {
  assert.equal(
    told(policy('  policy: {semver: {range: 1$0.x}}')),
    '3 of 8 tags in the range; selects `v1.5.3`; next out `v2.0.0`',
  )
  assert.equal(
    told(policy("  filterTags: {pat$0tern: '^v', extract: ''}\n  policy: {alphabetical: {order: asc}}")),
    '5 of 8 tags match; selects `v3.0.0`; left out `main-12`, `main-7`, `latest`',
  )
  assert.equal(
    told(policy("  filterTags: {pattern: '^main-(?P<n>.*)$', extract: $n$0}\n  policy: {numerical: {}}")),
    '`main-12` gives `12`; `main-7` gives `7`',
  )
  assert.equal(
    told(
      policy(
        "  filterTags: {pattern: '^main-(?P<n>.*)$', extract: $n}\n  policy: {numerical: {order: as$0c}}",
      ),
    ),
    'Of 2 tags; selects `main-12`; in the other order `main-7`',
  )
  assert.equal(
    told(policy('  policy: {semver: {range: 1.x}}', ", exclusionList: ['^ma$0in']")),
    '2 of 9 tags excluded; `main-7`, `main-12`',
  )
  assert.equal(
    told(policy('  policy: {semver: {range: 1.$0y}}')),
    'Flux fails: invalid policy: improper constraint: "1.y"',
  )
})

function offered(text: string): readonly string[] {
  const { snapshot, cursor } = fixture(text)
  assert.ok(cursor)
  return completion(snapshot, cursor.path, cursor.offset).map(({ label }) => label)
}

test('groups are offered where they are extracted, prefixes of real tags where a pattern is typed', () => {
  assert.deepEqual(
    offered(
      policy(
        "  filterTags:\n    pattern: '^(?P<branch>[(]|a)-(x)(?:y)(?P<ts>[0-9]+)$'\n    extract: $0\n  policy: {numerical: {}}",
      ),
    ),
    ['$branch', '$2', '$ts'],
  )
  assert.deepEqual(offered(policy('  filterTags:\n    pattern: $0\n  policy: {numerical: {}}')), [
    '^v(?P<version>[0-9].*)$',
    '^main-(?P<version>[0-9].*)$',
  ])
})
