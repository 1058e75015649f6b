import assert from 'node:assert/strict'
import { test } from 'node:test'
import { environmentAt, environments } from '../../../server/src/flux/project/environments.ts'
import { environmentKind } from '../../../server/src/flux/project/stages.ts'
import { suggestedProject } from '../../../server/src/flux/project/suggested-project.ts'
import { environmentFolder } from '../../../server/src/ide/updates/environment-folder.ts'
import { fixture } from '../../fixture.ts'

const layout = (...paths: readonly string[]) =>
  fixture(paths.map(path => `#- ${path}\na: 1\n`).join('')).snapshot

const named = (snapshot: ReturnType<typeof layout>) =>
  environments(snapshot).map(({ name, folders }) => `${name}: ${folders.join(' ')}`)

test('environments side by side are found, and folders elsewhere that are called the same', () => {
  const snapshot = layout(
    'clusters/production/a.yaml',
    'clusters/staging/a.yaml',
    'apps/staging/b.yaml',
    'test/c.yaml',
  )
  assert.deepEqual(named(snapshot), [
    'staging: clusters/staging apps/staging',
    'production: clusters/production',
  ])
  assert.equal(environmentAt(snapshot, 'apps/staging/b.yaml')?.name, 'staging')
  assert.equal(environmentAt(snapshot, 'test/c.yaml'), undefined)
})

test('clusters of regions that hold stages are none themselves', () => {
  const regions = ['eu-1', 'us-1'].flatMap(region => [
    `clusters/${region}/staging/a.yaml`,
    `clusters/${region}/production/a.yaml`,
  ])
  assert.deepEqual(named(layout(...regions)), [
    'staging: clusters/eu-1/staging clusters/us-1/staging',
    'production: clusters/eu-1/production clusters/us-1/production',
  ])
})

test('a folder alone counts where nothing is side by side', () => {
  const snapshot = layout('apps/prod-eu/a.yaml', 'flux/b.yaml')
  assert.deepEqual(named(snapshot), ['prod-eu: apps/prod-eu'])
  assert.deepEqual(environmentAt(snapshot, 'apps/prod-eu/a.yaml')?.kind, 'production')
  assert.deepEqual(named(layout('production/test-app/a.yaml')), ['production: production'])
})

test('of environments within each other a file belongs to the innermost, for every door', () => {
  const project = `environments:
  - {name: all, path: clusters}
  - {name: production, path: clusters/production, branch: release}
`
  const { snapshot } = fixture(
    `#- fluxmark.yaml\n${project}#- clusters/production/a.yaml\na: 1\n#- clusters/b.yaml\nb: 1\n`,
  )
  assert.equal(environmentAt(snapshot, 'clusters/b.yaml')?.name, 'all')
  assert.deepEqual(environmentAt(snapshot, 'clusters/production/a.yaml'), {
    name: 'production',
    folders: ['clusters/production'],
    kind: 'production',
    branch: 'release',
  })
  assert.equal(environmentFolder(snapshot, 'clusters/production/a.yaml'), 'production')
})

test('init names the environments that promote finds, and with the file that it writes they are the same', () => {
  for (const paths of [
    ['clusters/eu-1/a.yaml', 'clusters/us-1/a.yaml'],
    ['clusters/staging/a.yaml', 'clusters/production/a.yaml', 'apps/staging/b.yaml'],
    ['eu-1/staging/a.yaml', 'eu-1/prod/a.yaml', 'us 1/staging/a.yaml', 'us 1/prod/a.yaml'],
  ]) {
    const snapshot = layout(...paths)
    const written = `#- fluxmark.yaml\n${suggestedProject(snapshot)}`
    const after = fixture(`${written}${paths.map(path => `#- ${path}\na: 1\n`).join('')}`).snapshot
    assert.deepEqual(after.project.problems, [])
    assert.deepEqual(environments(after), environments(snapshot))
  }
})

test('a list of folders is one environment; a wrong one is reported at its place', () => {
  const { snapshot } = fixture(`#- fluxmark.yaml
environments:
  - {name: staging, path: [./clusters/staging/, apps/staging, clusters/staging]}
  - {name: production, path: []}
  - {name: live, path: [clusters/live, {}]}
  - {name: out, path: [clusters/out, ../other]}
  - {name: [a], path: b}
#- apps/staging/b.yaml
b: 1
`)
  assert.deepEqual(named(snapshot), ['staging: clusters/staging apps/staging'])
  assert.equal(environmentAt(snapshot, 'apps/staging/b.yaml')?.name, 'staging')
  assert.deepEqual(
    snapshot.project.problems.map(({ message }) => message),
    [
      'path of an environment is a text, or a list of them.',
      'path of an environment is a text, or a list of them.',
      'The path of environment out leads out of the repository.',
      'name of an environment is a text.',
    ],
  )
})

test('what comes before production is staging, whatever it is called', () => {
  const kinds = [
    'prod',
    'eu-production',
    'prod1',
    'non-prod',
    'preprod',
    'not-live',
    'qa',
    'eu-1',
    'products',
  ]
  assert.deepEqual(kinds.map(environmentKind), [
    'production',
    'production',
    'production',
    'staging',
    'staging',
    'staging',
    'staging',
    undefined,
    undefined,
  ])
})
