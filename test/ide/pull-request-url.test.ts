import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Forge } from '../../server/src/flux/commit/forge.ts'
import { pullRequestUrl } from '../../server/src/ide/texts/pull-request-url.ts'

const request = { branch: 'flux/image-updates', base: 'main', title: 'web 1.2.3 → 1.3.0', body: 'a & b\n#1' }
const title = 'web%201.2.3%20%E2%86%92%201.3.0'
const body = 'a%20%26%20b%0A%231'

for (const [url, expected] of [
  [
    'https://github.com/acme/fleet.git',
    `https://github.com/acme/fleet/compare/main...flux/image-updates?expand=1&title=${title}&body=${body}`,
  ],
  [
    'git@github.com:acme/fleet.git',
    `https://github.com/acme/fleet/compare/main...flux/image-updates?expand=1&title=${title}&body=${body}`,
  ],
  [
    'https://token@gitlab.example.com:8443/group/sub/fleet.git/',
    `https://gitlab.example.com:8443/group/sub/fleet/-/merge_requests/new?merge_request%5Bsource_branch%5D=flux%2Fimage-updates&merge_request%5Btarget_branch%5D=main&merge_request%5Btitle%5D=${title}&merge_request%5Bdescription%5D=${body}`,
  ],
  [
    'ssh://git@bitbucket.org/acme/fleet.git',
    `https://bitbucket.org/acme/fleet/pull-requests/new?source=flux%2Fimage-updates&dest=main&title=${title}&description=${body}`,
  ],
  [
    'ssh://git@bitbucket.example.com:7999/~ada/fleet.git',
    `https://bitbucket.example.com/users/ada/repos/fleet/pull-requests?create&sourceBranch=flux%2Fimage-updates&targetBranch=main&title=${title}&description=${body}`,
  ],
  [
    'https://bitbucket.example.com/scm/ops/fleet.git',
    `https://bitbucket.example.com/projects/ops/repos/fleet/pull-requests?create&sourceBranch=flux%2Fimage-updates&targetBranch=main&title=${title}&description=${body}`,
  ],
  [
    'git@ssh.dev.azure.com:v3/acme/My%20Project/fleet',
    `https://dev.azure.com/acme/My%20Project/_git/fleet/pullrequestcreate?sourceRef=flux%2Fimage-updates&targetRef=main&title=${title}&description=${body}`,
  ],
  [
    'https://acme@dev.azure.com/acme/ops/_git/fleet',
    `https://dev.azure.com/acme/ops/_git/fleet/pullrequestcreate?sourceRef=flux%2Fimage-updates&targetRef=main&title=${title}&description=${body}`,
  ],
  [
    'https://acme.visualstudio.com/ops/_git/fleet',
    `https://acme.visualstudio.com/ops/_git/fleet/pullrequestcreate?sourceRef=flux%2Fimage-updates&targetRef=main&title=${title}&description=${body}`,
  ],
  [
    'http://gitea.local:3000/ops/fleet',
    `http://gitea.local:3000/ops/fleet/compare/main...flux/image-updates?quick_pull=1&title=${title}&body=${body}`,
  ],
  [
    'https://codeberg.org/ops/fleet.git',
    `https://codeberg.org/ops/fleet/compare/main...flux/image-updates?quick_pull=1&title=${title}&body=${body}`,
  ],
  ['https://git.example.com/ops/fleet.git', undefined],
  ['/srv/git/fleet.git', undefined],
  ['C:\\git\\fleet.git', undefined],
  ['file:///srv/git/fleet.git', undefined],
] as const) {
  test(`the page for ${url}`, () => assert.equal(pullRequestUrl({ ...request, url }), expected))
}

test('a host of one’s own is named by a setting', () => {
  const forges: Record<string, Forge> = { 'git.example.com': 'forgejo' }
  const url = pullRequestUrl({ ...request, url: 'git@git.example.com:ops/fleet.git' }, forges)
  assert.match(
    url ?? '',
    /^https:\/\/git\.example\.com\/ops\/fleet\/compare\/main\.\.\.flux\/image-updates\?quick_pull=1/,
  )
})

test('without a base the forge’s default branch counts', () => {
  const { base: _, ...rest } = request
  const url = pullRequestUrl({ ...rest, url: 'https://github.com/acme/fleet' })
  assert.ok(url?.startsWith('https://github.com/acme/fleet/compare/flux/image-updates?expand=1'))
  assert.equal(pullRequestUrl({ ...rest, url: 'https://dev.azure.com/acme/ops/_git/fleet' }), undefined)
})

test('whatever the words, the result is one address on the remote’s host, and no login is in it', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (title, branch) => {
      const text = pullRequestUrl({
        url: 'https://ada:secret@github.com/a/b.git',
        branch: branch || 'x',
        title,
        body: title,
      })
      const { host, username, password } = new URL(text ?? '')
      assert.deepEqual([host, username, password], ['github.com', '', ''])
      assert.ok(!text?.includes('secret'))
    }),
    { numRuns: 200 },
  )
})
