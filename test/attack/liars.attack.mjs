// Registries that answer at random, by the seed. Whatever they say: a list of tags that they told, or a failure with a
// code, and no login elsewhere than at the registry.
import { join } from 'node:path'
import { root } from '../prepare.mjs'
import { random, seed } from './seed.mjs'

export const name = 'registries that answer at random'

const host = 'ghcr.io'
const secret = 's3cret'
const valid = /^\w[\w.-]{0,127}$/

export async function run({ short }) {
  const { startInternet } = await import(join(root, 'build/test/io/net/internet.js'))
  const { testClient } = await import(join(root, 'build/test/io/net/client.js'))
  const { isFailure } = await import(join(root, 'build/server/src/flux/failure.js'))
  const notes = []
  const cases = short ? 60 : 1000
  for (let n = 0; n < cases; n++) {
    const next = random(seed + n)
    const answer = () => replyOf(next)
    const net = await startInternet({ [host]: answer, 'evil.example': answer })
    const client = testClient({
      env: net.env,
      logins: next() < 0.7 ? { [host]: { username: 'me', password: secret } } : {},
    })
    const why = await client
      .tags({ image: `${host}/acme/web`, insecure: false }, AbortSignal.timeout(20_000))
      .then(
        ({ tags }) => (tags.every(tag => valid.test(tag)) ? undefined : 'gave what is no tag'),
        error => (isFailure(error) ? leaked(error.message) : `threw ${error?.stack ?? error}`),
      )
    const stranger = net.requests.find(({ host: at, headers, line }) => {
      const user = Buffer.from((headers.authorization ?? '').replace(/^Basic /, ''), 'base64').toString()
      return at.startsWith('evil') && (user.includes(secret) || line.includes(secret))
    })
    const other = net.contacted.find(at => at !== `${host}:443`)
    const what =
      why ??
      (other ? `${other} was contacted` : undefined) ??
      (stranger ? 'a login went elsewhere' : undefined)
    if (what !== undefined) notes.push(`seed ${seed + n}: ${what}`)
    await client.close()
    await net.close()
  }
  return { cases, held: cases - notes.length, notes }
}

function leaked(message) {
  return message.includes(secret) ? 'told the login' : undefined
}

function replyOf(next) {
  const pick = list => list[Math.floor(next() * list.length)]
  const url = () =>
    pick([
      '/v2/acme/web/tags/list?last=z',
      'https://evil.example/v2/',
      'http://169.254.169.254/',
      '//evil.example/x',
      ':',
      '',
    ])
  const headers = {}
  if (next() < 0.3) headers.link = `<${url()}>; rel="next"`
  if (next() < 0.3) headers.location = url()
  if (next() < 0.4)
    headers['www-authenticate'] = pick([
      `Bearer realm="https://${host}/token",service="x",scope="repository:acme/web:pull"`,
      'Bearer realm="https://evil.example/token"',
      'Bearer realm="http://127.0.0.1:1/"',
      'Basic realm="x"',
      'Bearer realm=',
      ',,,"',
    ])
  if (next() < 0.1) headers['retry-after'] = pick(['1', '99999999999', '-1', 'soon'])
  const bodies = [
    { name: 'acme/web', tags: ['1.0.0', '1.1.0'] },
    { name: 'acme/web', tags: ['../../x', '\u001b[2J', 'a b', 1, null, {}] },
    { name: 'acme/web', tags: null },
    { tags: 'all' },
    { token: 'abc' },
    { token: 'a\r\nx: y' },
    { errors: [{ code: 'DENIED', message: '\u202e[x](command:x)' }] },
    '[['.repeat(1000),
    '<html>',
    '',
  ]
  return {
    status: pick([200, 200, 200, 200, 204, 301, 302, 307, 401, 403, 404, 429, 500, 503]),
    headers,
    body: pick(bodies),
  }
}
