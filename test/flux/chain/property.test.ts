import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import fc from 'fast-check'
import { simulateAll } from '../../../server/src/flux/automation/simulate.ts'
import { brokenLink, markerChain } from '../../../server/src/flux/chain/chain.ts'
import { partOf } from '../../../server/src/flux/markers/setter.ts'
import { latestRef } from '../../../server/src/flux/selection/resolve.ts'
import { markersOf } from '../../../server/src/flux/workspace/snapshot.ts'
import { codes } from '../../../server/src/ide/checks.ts'
import { diagnostics } from '../../../server/src/ide/diagnostics.ts'
import { fixture } from '../../fixture.ts'
import { assertDoorsAgree } from './doors.ts'

/** The chain is what Flux does: small repositories, whole and broken in many ways, against the simulated update. */

const root = 'clusters/prod'
const names = ['web', 'api', 'db'] as const

/** A repository that is whole, with so many policies, each with a marker; all of one cluster. */
function whole(count: number): ReadonlyMap<string, string> {
  const used = names.slice(0, count)
  const list = (...paths: readonly string[]) => `resources:\n${paths.map(path => `- ${path}\n`).join('')}`
  return new Map([
    [
      `${root}/flux-system/gotk-sync.yaml`,
      `apiVersion: source.toolkit.fluxcd.io/v1
kind: GitRepository
metadata: {name: flux-system, namespace: apps}
spec: {interval: 1m, url: 'ssh://git@git.example/acme/fleet', ref: {branch: main}, secretRef: {name: flux-system}}
---
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: {name: flux-system, namespace: apps}
spec: {interval: 10m, path: ./${root}, prune: true, sourceRef: {kind: GitRepository, name: flux-system}}
`,
    ],
    [`${root}/flux-system/kustomization.yaml`, list('gotk-sync.yaml')],
    [`${root}/kustomization.yaml`, list('flux-system', 'apps')],
    [
      `${root}/apps/kustomization.yaml`,
      list('automation.yaml', ...used.flatMap(name => [`${name}-policy.yaml`, `${name}.yaml`])),
    ],
    [
      `${root}/apps/automation.yaml`,
      `apiVersion: image.toolkit.fluxcd.io/v1
kind: ImageUpdateAutomation
metadata: {name: main, namespace: apps}
spec:
  interval: 10m
  sourceRef: {kind: GitRepository, name: flux-system}
  git:
    checkout: {ref: {branch: main}}
    commit: {author: {email: flux@acme.example}, messageTemplate: 'update {{ len .Changed.Changes }}'}
    push: {branch: main}
  update: {path: ./${root}, strategy: Setters}
`,
    ],
    ...used.flatMap(name => [
      [
        `${root}/apps/${name}-policy.yaml`,
        `apiVersion: image.toolkit.fluxcd.io/v1
kind: ImageRepository
metadata: {name: ${name}, namespace: apps}
spec: {image: ghcr.io/acme/${name}, interval: 5m}
---
apiVersion: image.toolkit.fluxcd.io/v1
kind: ImagePolicy
metadata: {name: ${name}, namespace: apps, labels: {team: shop}}
spec: {imageRepositoryRef: {name: ${name}}, policy: {semver: {range: 1.x}}}
`,
      ] as const,
      [
        `${root}/apps/${name}.yaml`,
        `apiVersion: v1
kind: ConfigMap
metadata: {name: ${name}, namespace: apps}
data:
  image: ghcr.io/acme/${name}:1.0.0 # {"$imagepolicy": "apps:${name}"}
`,
      ] as const,
    ]),
  ])
}

/** One way to break or to vary a repository: what is replaced, in the files whose path ends so. */
type Mutation = readonly [file: string, from: string | RegExp, to: string]

const mutations: readonly Mutation[] = [
  // versions and kinds
  [
    'web-policy.yaml',
    'image.toolkit.fluxcd.io/v1\nkind: ImagePolicy',
    'image.toolkit.fluxcd.io/v1beta1\nkind: ImagePolicy',
  ],
  [
    'web-policy.yaml',
    'image.toolkit.fluxcd.io/v1\nkind: ImagePolicy',
    'image.toolkit.fluxcd.io/v2\nkind: ImagePolicy',
  ],
  ['automation.yaml', 'image.toolkit.fluxcd.io/v1', 'image.toolkit.fluxcd.io/v1alpha1'],
  // names and namespaces
  ['web-policy.yaml', /namespace: apps/g, 'namespace: other'],
  ['web-policy.yaml', 'kind: ImagePolicy\nmetadata: {name: web,', 'kind: ImagePolicy\nmetadata: {name: wep,'],
  ['web-policy.yaml', 'imageRepositoryRef: {name: web}', 'imageRepositoryRef: {name: nothing}'],
  ['web-policy.yaml', 'imageRepositoryRef: {name: web}', 'imageRepositoryRef: {name: web, namespace: other}'],
  ['automation.yaml', 'name: main, namespace: apps', 'name: main, namespace: other'],
  // fields
  ['web-policy.yaml', ', interval: 5m', ''],
  ['web-policy.yaml', 'interval: 5m', 'interval: often'],
  ['web-policy.yaml', 'ghcr.io/acme/web,', 'https://ghcr.io/acme/web,'],
  ['web-policy.yaml', ', policy: {semver: {range: 1.x}}', ''],
  ['web-policy.yaml', 'range: 1.x', "range: 'one'"],
  ['web-policy.yaml', 'range: 1.x', "range: '>=9'"],
  ['web-policy.yaml', 'semver: {range: 1.x}', 'alphabetical: {order: asc}'],
  ['web-policy.yaml', 'semver: {range: 1.x}', 'numerical: {order: asc}'],
  ['web-policy.yaml', 'semver: {range: 1.x}', 'alphabetical: {order: up}'],
  ['web-policy.yaml', ', policy: {semver', ", filterTags: {pattern: '^[0-9.]+$'}, policy: {semver"],
  ['web-policy.yaml', ', policy: {semver', ", filterTags: {pattern: '('}, policy: {semver"],
  [
    'web-policy.yaml',
    'policy: {semver: {range: 1.x}}',
    "filterTags: {pattern: '^(?P<v>.+)$', extract: '$gone'}, policy: {alphabetical: {order: asc}}",
  ],
  ['web-policy.yaml', 'interval: 5m', "interval: 5m, exclusionList: ['^1']"],
  ['web-policy.yaml', 'interval: 5m', 'interval: 5m, suspend: true'],
  ['automation.yaml', 'interval: 10m', 'interval: ten'],
  ['automation.yaml', 'strategy: Setters', 'strategy: Guess'],
  ['automation.yaml', '  interval: 10m', '  suspend: true\n  interval: 10m'],
  ['automation.yaml', '{email: flux@acme.example}', '{name: flux}'],
  // selector, path, branch, template, source
  ['automation.yaml', '  interval: 10m', '  policySelector: {matchLabels: {team: shop}}\n  interval: 10m'],
  ['automation.yaml', '  interval: 10m', '  policySelector: {matchLabels: {team: ops}}\n  interval: 10m'],
  ['automation.yaml', 'path: ./clusters/prod,', 'path: ./clusters/prod/flux-system,'],
  ['automation.yaml', 'path: ./clusters/prod,', 'path: ./gone,'],
  ['automation.yaml', 'update {{ len', '{{ if'],
  ['automation.yaml', 'update {{ len .Changed.Changes }}', '{{ .Updated }}'],
  ['automation.yaml', '    checkout: {ref: {branch: main}}\n', ''],
  ['automation.yaml', 'kind: GitRepository, name: flux-system', 'kind: GitRepository, name: fleet'],
  ['automation.yaml', 'kind: GitRepository, name', 'kind: OCIRepository, name'],
  // what the cluster is brought, and files
  ['apps/kustomization.yaml', '- web-policy.yaml\n', ''],
  ['apps/kustomization.yaml', '- automation.yaml\n', ''],
  ['apps/kustomization.yaml', '- web.yaml\n', ''],
  ['prod/kustomization.yaml', '- apps\n', ''],
  ['apps/web.yaml', 'data:', 'data: ['],
  ['apps/web.yaml', ':1.0.0', ':1.1.0'],
  ['apps/web.yaml', 'apps:web"', 'apps:wob"'],
]

function repository(count: number, chosen: readonly Mutation[]): string {
  const files = new Map(whole(count))
  for (const [end, from, to] of chosen)
    for (const [path, text] of files) if (path.endsWith(end)) files.set(path, text.replace(from, to))
  const tags = names.map(name => `#- registry ghcr.io/acme/${name}: 1.0.0 1.1.0`)
  return [...tags, ...[...files].map(([path, text]) => `#- ${path}\n${text}`)].join('\n')
}

test('a chain that is all true is written by Flux and free of errors; one that is false is not written', () => {
  for (const one of mutations) assert.notEqual(repository(1, [one]), repository(1, []), String(one))
  let wholeChains = 0
  let broken = 0
  const property = fc.property(
    fc.integer({ min: 1, max: 3 }),
    fc.subarray([...mutations], { maxLength: 3 }),
    (count, chosen) => {
      const { snapshot } = fixture(repository(count, chosen))
      assertDoorsAgree(snapshot)
      const written = simulateAll(snapshot, [...snapshot.index.automations.values()].flat()).changes
      for (const { path, marker } of markersOf(snapshot)) {
        const chain = markerChain(snapshot, path, marker)
        const { setter } = marker
        const isWritten = written.some(one => one.path === path && one.offset === marker.span[0])
        const shown = () => JSON.stringify({ links: chain.links, path }, null, 1)
        if (brokenLink(chain)) {
          broken++
          assert.equal(isWritten, false, shown())
          continue
        }
        if (setter === undefined || !chain.links.every(({ ok }) => ok === true)) continue
        wholeChains++
        const resolution = latestRef(snapshot, setter.policy)
        assert.equal(resolution.state, 'latest', shown())
        const isNew =
          resolution.state === 'latest' && partOf(resolution.ref, setter.part) !== marker.value.scalar.text
        assert.equal(isWritten, isNew, shown())
        const about = [
          path,
          `${root}/apps/${setter.policy.name}-policy.yaml`,
          ...chain.automations.map(one => one.path),
        ]
        const errors = about
          .flatMap(one => diagnostics(snapshot, one))
          .filter(({ severity }) => severity === 'error')
          .map(({ code, message }) => [code, message])
        assert.deepEqual(errors, [], shown())
      }
    },
  )
  // A failure prints the seed and the path to the smallest repository that shows it.
  fc.assert(property, {
    numRuns: 150,
    ...(process.env.FLUXMARK_SEED ? { seed: Number(process.env.FLUXMARK_SEED) | 0 } : {}),
    examples: [[1, []], ...mutations.map((one): [number, Mutation[]] => [2, [one]])],
  })
  assert.ok(wholeChains > 30 && broken > 60, `${wholeChains} chains were whole, ${broken} broken`)
})

test('every code that a link may name has a diagnostic', () => {
  const known = new Set<string>(codes.map(({ code }) => code))
  const folder = join(import.meta.dirname, '../../../../server/src/flux/chain')
  const sources = readdirSync(folder).map(name => readFileSync(join(folder, name), 'utf8'))
  const named = sources.flatMap(text => [
    ...text.matchAll(/'((?:marker|policy|repo|iua|kustomization|cross|schema|flux)-[a-z0-9-]+)'/g),
  ])
  const all = new Set(named.map(([, code = '']) => code))
  assert.ok(all.size > 20)
  assert.deepEqual(
    [...all].filter(code => !known.has(code)),
    [],
  )
})
