import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { selectLatest } from '../../server/src/flux/selection/policy.ts'
import { withFiles } from '../../server/src/flux/workspace/snapshot.ts'
import { isGoError } from '../../server/src/go/go-error.ts'
import type { Completion } from '../../server/src/ide/answers.ts'
import { completion } from '../../server/src/ide/completion/completion.ts'
import { diagnostics } from '../../server/src/ide/diagnostics.ts'
import { fixture } from '../fixture.ts'

const world = `
#- registry ghcr.io/acme/web: 1.0.0 1.4.2 1.5.0 1.5.3 2.0.0 2.1.0-rc.1 latest
#- policy apps:web ghcr.io/acme/web semver 1.x
#- policy apps:api ghcr.io/acme/api numerical asc
#- policy other:web ghcr.io/other/web semver *
#- source.yaml
apiVersion: source.toolkit.fluxcd.io/v1
kind: GitRepository
metadata: {name: fleet, namespace: apps}
spec: {url: https://example.com/fleet}
#- prod/policy.yaml
apiVersion: image.toolkit.fluxcd.io/v1
kind: ImagePolicy
metadata: {name: labelled, namespace: apps, labels: {team: blue}}
spec: {imageRepositoryRef: {name: web}, policy: {alphabetical: {}}}
#- prod/web.yaml
image: ghcr.io/acme/web:1.0.0 # {"$imagepolicy": "apps:web"}
#- new.yaml
`

const policy = (spec: string) => `apiVersion: image.toolkit.fluxcd.io/v1
kind: ImagePolicy
metadata: {name: web, namespace: apps}
spec:
${spec}`

const automation = (spec: string) => `apiVersion: image.toolkit.fluxcd.io/v1
kind: ImageUpdateAutomation
metadata: {name: web, namespace: apps}
spec:
${spec}`

function at(text: string) {
  const { snapshot, cursor } = fixture(world + text)
  assert(cursor)
  return { snapshot, ...cursor, offered: completion(snapshot, cursor.path, cursor.offset) }
}

function labels(text: string): readonly string[] {
  return at(text).offered.map(({ label }) => label)
}

/** The line of the cursor, and those that were added, once the completion of this label is taken. */
function taken(text: string, label: string): string {
  const { snapshot, path, offered } = at(text)
  const chosen = offered.find(one => one.label === label)
  assert(chosen, `${label} in ${offered.map(one => one.label).join()}`)
  return applied(snapshot.files.get(path)?.text ?? '', chosen)
}

function applied(text: string, { span, newText }: Completion): string {
  return text.slice(0, span[0]) + newText + text.slice(span[1])
}

describe('fields', () => {
  test('required ones come first, present ones not at all', () =>
    assert.deepEqual(labels(policy('  suspend: false\n  $0')), [
      'imageRepositoryRef',
      'policy',
      'filterTags',
      'digestReflectionPolicy',
      'interval',
    ]))

  test('bring what they require, at the right depth', () =>
    assert.equal(taken(policy('  ima$0'), 'imageRepositoryRef'), policy('  imageRepositoryRef:\n    name: ')))

  test('with places to fill in for an editor that has them', () => {
    const source = at(automation('  $0')).offered.find(({ label }) => label === 'sourceRef')
    assert.equal(source?.snippet, 'sourceRef:\n    kind: GitRepository\n    name: $1')
    const provider = at(
      'apiVersion: image.toolkit.fluxcd.io/v1\nkind: ImageRepository\nspec:\n  pro$0',
    ).offered.find(({ label }) => label === 'provider')
    assert.equal(provider?.snippet, `provider: \${1|generic,aws,azure,gcp|}`)
    assert.match(provider.markdown ?? '', /default `generic`/)
  })

  test('in braces, and over a key that is there', () => {
    assert.equal(taken(policy('  filterTags: {pat$0}'), 'pattern'), policy('  filterTags: {pattern: }'))
    assert.equal(taken(policy('  fil$0: {}'), 'filterTags'), policy('  filterTags: {}'))
  })

  test('of the API version that is written', () =>
    assert.deepEqual(labels('apiVersion: image.toolkit.fluxcd.io/v1beta1\nkind: ImagePolicy\nspec:\n  $0'), [
      'imageRepositoryRef',
      'policy',
      'filterTags',
    ]))

  test('in an item of a List', () =>
    assert.deepEqual(
      labels(
        'kind: List\nitems:\n- apiVersion: image.toolkit.fluxcd.io/v1\n  kind: ImagePolicy\n  spec: {policy: {$0}}',
      ),
      ['semver', 'alphabetical', 'numerical'],
    ))

  test('none in an object of another kind', () =>
    assert.deepEqual(labels('apiVersion: config.openshift.io/v1\nkind: ImagePolicy\nspec:\n  $0'), []))
})

describe('values', () => {
  test('the choice of the definition', () => {
    assert.deepEqual(labels(policy('  digestReflectionPolicy: $0')), ['Always', 'IfNotPresent', 'Never'])
    assert.deepEqual(labels(policy('  suspend: $0')), ['true', 'false'])
    assert.deepEqual(labels('apiVersion: $0\nkind: ImagePolicy'), ['image.toolkit.fluxcd.io/v1'])
  })

  test('repositories of the policy’s namespace', () => {
    assert.deepEqual(labels(policy('  imageRepositoryRef:\n    name: $0')), ['api', 'web'])
    assert.deepEqual(labels(policy('  imageRepositoryRef: {namespace: other, name: $0')), ['web'])
  })

  test('GitRepositories', () =>
    assert.deepEqual(labels(automation('  sourceRef:\n    kind: GitRepository\n    name: $0')), ['fleet']))

  test('ranges and tags that exist', () => {
    const range = policy('  imageRepositoryRef: {name: web}\n  policy:\n    semver:\n      range: $0')
    assert.deepEqual(labels(range).slice(0, 8), [
      '2.x',
      '1.x',
      '2.0.x',
      '1.5.x',
      '1.4.x',
      '>=2.0.0',
      '2.1.0-rc.1',
      '2.0.0',
    ])
    assert.match(taken(range, '>=2.0.0'), /range: '>=2\.0\.0'$/)
    const said = at(range).offered.flatMap(({ label, detail }) => {
      const [, tag] = /^selects (.*) today$/.exec(detail ?? '') ?? []
      return tag === undefined ? [] : [[label, tag] as const]
    })
    assert.deepEqual(
      said.map(([label]) => label),
      ['2.x', '1.x', '2.0.x', '1.5.x', '1.4.x'],
    )
    const tags = ['1.0.0', '1.4.2', '1.5.0', '1.5.3', '2.0.0', '2.1.0-rc.1', 'latest']
    for (const [label, tag] of said) {
      const latest = selectLatest({ semver: { range: label } }, undefined, tags, 'flux-2.7')
      assert.equal(isGoError(latest) ? latest.err : latest.tag, tag, label)
    }
  })

  test('groups of the pattern', () =>
    assert.deepEqual(
      labels(policy(`  filterTags:\n    pattern: '^main-(?P<ts>\\d+)-(x)'\n    extract: $0`)),
      ['$ts', '$2'],
    ))

  test('labels that policies have', () => {
    assert.deepEqual(labels(automation('  policySelector:\n    matchLabels:\n      $0')), ['team'])
    assert.deepEqual(labels(automation('  policySelector:\n    matchLabels:\n      team: $0')), ['blue'])
  })

  test('folders with markers', () =>
    assert.deepEqual(labels(automation('  update:\n    path: $0')), ['./prod']))

  test('nothing in a comment', () => assert.deepEqual(labels(policy('  suspend: true # $0')), []))
})

describe('a commit message', () => {
  const message = (line: string) =>
    automation(
      `  git:\n    commit:\n      messageTemplateValues: {cluster: prod}\n      messageTemplate: |\n        ${line}`,
    )
  test('fields, values and functions inside braces', () => {
    const offered = labels(message('{{ $0'))
    for (const label of ['.Changed.Changes', '.Values.cluster', '.OldValue', 'range', 'upper'])
      assert(offered.includes(label), label)
    assert(taken(message('{{ range .Chan$0 }}'), '.Changed.Changes').includes('{{ range .Changed.Changes }}'))
  })
  test('whole actions outside', () =>
    assert.match(
      taken(message('Update {{$0'), '{{ .AutomationObject }}'),
      /Update \{\{ \.AutomationObject \}\}$/,
    ))
})

describe('a marker', () => {
  test('of the value’s image first', () =>
    assert.deepEqual(labels('image: ghcr.io/other/web:1.0 # {"$imagepolicy": "$0'), [
      'other:web',
      'apps:api',
      'apps:labelled',
      'apps:web',
    ]))

  test('with the suffix for the key, and what the editor closed', () => {
    const values = 'image:\n  repository: ghcr.io/acme/web\n  tag: 1.0.0 # {"$imagepolicy": "$0"}'
    assert.equal(labels(values)[0], 'apps:labelled:tag')
    assert.match(taken(values, 'apps:web:tag'), /tag: 1\.0\.0 # \{"\$imagepolicy": "apps:web:tag"\}$/)
    assert.match(taken('image: x #$0', 'apps:web'), /# \{"\$imagepolicy": "apps:web"\}$/)
  })

  test('every suffix once it is asked for', () =>
    assert.deepEqual(labels('image: x # {"$imagepolicy": "apps:api:$0').slice(0, 3), [
      'apps:api:tag',
      'apps:api:name',
      'apps:api:digest',
    ]))

  test('not in a comment about something else', () =>
    assert.deepEqual(labels('image: x # pinned because $0'), []))
})

describe('a whole resource', () => {
  test('in an empty document, and nothing is wrong with it', () => {
    for (const label of ['ImageRepository', 'ImagePolicy', 'ImageUpdateAutomation']) {
      const text = taken('$0', label)
      const { snapshot } = fixture(world)
      const found = diagnostics(withFiles(snapshot, [['new.yaml', text]]), 'new.yaml')
      assert.deepEqual(
        found.filter(({ code }) => code.startsWith('schema-') || code.endsWith('api-version')),
        [],
        label,
      )
    }
  })
  test('behind a long manifest of another kind', () =>
    assert.equal(labels(`kind: Deployment\nspec: |\n${'  x\n'.repeat(2000)}---\n$0`).length, 3))
  test('its kind', () => assert.equal(labels('apiVersion: image.toolkit.fluxcd.io/v1\nkind: $0').length, 3))
})

test('whatever is offered for a field leaves a text that is read again', () => {
  const text = policy(
    '  filterTags: {pattern: x}\n  policy:\n    semver: {range: 1.x}\n  imageRepositoryRef:\n    name: web\n',
  )
  const { snapshot } = fixture(world)
  fc.assert(
    fc.property(fc.nat(text.length), offset => {
      const open = withFiles(snapshot, [['new.yaml', text]])
      for (const one of completion(open, 'new.yaml', offset)) {
        assert(one.span[0] <= offset && offset <= one.span[1], one.label)
        assert(!text.slice(...one.span).includes('\n'), one.label)
      }
    }),
    { numRuns: 150 },
  )
})
