import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { difference } from '../../server/src/ide/fixes/difference.ts'
import { fixAll } from '../../server/src/ide/fixes/fix-all.ts'
import { fixture } from '../fixture.ts'

const { snapshot } = fixture(`
#- policy apps:web ghcr.io/acme/web semver 1.x
#- registry ghcr.io/acme/web: 1.0.0
#- web.yaml
# A comment stays.
image: ghcr.io/acme/web:1.0.0 # {'$imagepolicy': 'apps:web'}
other: ghcr.io/acme/web:1.0.0 # {"$imagepolicy": "apps/web"}
kept:   ghcr.io/acme/web:1.0.0 # {"$imagepolicy": "apps:nobody"}
#- repository.yaml
apiVersion: "image.toolkit.fluxcd.io/v1beta1"
kind: ImageRepository
metadata: {name: old, namespace: apps}
spec: {image: https://ghcr.io/acme/old, interval: 5m}
`)

test('every sure fix, and nothing else', () => {
  const fixed = fixAll(snapshot, [...snapshot.files.keys()])
  assert.deepEqual(Object.fromEntries(fixed), {
    'web.yaml': `# A comment stays.
image: ghcr.io/acme/web:1.0.0 # {"$imagepolicy": "apps:web"}
other: ghcr.io/acme/web:1.0.0 # {"$imagepolicy": "apps:web"}
kept:   ghcr.io/acme/web:1.0.0 # {"$imagepolicy": "apps:nobody"}`,
    'repository.yaml': `apiVersion: "image.toolkit.fluxcd.io/v1"
kind: ImageRepository
metadata: {name: old, namespace: apps}
spec: {image: ghcr.io/acme/old, interval: 5m}
`,
  })
})

test('as one edit, it spans only what differs', () => {
  assert.deepEqual(difference('a', 'one two three', 'one 2 three'), {
    path: 'a',
    span: [4, 7],
    oldText: 'two',
    newText: '2',
  })
  assert.deepEqual(difference('a', 'aaa', 'aa'), { path: 'a', span: [2, 3], oldText: 'a', newText: '' })
})

describe('JSON stays JSON, and quotes stay quotes', () => {
  const json = `{
  "apiVersion": "image.toolkit.fluxcd.io/v1beta2",
  "kind": "ImagePolicys",
  "metadata": {"name": "web", "namespace": "apps"},
  "spec": {
    "imageRepositoryRef": {"name": "web"},
    "filterTag": {"pattern": "^v"},
    "digestReflectionPolicy": "always",
    "policy": {"semver": {"range": "==1.0"}}
  }
}
`

  test('in names, words and ranges', () => {
    const { snapshot: open } = fixture(`#- policy.json\n${json}`)
    const mended = fixAll(open, ['policy.json']).get('policy.json') ?? ''
    assert.deepEqual(JSON.parse(mended).spec.filterTags, { pattern: '^v' })
    assert.match(mended, /"kind": "ImagePolicy"/)
    assert.match(mended, /"digestReflectionPolicy": "Always"/)
  })

  test('in a template with escapes', () => {
    const { snapshot: open } = fixture(
      `#- automation.json
{"apiVersion": "image.toolkit.fluxcd.io/v1beta1", "kind": "ImageUpdateAutomation", "metadata": {"name": "all", "namespace": "apps"},
  "spec": {"interval": "1m", "sourceRef": {"kind": "GitRepository", "name": "flux-system"}, "git": {"commit": {
    "author": {"email": "a@b.c"}, "messageTemplate": "Update \\"é\\u00e9\\":\\n{{range .Updated.Images}}{{println .}}{{end}}"}}}}
`,
      { fluxVersion: '2.9' },
    )
    const mended = fixAll(open, ['automation.json']).get('automation.json') ?? ''
    assert.match(
      mended,
      /\\"é\\u00e9\\":\\n\{\{range \.Changed\.Changes\}\}\{\{println \.OldValue \\"->\\" \.NewValue\}\}/,
    )
    assert.equal(JSON.parse(mended).apiVersion, 'image.toolkit.fluxcd.io/v1')
  })
})

describe('a commit message of before Flux 2.7 is rewritten in whichever style it is written', () => {
  const fixed = (template: string) => {
    const { snapshot: open } = fixture(
      `#- automation.yaml
apiVersion: image.toolkit.fluxcd.io/v1
kind: ImageUpdateAutomation
metadata: {name: all, namespace: apps}
spec:
  interval: 1m
  sourceRef: {kind: GitRepository, name: flux-system}
  git:
    commit:
      author:
        email: [bot@acme.example]
      messageTemplate: ${template}
    push: {branch: main}
`,
      { fluxVersion: '2.9' },
    )
    const text = fixAll(open, ['automation.yaml']).get('automation.yaml') ?? ''
    assert.match(text, /email: bot@acme\.example\n/, 'an address in brackets is one')
    return /messageTemplate: ([\s\S]*?)\n {4}push/.exec(text)?.[1]
  }

  test('as the command line exports it', () =>
    assert.equal(
      fixed(
        '"Images:\\r\\n{{ range $f, $_ := .Updated.Files\n        -}}\\r\\n- {{ $f }}{{ end }}{{\n        range .Updated.Images }}{{.}}\\r\\n{{ end -}} "',
      ),
      '"Images:\\r\\n{{ range $f, $_ := .Changed.FileChanges\n        -}}\\r\\n- {{ $f }}{{ end }}{{\n        range .Changed.Changes }}{{.OldValue}} -> {{.NewValue}}\\r\\n{{ end -}} "',
    ))

  test('folded', () =>
    assert.equal(
      fixed(
        '>-\n        Update\n\n        {{ range .Updated.Images -}}\n        {{println .}}\n        {{ end }}',
      ),
      '>-\n        Update\n\n        {{ range .Changed.Changes -}}\n        {{println .OldValue "->" .NewValue}}\n        {{ end }}',
    ))

  test('literal', () =>
    assert.equal(
      fixed('|\n        Update\n          {{ range .Updated.Images }}{{ . }}{{ end }}'),
      '|\n        Update\n          {{ range .Changed.Changes }}{{ .OldValue }} -> {{ .NewValue }}{{ end }}',
    ))

  test('plain, and single quotes over lines', () => {
    assert.equal(
      fixed('Update {{ range .Updated.Images }}\n          {{println .}}{{ end }}'),
      'Update {{ range .Changed.Changes }}\n          {{println .OldValue "->" .NewValue}}{{ end }}',
    )
    assert.equal(
      fixed("'It''s\n          {{ range .Updated.Images }}{{.}}{{ end }}'"),
      "'It''s\n          {{ range .Changed.Changes }}{{.OldValue}} -> {{.NewValue}}{{ end }}'",
    )
  })
})
