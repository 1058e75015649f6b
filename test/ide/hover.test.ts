import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { hover } from '../../server/src/ide/hover/hover.ts'
import { hoverCommands } from '../../server/src/lsp/command-table.ts'
import { fixture } from '../fixture.ts'

const web = `#- policy apps:web ghcr.io/acme/web semver 1.x
#- registry ghcr.io/acme/web: 1.0.0 1.1.0
`
const marker = 'image: ghcr.io/acme/web:1.0.0 # {"$image$0policy": "apps:web"}\n'

/** The lines of a marker's hover, without Markdown's escapes. */
function hovered(text: string): readonly string[] {
  const { snapshot, cursor } = fixture(text)
  assert(cursor)
  const found = hover(snapshot, cursor.path, cursor.offset, 0)
  return (found?.markdown ?? '').replaceAll(/\\(?=[^\w\s])/g, '').split(/\n+/)
}

describe('the hover on a marker tells whether Flux gets there', () => {
  test('in one line where it does', () => {
    const lines = hovered(`${web}#- automation apps:main ./\n#- web.yaml\n${marker}`)
    assert.equal(
      lines[0],
      '✓ `1.0.0` → `1.1.0` (minor) · Flux updates this value: ImageUpdateAutomation apps/main pushes to image-updates',
    )
  })

  test('first of all that it does not, why, and what to do', () => {
    const lines = hovered(`${web}#- automation apps:main ./prod\n#- web.yaml\n${marker}`)
    assert.equal(
      lines[0],
      '✗ `1.0.0` → `1.1.0` (minor) · **Flux does not update this value**: web.yaml lies outside the update path of ImageUpdateAutomation apps/main: ./prod. Widen the path, or add an automation for this folder.',
    )
  })

  test('and where the files do not tell, so', () => {
    const lines = hovered(`${web}#- web.yaml\n${marker}`)
    assert.equal(lines[0], '? `1.0.0` → `1.1.0` (minor) · **Whether Flux updates this value is unknown**')
    assert.ok(lines.includes('- ? **automation**: no ImageUpdateAutomation is in the workspace'))
    assert.ok(
      hovered(`#- web.yaml\n${marker}`).includes(
        '- ? **policy**: no ImagePolicy apps:web is in the workspace',
      ),
    )
  })

  test('or that Flux skips the file', () =>
    assert.equal(
      hovered(`${web}#- automation apps:main ./\n#- web.yaml\n- ${marker}`)[0],
      '✗ `1.0.0` → `1.1.0` (minor) · **Flux does not update this value**: Flux skips the whole file: the document is a list, and no mapping',
    ))
})

test('a policy that clusters have in different forms is shown side by side', () => {
  const cluster = (name: string, range: string) => `#- clusters/${name}/kustomization.yaml
namespace: apps
resources: [../../base]
patches:
- target: {kind: ImagePolicy}
  patch: '- {op: replace, path: /spec/policy/semver/range, value: "${range}"}'
`
  const lines = hovered(`#- registry ghcr.io/acme/web: 1.0.0 1.1.0 2.0.0
${cluster('eu', '1.x')}${cluster('us', '1.0 || 2.x')}#- base/kustomization.yaml
resources: [web.yaml]
#- base/web.yaml
apiVersion: image.toolkit.fluxcd.io/v1
kind: ImageRepository
metadata: {name: web}
spec: {image: ghcr.io/acme/web, interval: 5m}
---
apiVersion: image.toolkit.fluxcd.io/v1
kind: ImagePolicy
metadata: {name: web}
spec: {imageRepositoryRef: {name: web}, policy: {semver: {range: 0.x}}}
#- web.yaml
${marker}`)
  const from = lines.indexOf('| Given by | Policy | |')
  assert.deepEqual(lines.slice(from, from + 8), [
    '| Given by | Policy | |',
    '|---|---|---|',
    '| `clusters/eu` | the highest version in the range `1.x` | Latest: `ghcr.io/acme/web:1.1.0` |',
    '| `clusters/us` | the highest version in the range `1.0 || 2.x` | Latest: `ghcr.io/acme/web:2.0.0` |',
    'As `clusters/eu` gives it, its namespace `apps` from namespace of clusters/eu/kustomization.yaml',
    'Changed by',
    '- an inline patch of clusters/eu/kustomization.yaml, chosen by kind ImagePolicy',
    'Repository `apps:web`: `ghcr.io/acme/web`, 3 tags',
  ])
  assert.equal(lines.filter(line => line.startsWith('Repository ')).length, 1)
  assert.equal(lines.at(-1), 'Tags scanned 0 s ago, anonymously')
})

test('the card leads to what one can do and to files, where the client follows such links', () => {
  const { snapshot, cursor } = fixture(`${web}#- automation apps:main ./\n#- web.yaml\n${marker}`)
  assert(cursor)
  const links = { toUri: (path: string) => `file:///fleet/${path}` }
  const text = hover(snapshot, cursor.path, cursor.offset, 0, links)?.markdown ?? ''
  const found = [...text.matchAll(/\[([^\]]*)\]\(([^)]*)\)/g)].map(([, words, url = '']) => {
    const [, command, argument = ''] = /^command:([^?]*)\?(.*)$/.exec(url) ?? []
    return command === undefined ? [words, url] : [words, command, JSON.parse(decodeURIComponent(argument))]
  })
  const [here] = found.filter(([words]) => words === 'Update').map(([, , argument]) => argument)
  assert.deepEqual(here, [{ uri: 'file:///fleet/web.yaml', line: 1 }])
  assert.deepEqual(
    found.map(([words, target]) => `${words} ${target}`),
    [
      'Update fluxmark.update',
      'Pick a tag fluxmark.pickTag',
      'Hold fluxmark.hold',
      'Explain fluxmark.explain',
      'Playground fluxmark.playground',
      '`apps:web` file:///fleet/policies/apps-web.yaml#L8',
      '`apps:web` file:///fleet/policies/apps-web.yaml#L3',
    ],
  )
  assert.ok(
    found.every(([, target]) => String(target).startsWith('file:') || hoverCommands.includes(String(target))),
  )
  assert.doesNotMatch(hover(snapshot, cursor.path, cursor.offset, 0)?.markdown ?? '', /\]\(/)
})
