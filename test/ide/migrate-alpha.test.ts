import assert from 'node:assert/strict'
import { test } from 'node:test'
import { diagnostics } from '../../server/src/ide/diagnostics.ts'
import { explainLine } from '../../server/src/ide/explain.ts'
import { fixAll } from '../../server/src/ide/fixes/fix-all.ts'
import { fixture, settledAfter } from '../fixture.ts'

const old = `apiVersion: 'image.toolkit.fluxcd.io/v1alpha1' # first
kind: ImageUpdateAutomation
metadata:
  name: all
  namespace: apps
spec:
  # How often.
  interval: 1m
  checkout:
    branch: main # the trunk
    gitRepositoryRef:
      name: "fleet"
  commit:
    authorName: Flux
    authorEmail: flux@example.com
    messageTemplate: |
      Update

      {{ .AutomationObject }}
  update:
    strategy: Setters
  push:
    # A branch of its own.
    branch: flux
`

const today = `apiVersion: 'image.toolkit.fluxcd.io/v1' # first
kind: ImageUpdateAutomation
metadata:
  name: all
  namespace: apps
spec:
  # How often.
  interval: 1m
  sourceRef:
    kind: GitRepository
    name: "fleet"
  git:
    checkout:
      ref:
        branch: main # the trunk
    commit:
      author:
        name: Flux
        email: flux@example.com
      messageTemplate: |
        Update

        {{ .AutomationObject }}
    push:
      # A branch of its own.
      branch: flux
  update:
    strategy: Setters
`

test('an automation of v1alpha1 is brought into today’s form, values and comments as they are', () => {
  const { snapshot } = fixture(`#- automation.yaml\n${old}`)
  assert.equal(fixAll(snapshot, ['automation.yaml']).get('automation.yaml'), today)
  const [found] = diagnostics(snapshot, 'automation.yaml').filter(({ code }) => code === 'iua-api-version')
  const after = settledAfter(snapshot, found?.fixes[0]?.edits ?? [])
  assert.deepEqual(
    diagnostics(after, 'automation.yaml').filter(({ code }) => /schema|api-version/.test(code)),
    [],
  )
})

/** What is written in braces stays in braces: JSON, and YAML that looks like it. */
for (const [what, before, after] of [
  [
    'on one line',
    `{"kind": "ImageUpdateAutomation", "apiVersion": "image.toolkit.fluxcd.io/v1alpha1", "metadata": {"name": "all", "namespace": "apps"}, "spec": {"commit": {"authorEmail": "a@b.c", "messageTemplate": "x\\n{{ .AutomationObject }}"}, "push": {"branch": "flux"}, "interval": "1m", "checkout": {"branch": "main", "gitRepositoryRef": {"name": "fleet"}}}}
`,
    `{"kind": "ImageUpdateAutomation", "apiVersion": "image.toolkit.fluxcd.io/v1", "metadata": {"name": "all", "namespace": "apps"}, "spec": {"sourceRef": {"kind": "GitRepository", "name": "fleet"}, "git": {"checkout": {"ref": {"branch": "main"}}, "commit": {"author": {"email": "a@b.c"}, "messageTemplate": "x\\n{{ .AutomationObject }}"}, "push": {"branch": "flux"}}, "interval": "1m"}}
`,
  ],
  [
    'on lines of their own, with comments',
    `{
  "apiVersion": "image.toolkit.fluxcd.io/v1alpha1", # old
  "kind": "ImageUpdateAutomation",
  "metadata": {"name": "all", "namespace": "apps"},
  "spec": {
    "interval": "1m", # often
    "checkout": {
      "gitRepositoryRef": {"name": "fleet"},
      "branch": "main"
    },
    "commit": {"authorName": "Flux", "authorEmail": "a@b.c"},
    "push": {
      "branch": "flux"
    },
    "update": {"strategy": "Setters"} # all of it
  }
}
`,
    `{
  "apiVersion": "image.toolkit.fluxcd.io/v1", # old
  "kind": "ImageUpdateAutomation",
  "metadata": {"name": "all", "namespace": "apps"},
  "spec": {
    "interval": "1m", # often
    "sourceRef": {
      "kind": "GitRepository",
      "name": "fleet"
    },
    "git": {
      "checkout": {
        "ref": {
          "branch": "main"
        }
      },
      "commit": {
        "author": {
          "name": "Flux",
          "email": "a@b.c"
        }
      },
      "push": {
        "branch": "flux"
      }
    },
    "update": {"strategy": "Setters"} # all of it
  }
}
`,
  ],
] as const) {
  test(`and so is one in braces ${what}`, () => {
    const { snapshot } = fixture(`#- automation.yaml\n${before}`)
    const mended = fixAll(snapshot, ['automation.yaml']).get('automation.yaml') ?? ''
    assert.equal(mended, after)
    const whole = settledAfter(snapshot, [
      { path: 'automation.yaml', span: [0, before.length], oldText: before, newText: mended },
    ])
    assert.deepEqual(diagnostics(whole, 'automation.yaml'), [])
  })
}

test('one in braces with a comment in what moves is left to its author', () => {
  const { snapshot } = fixture(`#- automation.yaml
apiVersion: image.toolkit.fluxcd.io/v1alpha1
kind: ImageUpdateAutomation
metadata: {name: all, namespace: apps}
spec: {
  interval: 1m,
  checkout: {branch: main, # the trunk
    gitRepositoryRef: {name: fleet}},
  commit: {authorEmail: a@b.c}
}
`)
  const [found] = diagnostics(snapshot, 'automation.yaml').filter(({ code }) => code === 'iua-api-version')
  assert.deepEqual(found?.fixes, [])
})

test('an automation of v1alpha1 is read in the fields that it had', () => {
  const { snapshot } = fixture(
    `#- policy apps:web ghcr.io/acme/web semver 1.x
#- web.yaml
image: ghcr.io/acme/web:1.0.0 # {"$imagepolicy": "apps:web"}
#- automation.yaml
apiVersion: image.toolkit.fluxcd.io/v1alpha1
kind: ImageUpdateAutomation
metadata: {name: all, namespace: apps}
spec:
  checkout: {branch: trunk, gitRepositoryRef: {name: fleet}}
  commit: {authorEmail: flux@acme.example, messageTemplate: one line}
  interval: 1m
  update: {strategy: Setters}
`,
    { fluxVersion: '0.10' },
  )
  const codes = diagnostics(snapshot, 'automation.yaml').map(({ code }) => code)
  assert.equal(codes.includes('iua-no-git'), false)
  const { links } = explainLine(snapshot, 'web.yaml', 0)
  assert.deepEqual(
    links.flatMap(({ name, ok, detail }) => (name === 'branch' ? [ok, detail] : [])),
    [true, 'ImageUpdateAutomation apps/all pushes to trunk'],
  )
})
