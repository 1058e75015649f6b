import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, test } from 'node:test'
import { commitMessage } from '../../../server/src/flux/commit/commit-message.ts'
import {
  environmentKeys,
  profiles,
  projectKeys,
  projectSeverities,
} from '../../../server/src/flux/project/project-settings.ts'
import { fluxVersionAt } from '../../../server/src/flux/version/flux-version-at.ts'
import { withFiles, withRules } from '../../../server/src/flux/workspace/snapshot.ts'
import { codes } from '../../../server/src/ide/checks.ts'
import { diagnostics } from '../../../server/src/ide/diagnostics.ts'
import { fixture } from '../../fixture.ts'

const project = (text: string, name = 'fluxmark.yaml') => fixture(`#- ${name}\n${text}`).snapshot.project

/** The problems as `text at the place: message`. */
function problems(text: string): readonly string[] {
  const { snapshot } = fixture(`#- fluxmark.yaml\n${text}`)
  return snapshot.project.problems.map(
    ({ path, span, message, nearest }) =>
      `${snapshot.files.get(path)?.text.slice(...span)}: ${message}${nearest === undefined ? '' : ` [${nearest}]`}`,
  )
}

describe('a project file', () => {
  test('is read with every key', () => {
    const { settings, problems } = project(`
fluxVersion: 2.10
diagnostics: {outdated: off, sops: error}
defaultPolicyNamespace: apps
commit.messageTemplate: 'chore: bump'
profile: strict
environments:
  - {name: staging, path: ./clusters/staging/}
  - name: production
    path: clusters/production
    branch: release
ignore: [legacy/**, ./old]
`)
    assert.deepEqual(problems, [])
    assert.deepEqual(settings, {
      fluxVersion: '2.10',
      diagnostics: new Map([
        ['outdated', 'off'],
        ['sops', 'error'],
      ]),
      defaultPolicyNamespace: 'apps',
      messageTemplate: 'chore: bump',
      profile: 'strict',
      environments: [
        { name: 'staging', folders: ['clusters/staging'] },
        { name: 'production', folders: ['clusters/production'], branch: 'release' },
      ],
      ignore: ['legacy/**', 'old'],
    })
  })

  test('may be empty, or only comments, or not there', () => {
    for (const text of ['', '# to come', '---', 'ignore:']) assert.deepEqual(problems(text), [], text)
    const { path, settings } = fixture('#- a.yaml\na: 1').snapshot.project
    assert.deepEqual([path, settings.ignore], [undefined, []])
  })

  test('may be hidden; of two the first counts, and the other one is told', () => {
    assert.equal(project('profile: strict', '.fluxmark.yaml').settings.profile, 'strict')
    const both = fixture('#- fluxmark.yaml\nprofile: strict\n#- .fluxmark.yaml\nprofile: recommended')
      .snapshot.project
    assert.equal(both.settings.profile, 'strict')
    assert.deepEqual(
      both.problems.map(({ path, code }) => [path, code]),
      [['.fluxmark.yaml', 'project-file-twice']],
    )
  })

  test('takes what is nested under commit', () => {
    assert.equal(project('commit:\n  messageTemplate: bump').settings.messageTemplate, 'bump')
    assert.deepEqual(problems('commit:\n  mesageTemplate: bump'), [
      'mesageTemplate: There is no key "commit.mesageTemplate" here. Did you mean commit.messageTemplate? [messageTemplate]',
    ])
  })

  test('says of a wrong key where it is and what is nearest', () => {
    assert.deepEqual(problems('profil: strict\nfluxVersion: 2.9'), [
      'profil: There is no key "profil" here. Did you mean profile? [profile]',
    ])
    assert.deepEqual(problems('environments: [{name: a, path: a, brunch: b}]'), [
      'brunch: There is no key "brunch" here. Did you mean branch? [branch]',
    ])
    assert.match(
      problems('registries: {}')[0] ?? '',
      /^registries: There is no key "registries" here\. The keys are /,
    )
  })

  test('can name no host, no program and no secret', () => {
    for (const key of [
      'registries',
      'git.engine',
      'git.forges',
      'network.enabled',
      'allowHost',
      'cache.maxAge',
    ])
      assert.equal(project(`${key}: x`).problems.length, 1, key)
  })

  test('says of a wrong value what may stand there', () => {
    assert.deepEqual(problems('profile: strickt'), [
      'strickt: profile is one of recommended, strict. [strict]',
    ])
    assert.deepEqual(problems('diagnostics: {outdated: warn}'), [
      'warn: A severity is one of off, hint, information, warning, error.',
    ])
    assert.equal(problems('fluxVersion: [2]').length, 1)
    assert.equal(problems('fluxVersion: 2').length, 1)
    assert.equal(problems('diagnostics: off').length, 1)
    assert.equal(problems('defaultPolicyNamespace: A_b').length, 1)
    assert.equal(problems('environments: {a: b}').length, 1)
    assert.equal(problems('environments: [{name: a}]').length, 1)
    assert.equal(problems('environments: [{name: a, path: ../b}]').length, 1)
    assert.equal(problems('environments: [{name: a, path: b}, {name: a, path: c}]').length, 1)
    assert.equal(problems('ignore: [{a: b}]').length, 1)
    assert.equal(problems('profile: strict\nprofile: strict').length, 1)
    assert.equal(problems('- a').length, 1)
    assert.equal(problems('a: [').length, 1)
  })
})

describe('what a project file says', () => {
  const outdated = `#- registry ghcr.io/acme/web: 1.0.0 1.1.0
#- policy apps:web ghcr.io/acme/web semver 1.x
#- legacy/web.yaml
image: ghcr.io/acme/web:1.0.0 # {"$imagepolicy": "apps:web"}
#- fluxmark.yaml
`
  const found = (text: string, overrides = new Map<string, 'hint'>()) =>
    diagnostics(fixture(outdated + text).snapshot, 'legacy/web.yaml', overrides)
      .filter(({ code }) => code === 'outdated')
      .map(({ severity }) => severity)

  test('sets severities, and the editor wins', () => {
    assert.deepEqual(found(''), ['information'])
    assert.deepEqual(found('diagnostics: {outdated: error}'), ['error'])
    assert.deepEqual(found('diagnostics: {outdated: off}'), [])
    assert.deepEqual(found('diagnostics: {outdated: error}', new Map([['outdated', 'hint']])), ['hint'])
  })

  test('leaves ignored files in the repository, and reports nothing in them', () => {
    for (const glob of ['legacy/**', 'legacy', '**/web.yaml', './legacy/'])
      assert.deepEqual(found(`ignore: ['${glob}']`), [], glob)
    for (const glob of ['web.yaml', 'legac', 'other/**'])
      assert.deepEqual(found(`ignore: ['${glob}']`), ['information'], glob)
    const { snapshot } = fixture(`${outdated}ignore: [policies]`)
    assert.equal(snapshot.index.policies.size, 1)
  })

  test('sets the version of Flux and the namespace, and what the editor says wins', () => {
    const { snapshot } = fixture('#- fluxmark.yaml\nfluxVersion: 2.6\ndefaultPolicyNamespace: apps')
    assert.equal(fluxVersionAt(snapshot, 'a.yaml'), '2.6')
    assert.equal(snapshot.rules.defaultPolicyNamespace, 'apps')
    const told = withRules(snapshot, { fluxVersion: '2.8', defaultPolicyNamespace: 'web' })
    assert.equal(fluxVersionAt(told, 'a.yaml'), '2.8')
    assert.equal(told.rules.defaultPolicyNamespace, 'web')
    const gone = withFiles(snapshot, [['fluxmark.yaml', undefined]])
    assert.deepEqual(gone.rules, { fluxVersion: 'auto' })
  })

  test('places a policy anew as soon as it is edited', () => {
    const { snapshot } = fixture(
      '#- a.yaml\napiVersion: image.toolkit.fluxcd.io/v1\nkind: ImagePolicy\nmetadata: {name: web}\n#- fluxmark.yaml\n',
    )
    assert.deepEqual([...snapshot.index.policies.keys()], [])
    const edited = withFiles(snapshot, [['fluxmark.yaml', 'defaultPolicyNamespace: apps']])
    assert.deepEqual([...edited.index.policies.keys()], ['apps:web'])
  })

  test('gives the message of a commit', () => {
    const { snapshot } = fixture(`${outdated}commit.messageTemplate: 'chore: bump'`)
    assert.equal(commitMessage(snapshot, []).message, 'chore: bump')
  })
})

test('the published schema knows the keys, the codes and the values that the reader knows', () => {
  const schema = JSON.parse(readFileSync('syntaxes/fluxmark.schema.json', 'utf8'))
  const { properties } = schema
  const nested = Object.keys(properties.commit.properties).map(name => `commit.${name}`)
  const flat = Object.keys(properties).filter(name => name !== 'commit')
  assert.deepEqual(flat.toSorted(), [...projectKeys].toSorted())
  assert.deepEqual(nested, ['commit.messageTemplate'])
  assert.deepEqual(
    Object.keys(properties.diagnostics.properties).toSorted(),
    [...new Set(codes.map(({ code }) => code))].toSorted(),
  )
  assert.deepEqual(schema.definitions.severity.enum, projectSeverities)
  assert.deepEqual(properties.profile.enum, profiles)
  assert.deepEqual(Object.keys(properties.environments.items.properties), environmentKeys)
})

test('a severity of a code that there is not is an error at its place, with a fix', () => {
  const { snapshot } = fixture('#- fluxmark.yaml\ndiagnostics: {outdatd: hint}')
  const [found] = diagnostics(snapshot, 'fluxmark.yaml')
  assert.equal(found?.code, 'project-file-key')
  assert.equal(found.message, 'There is no finding with the code "outdatd". Did you mean outdated?')
  assert.deepEqual(
    found.fixes.map(({ title }) => title),
    ['Change to outdated'],
  )
})
