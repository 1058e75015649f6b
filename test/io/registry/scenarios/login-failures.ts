import { failure } from '../../../../server/src/flux/failure.ts'
import { bearer, LOGIN, list, refuse, type Scenario, withBasic } from './scenario.ts'

const answer = () => list(['1'])

/** Logins that are missing, wrong, or wanted by the wrong one. */
export const LOGIN_FAILURES: readonly Scenario[] = [
  {
    row: 'E_LOGIN_NEEDED',
    name: 'no login where one is needed',
    hosts: () => ({ 'ghcr.io': withBasic(answer) }),
    expect: { code: 'E_LOGIN_NEEDED' },
  },
  {
    row: 'E_CREDENTIALS',
    name: 'the wrong login',
    hosts: () => ({ 'ghcr.io': withBasic(answer) }),
    logins: { 'ghcr.io': { username: 'me', password: 's3cret-but-old' } },
    expect: { code: 'E_CREDENTIALS', message: /rejected the stored login \(source: test\)/ },
  },
  {
    row: 'E_CREDENTIALS',
    name: 'a token is given out, and refused for this repository',
    hosts: () => ({ 'ghcr.io': bearer('https://ghcr.io/token', () => refuse(403, 'DENIED')) }),
    logins: { 'ghcr.io': LOGIN },
    expect: { code: 'E_CREDENTIALS', message: /DENIED/ },
  },
  {
    row: 'E_CREDENTIALS',
    name: 'a registry that takes no token ends',
    hosts: () => ({ 'ghcr.io': bearer('https://ghcr.io/token', answer, () => false) }),
    logins: { 'ghcr.io': LOGIN },
    expect: { code: 'E_CREDENTIALS' },
  },
  {
    row: 'E_PLAIN_LOGIN',
    name: 'an address in the own network, spoken to in the clear',
    image: '10.0.0.1:5000/acme/web',
    hosts: () => ({ '10.0.0.1:5000': { answer: withBasic(answer), isPlain: true } }),
    logins: { '10.0.0.1:5000': LOGIN },
    expect: { code: 'E_PLAIN_LOGIN', message: /"insecure": true/ },
  },
  {
    row: 'E_CHALLENGE',
    name: 'Negotiate',
    hosts: () => ({
      'ghcr.io': () =>
        refuse(401, 'UNAUTHORIZED', '', { 'www-authenticate': ['Negotiate', 'NTLM TlRMTVNTUAA='] }),
    }),
    logins: { 'ghcr.io': LOGIN },
    expect: { code: 'E_CHALLENGE', message: /negotiate, ntlm/ },
  },
  {
    row: 'E_CHALLENGE',
    name: '401 without a challenge',
    hosts: () => ({ 'ghcr.io': () => refuse(401, 'UNAUTHORIZED') }),
    expect: { code: 'E_CHALLENGE' },
  },
  ...[
    'http://ghcr.io/token',
    'https://169.254.169.254/token',
    'https://10.0.0.1/token',
    'file:///etc/passwd',
    'https://a:b@ghcr.io/',
  ].map(
    (realm): Scenario => ({
      row: 'E_REALM',
      name: realm,
      hosts: () => ({ 'ghcr.io': bearer(realm, answer), '10.0.0.1': answer, '169.254.169.254': answer }),
      expect: { code: 'E_REALM' },
    }),
  ),
  {
    row: 'E_REALM',
    name: 'none at all',
    hosts: () => ({
      'ghcr.io': () => refuse(401, 'UNAUTHORIZED', '', { 'www-authenticate': 'Bearer service="x"' }),
    }),
    expect: { code: 'E_REALM' },
  },
  {
    row: 'E_REALM_UNTRUSTED',
    name: 'another host that speaks for this one',
    hosts: () => ({
      'ghcr.io': bearer('https://ghcr.io.evil.example/token', answer),
      'ghcr.io.evil.example': answer,
    }),
    logins: { 'ghcr.io': LOGIN },
    expect: { code: 'E_REALM_UNTRUSTED' },
  },
  ...[
    refuse(500, 'UNKNOWN', 'down'),
    { body: '<html>' },
    { body: {} },
    { body: { token: 7 } },
    { status: 302, headers: { location: '/x' } },
  ].map(
    (reply, index): Scenario => ({
      row: 'E_TOKEN',
      name: `the token server fails, way ${index + 1}`,
      hosts: () => ({
        'ghcr.io': seen =>
          seen.url.pathname === '/token' ? reply : bearer('https://ghcr.io/token', answer)(seen),
      }),
      expect: { code: 'E_TOKEN' },
    }),
  ),
  {
    row: 'E_TOO_LARGE',
    name: 'a token server without end',
    hosts: () => ({
      'ghcr.io': seen =>
        seen.url.pathname === '/token'
          ? { body: { token: 'x'.repeat(70_000) } }
          : bearer('https://ghcr.io/token', answer)(seen),
    }),
    expect: { code: 'E_TOO_LARGE' },
  },
  {
    row: 'E_DOCKER_CONFIG',
    name: 'a file that is broken, and a registry that wants a login',
    hosts: () => ({ 'ghcr.io': withBasic(answer) }),
    sources: [
      {
        name: 'docker config',
        find: () => Promise.reject(failure('E_DOCKER_CONFIG', '~/.docker/config.json is not valid JSON.')),
      },
    ],
    expect: { code: 'E_DOCKER_CONFIG', message: /config\.json is not valid JSON/ },
  },
]
