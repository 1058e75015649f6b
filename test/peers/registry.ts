import { isDeepStrictEqual } from 'node:util'
import { keysFor, readDockerConfig } from '../../server/src/io/credentials/docker-config.ts'
import { parseChallenges } from '../../server/src/io/registry/contact/challenge.ts'
import { checkRealm } from '../../server/src/io/registry/contact/realm.ts'
import { nextPage } from '../../server/src/io/registry/tags/link.ts'
import { attempt, isThrown, type Row, type Suite } from './suite.ts'

/** What go-containerregistry's tests ask of token servers, pages, Docker configurations and challenges. */
export const registrySuite: Suite = {
  name: 'registry',
  mark: 42,
  *rows() {
    yield* realms()
    yield* pages()
    yield* logins()
    yield* challenges()
  },
}

function row(id: string, ours: unknown, theirs: unknown): Row {
  return { id, ok: isDeepStrictEqual(ours, theirs), ours, theirs }
}

function* realms(): Iterable<Row> {
  const own = 'https://registry.example.com'
  const refused = ['0.0.0.0', '0.0.0.0:8443', '[::]', '[::]:8443', '127.0.0.1', '[::1]']
  const inner = ['10.0.0.1', '192.168.1.1', '169.254.169.254']
  for (const host of [...refused, ...inner]) yield realm(own, `https://${host}/token`, false)
  for (const host of ['8.8.8.8', 'registry.example.com']) yield realm(own, `https://${host}/token`, true)
  const local = 'http://127.0.0.1:5000'
  yield realm(local, `${local}/auth`, true)
  yield realm(local, 'http://127.0.0.1:8080/auth', false)
  yield realm('https://10.0.0.1', 'https://10.0.0.1/auth', true)
  yield realm('http://[::1]:5000', 'http://[::1]:5000/auth', true)
  yield realm('http://registry.example.com', `${local}/auth`, false)
  yield realm(own, 'https://169.254.169.254/auth', false)
  yield realm('https://127.0.0.1:5000', `${local}/auth`, false)
}

/** Whether a registry may send its clients to a token server. */
function realm(registry: string, server: string, isAllowed: boolean): Row {
  const ours = attempt(() =>
    checkRealm(server, { registry: new URL(registry), hasLogin: false, approved: [] }),
  )
  return row(`realm ${server} of ${registry}`, !isThrown(ours), isAllowed)
}

function* pages(): Iterable<Row> {
  const page = 'https://example.com/v2/app/tags/list'
  for (const header of [undefined, '<', '><', '<>', '<\x7f>']) yield next(page, header, undefined)
  yield next(page, '</v2/app/tags/list?n=100>', `${page}?n=100`)
  yield next(page, '<http://169.254.169.254/latest/meta-data/>;rel="next"', undefined)
}

function next(page: string, header: string | undefined, expected: string | undefined): Row {
  const context = { page: new URL(page), isJfrog: false, pageSize: 1000 }
  const ours = attempt(() => nextPage(header === undefined ? [] : [header], context)?.href)
  return row(`next page ${JSON.stringify(header)}`, isThrown(ours) ? undefined : ours, expected)
}

const base64 = (text: string): string => Buffer.from(text).toString('base64')
const login = (text: string): object => ({ auth: base64(text) })

function* logins(): Iterable<Row> {
  const place = ['test.io', 'my-repo'] as const
  yield loginOf('no JSON', '}{', place, 'error')
  yield loginOf('a host', { 'test.io': login('a:b') }, place, 'a:b')
  const hub = { 'https://index.docker.io/v1/': login('a:b') }
  yield loginOf('Docker Hub', hub, ['index.docker.io', 'library/x'], 'a:b')
  for (const version of ['v1', 'v2'])
    yield loginOf(version, { [`http://test.io/${version}/`]: login('c:d') }, place, 'c:d')
  const several = {
    'test.io/my-repo': login('a:b'),
    'test.io/another-repo': login('b:c'),
    'test.io': login('c:d'),
  }
  yield loginOf('a repository', several, place, 'a:b')
  yield loginOf(
    'another repository',
    { 'test.io/another-repo': login('b:c'), 'test.io': {} },
    place,
    'nobody',
  )
  const both = { username: 'a', password: 'b' }
  yield loginOf('name and password', { 'test.io': both }, place, 'a:b')
  yield loginOf('auth', { 'test.io': login('a:b') }, place, 'a:b')
  yield loginOf('auth before name', { 'test.io': { ...both, ...login('c:d') } }, place, 'c:d')
  yield loginOf('no base64 of a pair', { 'test.io': { auth: 'blah' } }, place, 'error')
  yield loginOf('a pair without colon', { 'test.io': login('foo') }, place, 'error')
  yield loginOf('empty auth', { 'test.io': { auth: '' } }, place, 'nobody')
}

function loginOf(
  what: string,
  config: string | object,
  [host, repository]: readonly [string, string],
  expected: string,
): Row {
  const text = typeof config === 'string' ? config : JSON.stringify({ auths: config })
  const ours = attempt(() => {
    const { auths } = readDockerConfig(text, 'config.json')
    const found = keysFor({ host, repository }, auths.keys())
      .map(key => auths.get(key))
      .find(one => one?.username || one?.identityToken || one?.registryToken)
    return found ? `${found.username}:${found.password}` : 'nobody'
  })
  return row(`login by ${what}`, isThrown(ours) ? 'error' : ours, expected)
}

function* challenges(): Iterable<Row> {
  const realm = 'http://auth.example.com/token'
  yield challenge(['BASIC'], [['basic', {}]])
  yield challenge([`Bearer realm="${realm}"`], [['bearer', { realm }]])
  yield challenge(
    ['Negotiate', `Basic realm="${realm}"`],
    [
      ['negotiate', {}],
      ['basic', { realm }],
    ],
  )
  yield challenge(
    ['Negotiate', 'Digest'],
    [
      ['negotiate', {}],
      ['digest', {}],
    ],
  )
}

function challenge(headers: readonly string[], expected: readonly (readonly [string, object])[]): Row {
  const ours = parseChallenges(headers).map(({ scheme, parameters }) => [
    scheme,
    Object.fromEntries(parameters),
  ])
  return row(`challenge ${headers.join(', ')}`, ours, expected)
}
