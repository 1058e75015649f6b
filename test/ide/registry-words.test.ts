import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Answer, TagDetails, TagList, Trial } from '../../server/src/flux/answer.ts'
import { type Snapshot, withAnswers } from '../../server/src/flux/workspace/snapshot.ts'
import { compareUrl } from '../../server/src/ide/fixes/compare-url.ts'
import { hover } from '../../server/src/ide/hover/hover.ts'
import { registryStatus } from '../../server/src/ide/hover/registry-status.ts'
import { allRepositories, repositoriesAt } from '../../server/src/ide/navigate/repositories-at.ts'
import { tagsAt } from '../../server/src/ide/navigate/tags-at.ts'
import { trialsText } from '../../server/src/ide/texts/trials-text.ts'
import { fixture } from '../fixture.ts'

const text = `#- flux.yaml
apiVersion: image.toolkit.fluxcd.io/v1
kind: ImageRepository
metadata: {name: web, namespace: apps}
spec: {image: ghcr.io/acme/web, interval: 5m, provider: aws, certSecretRef: {name: ca}, insecure: true}
---
apiVersion: image.toolkit.fluxcd.io/v1
kind: ImagePolicy
metadata: {name: web, namespace: apps}
spec: {imageRepositoryRef: {name: web}, policy: {semver: {range: 1.x}}}
#- registry ghcr.io/acme/web: 1.0.0 1.1.0
#- web.yaml
image: ghcr.io/acme/web:1.0.0 # {"$image$0policy": "apps:web"}
`
const { snapshot, cursor } = fixture(text)
assert(cursor)
const { path, offset } = cursor
const image = 'ghcr.io/acme/web'
const now = Date.parse('2026-11-20T00:00:00Z')

function hovered(changed: Snapshot): string {
  return (hover(changed, path, offset, now)?.markdown ?? '').replaceAll(/\\(?=[^\w\s])/g, '')
}

function withDetails(details: Readonly<Record<string, TagDetails>>): Snapshot {
  return withAnswers(snapshot, {
    details: Object.entries(details).map(([tag, value]) => [`${image}:${tag}`, { at: 0, value }]),
  })
}

const digest = `sha256:${'1'.repeat(64)}`
const details = { digest, platforms: ['linux/amd64'], source: 'https://github.com/acme/web' }

test('a hover looks at the latest tag and at the one that is written', () => {
  assert.deepEqual(
    tagsAt(snapshot, path, offset).map(({ key }) => key),
    [`${image}:1.1.0`, `${image}:1.0.0`],
  )
})

test('details are told as far as the image tells them; a time that it hides is unknown', () => {
  assert.doesNotMatch(hovered(snapshot), /Built/)
  const known = hovered(
    withDetails({
      '1.1.0': { ...details, created: '2026-11-17T12:00:00Z', size: 23_456_789, version: '1.1.0' },
    }),
  )
  assert.match(known, /Built 3 days ago \(2026-11-17\), 23 MB, `linux\/amd64`/)
  assert.match(known, /Source: \[https:\/\/github.com\/acme\/web\]\(https:\/\/github.com\/acme\/web\)$/m)
  assert.match(hovered(withDetails({ '1.1.0': details })), /Built at an unknown time, `linux\/amd64`/)
})

test('two commits of one source can be compared, anything else cannot', () => {
  const [a, b] = ['a'.repeat(40), 'b'.repeat(40)]
  const both = (from: string, to: string, source = details.source) =>
    hovered(
      withDetails({ '1.0.0': { ...details, revision: from }, '1.1.0': { ...details, source, revision: to } }),
    )
  assert.match(
    both(a, b),
    /\[Compare 1.0.0 with 1.1.0\]\(https:\/\/github.com\/acme\/web\/compare\/a+...b+\)/,
  )
  for (const hidden of [both(a, a), both('main', b), both(a, b, 'https://github.com/other/web')])
    assert.doesNotMatch(hidden, /Compare/)
  assert.equal(
    compareUrl('https://gitlab.com/acme/web.git', a, b),
    `https://gitlab.com/acme/web/-/compare/${a}...${b}`,
  )
  assert.equal(compareUrl('https://code.corp/acme/web', a, b), undefined)
  assert.equal(compareUrl('https://github.com/acme/web', `${a}?x=`, b), undefined)
})

test('what Flux uses in the cluster is told, and that it is not used here', () => {
  const shown = hovered(snapshot)
  assert.match(
    shown,
    /In the cluster Flux uses the login of `aws`, the certificates in Secret `ca`\. None of that/,
  )
  assert.match(shown, /Plain HTTP is allowed/)
})

const failed: Answer<TagList> = {
  at: 0,
  failure: { code: 'E_LOGIN_NEEDED', message: 'ghcr.io wants a login.' },
}

test('a failure is told with its code and what to do, an old list with its age', () => {
  const broken = withAnswers(snapshot, { scans: [[image, failed]] })
  assert.match(
    hovered(broken),
    /No tag: ghcr.io wants a login. \(E_LOGIN_NEEDED\)\. .*What to do about E_LOGIN_NEEDED/,
  )
  const stale = { code: 'E_REFUSED' as const, message: 'ghcr.io: refused' }
  const list = {
    tags: ['1.0.0'],
    dropped: 0,
    pages: 1,
    credential: 'anonymous',
    stale,
    mirror: 'mirror.corp',
  }
  const old = hovered(withAnswers(snapshot, { scans: [[image, { at: now - 7_200_000, value: list }]] }))
  assert.match(old, /Tags scanned at its mirror `mirror.corp` 2 h ago, anonymously/)
  assert.match(old, /An old list: ghcr.io: refused \(E_REFUSED\)/)
  assert.equal(registryStatus([snapshot]).health, 'ok')
  const status = registryStatus([broken, snapshot])
  assert.deepEqual(
    [status.health, status.message],
    ['warning', `${image}: ghcr.io wants a login. (E_LOGIN_NEEDED)`],
  )
})

test('a repository is found from its marker and from its own lines', () => {
  const [repository] = allRepositories(snapshot)
  assert.deepEqual([repository?.name, repository?.host], ['apps:web', 'ghcr.io'])
  assert.deepEqual(repositoriesAt(snapshot, path, [offset, offset]), [repository])
  assert.deepEqual(repositoriesAt(snapshot, 'flux.yaml', [60, 60]), [repository])
  assert.deepEqual(repositoriesAt(snapshot, path, [0, 0]), [])
})

test('a test of the logins says of each what happened, and which counts', () => {
  const [repository] = allRepositories(snapshot)
  assert(repository)
  const last = (trials: readonly Trial[]) => trialsText(repository, trials).split('\n')
  const anonymous: Trial = {
    source: 'anonymous',
    outcome: 'failed',
    failure: { code: 'E_LOGIN_NEEDED', message: 'who are you?\u202e' },
  }
  const refused: Trial = {
    source: 'docker config',
    outcome: 'failed',
    failure: { code: 'E_CREDENTIALS', message: 'no' },
  }
  const page = last([
    anonymous,
    { source: 'podman auth.json', outcome: 'no login' },
    { source: 'gh', outcome: 'lists' },
  ])
  assert.deepEqual(page.slice(3, 8), [
    '✗ anonymous: who are you?\\u202e (E_LOGIN_NEEDED)',
    '– podman auth.json: has no login for this registry',
    '✓ gh: lists the tags',
    '',
    'The tags are listed with the login from gh.',
  ])
  assert.ok(last([{ source: 'anonymous', outcome: 'unasked' }]).includes('The tags are listed anonymously.'))
  assert.ok(
    last([anonymous, refused, { source: 'gh', outcome: 'lists' }]).includes(
      'The first login counts, and the registry refuses that of docker config.',
    ),
  )
  assert.match(trialsText(repository, { code: 'E_OFFLINE', message: 'off' }), /✗ off \(E_OFFLINE\)/)
})
