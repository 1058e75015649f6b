import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import type { Snapshot } from '../../server/src/flux/workspace/snapshot.ts'
import { codes } from '../../server/src/ide/checks.ts'
import { diagnostics } from '../../server/src/ide/diagnostics.ts'
import { oncePerCause } from '../../server/src/ide/once-per-cause.ts'
import { fixture, settledAfter } from '../fixture.ts'

const rules = codes.filter(({ default: byDefault }) => byDefault === 'strict').map(({ code }) => code)
const signature = `sha256-${'0a'.repeat(32)}.att`

const follows = `
#- fluxmark.yaml
profile: strict
environments:
  - {name: staging, path: clusters/staging}
  - {name: production, path: clusters/production}
#- registry ghcr.io/acme/web: 1.0.0 1.1.0 ${signature}
#- .github/CODEOWNERS
/clusters/production/ @acme/platform
#- .github/rulesets/main.json
{"name": "main", "target": "branch", "enforcement": "active",
 "conditions": {"ref_name": {"include": ["~DEFAULT_BRANCH"]}}, "rules": [{"type": "pull_request"}]}
#- clusters/source.yaml
apiVersion: source.toolkit.fluxcd.io/v1
kind: GitRepository
metadata: {name: flux-system, namespace: apps}
spec:
  interval: 5m
  url: ssh://git@example.com/acme/fleet
  ref:
    branch: main
#- clusters/production/web.yaml
image: ghcr.io/acme/web:1.1.0 # {"$imagepolicy": "apps:web"}
#- clusters/production/images.yaml
apiVersion: image.toolkit.fluxcd.io/v1
kind: ImageRepository
metadata:
  name: web
  namespace: apps
spec:
  image: ghcr.io/acme/web
  interval: 5m
  exclusionList: ['^.*\\.sig$', '^sha256-']
---
apiVersion: image.toolkit.fluxcd.io/v1
kind: ImageRepository
metadata:
  name: old
  namespace: apps
spec:
  image: ghcr.io/acme/old
  interval: 10m
  # 2026-11-30: the registry moves
  suspend: true
---
apiVersion: image.toolkit.fluxcd.io/v1
kind: ImagePolicy
metadata:
  name: web
  namespace: apps
spec:
  imageRepositoryRef:
    name: web
  filterTags:
    pattern: '^[0-9]+\\.[0-9]+\\.[0-9]+$'
  policy:
    semver:
      range: ^1.0.0
---
apiVersion: image.toolkit.fluxcd.io/v1
kind: ImageUpdateAutomation
metadata:
  name: main
  namespace: apps
spec:
  interval: 10m
  sourceRef:
    kind: GitRepository
    name: flux-system
  git:
    checkout:
      ref:
        branch: main
    commit:
      author:
        email: flux@acme.example
      messageTemplate: "{{range .Changed.Changes}}{{.OldValue}} -> {{.NewValue}}{{end}}"
    push:
      branch: flux/production
  update:
    path: ./clusters/production
#- clusters/production/alerts.yaml
apiVersion: notification.toolkit.fluxcd.io/v1beta3
kind: Alert
metadata: {name: images, namespace: apps}
spec:
  providerRef: {name: slack}
  eventSources:
    - {kind: ImageRepository, name: '*'}
    - {kind: ImagePolicy, name: '*'}
    - {kind: ImageUpdateAutomation, name: '*'}
---
apiVersion: notification.toolkit.fluxcd.io/v1beta3
kind: Provider
metadata: {name: slack, namespace: apps}
spec: {type: slack}
`

/** Each rule's violation, as a change to the repository that follows all of them, and whether its fix mends it. */
const violations: Readonly<
  Record<string, { readonly edits: readonly (readonly [string, string])[]; readonly isFixed?: true }>
> = {
  'policy-range-unbounded': { edits: [['range: ^1.0.0', 'range: ">=1.0.0"']] },
  'policy-no-filter': { edits: [["  filterTags:\n    pattern: '^[0-9]+\\.[0-9]+\\.[0-9]+$'\n", '']] },
  'repo-exclusion-missing': { edits: [["  exclusionList: ['^.*\\.sig$', '^sha256-']\n", '']], isFixed: true },
  'repo-interval-environment': {
    edits: [['  interval: 5m\n  exclusionList', '  interval: 3m\n  exclusionList']],
    isFixed: true,
  },
  'repo-hub-anonymous': {
    edits: [
      [
        '#- clusters/production/alerts.yaml',
        `#- hub.yaml
apiVersion: image.toolkit.fluxcd.io/v1
kind: ImageRepository
metadata:
  name: nginx
  namespace: apps
spec:
  image: nginx
  interval: 2m
#- clusters/production/alerts.yaml`,
      ],
    ],
    isFixed: true,
  },
  'iua-production-direct': {
    edits: [
      ['branch: flux/production', 'branch: main'],
      ['/clusters/production/ @acme/platform', ''],
      ['"enforcement": "active"', '"enforcement": "disabled"'],
    ],
    isFixed: true,
  },
  'iua-several-environments': {
    edits: [
      ['path: ./clusters/production\n', 'path: ./clusters\n'],
      [
        '#- clusters/production/web.yaml',
        '#- clusters/staging/web.yaml\nimage: ghcr.io/acme/web:1.1.0 # {"$imagepolicy": "apps:web"}\n#- clusters/production/web.yaml',
      ],
    ],
  },
  'iua-path-open': { edits: [['path: ./clusters/production\n', 'path: ./\n']], isFixed: true },
  'iua-branch-open': { edits: [['    checkout:\n      ref:\n        branch: main\n', '']], isFixed: true },
  'iua-message-without-values': {
    edits: [
      ['      messageTemplate: "{{range .Changed.Changes}}{{.OldValue}} -> {{.NewValue}}{{end}}"\n', ''],
    ],
    isFixed: true,
  },
  'iua-no-alert': {
    edits: [['  providerRef: {name: slack}\n', '  providerRef: {name: slack}\n  eventSeverity: error\n']],
    isFixed: true,
  },
  'policy-no-alert': { edits: [["    - {kind: ImagePolicy, name: '*'}\n", '']], isFixed: true },
  'iua-protected-branch': {
    edits: [
      ['path: clusters/production}', 'path: clusters/live}'],
      ['branch: flux/production', 'branch: main'],
      ['/clusters/production/ @acme/platform', ''],
    ],
  },
  'iua-code-owners': {
    edits: [
      ['path: clusters/production}', 'path: clusters/live}'],
      ['branch: flux/production', 'branch: main'],
      ['"enforcement": "active"', '"enforcement": "evaluate"'],
    ],
  },
  'floating-tag': {
    edits: [
      [
        '#- clusters/production/images.yaml',
        '---\nimage: ghcr.io/acme/side:main\n#- clusters/production/images.yaml',
      ],
    ],
  },
  'suspend-without-reason': { edits: [['  # 2026-11-30: the registry moves\n', '']] },
  'ignore-without-reason': {
    edits: [
      [
        '#- clusters/production/web.yaml\n',
        '#- clusters/production/web.yaml\n# fluxmark-ignore-file: floating-tag\n',
      ],
    ],
  },
}

function found(snapshot: Snapshot) {
  return oncePerCause([...snapshot.files.keys()].flatMap(path => diagnostics(snapshot, path)))
}
const codesIn = (snapshot: Snapshot) => found(snapshot).map(({ code }) => code)

test('a repository that follows every rule is silent, and none of the rules is on without the profile', () => {
  assert.deepEqual(codesIn(fixture(follows).snapshot), [])
  for (const { edits } of Object.values(violations)) {
    const { snapshot } = fixture(changed(follows.replace('profile: strict', 'profile: recommended'), edits))
    assert.deepEqual(
      codesIn(snapshot).filter(code => rules.includes(code)),
      [],
    )
  }
})

test('every rule has its violation here, and its row in the manual', () => {
  assert.deepEqual(Object.keys(violations).toSorted(), rules.toSorted())
  const manual = readFileSync(join(import.meta.dirname, '../../../docs/rules.md'), 'utf8')
  for (const code of rules) assert.ok(manual.includes(`[${code}](diagnostics.md#${code})`), code)
})

for (const [code, { edits, isFixed }] of Object.entries(violations)) {
  test(`${code} is found once${isFixed ? ', and its fix mends it' : ''}`, () => {
    const { snapshot } = fixture(changed(follows, edits))
    assert.deepEqual(codesIn(snapshot), [code])
    const [fix] = found(snapshot).flatMap(({ fixes }) => fixes)
    assert.equal(fix !== undefined, isFixed === true)
    if (fix)
      assert.deepEqual(
        codesIn(settledAfter(snapshot, fix.edits)).filter(one => rules.includes(one)),
        [],
      )
  })
}

function changed(text: string, edits: readonly (readonly [string, string])[]): string {
  return edits.reduce((before, [from, to]) => {
    assert.ok(before.includes(from), from)
    return before.replace(from, () => to)
  }, text)
}
