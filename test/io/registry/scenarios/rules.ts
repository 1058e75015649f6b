import { failure } from '../../../../server/src/flux/failure.ts'
import { bearer, inTurn, LOGIN, list, next, refuse, type Scenario, SECRET, withBasic } from './scenario.ts'

const evil = () => ({ body: { token: 'stolen', tags: ['6.6.6'] } })
const GHCR = { 'ghcr.io': LOGIN }

/** The boundary, rule by rule (docs/registry.md). */
export const RULES: readonly Scenario[] = [
  {
    row: 'rule 1',
    name: 'a login never goes to a token server on a foreign host',
    hosts: () => ({
      'ghcr.io': bearer('https://evil.example/token', () => list(['1'])),
      'evil.example': evil,
    }),
    logins: GHCR,
    expect: { code: 'E_REALM_UNTRUSTED', message: /ghcr\.io asks to send its login to evil\.example/ },
  },
  {
    row: 'rule 1',
    name: 'nobody’s name is asked there only where the user agrees',
    allowed: ['auth.example'],
    hosts: () => ({
      'ghcr.io': bearer('https://auth.example/token', () => list(['1'])),
      'auth.example': () => ({ body: { access_token: `${SECRET}-anonymous` } }),
    }),
    others: ['auth.example'],
    confidants: ['auth.example'],
    expect: { tags: ['1'], credential: 'anonymous' },
  },
  {
    row: 'rule 1',
    name: 'an approved registry cannot approve a token server',
    hosts: () => ({
      'ghcr.io': bearer('https://auth.example/token', () => list(['1'])),
      'auth.example': evil,
    }),
    expect: { code: 'E_REALM_UNTRUSTED', message: /names another host as its token server, auth\.example/ },
  },
  {
    row: 'rule 1',
    name: 'another port of the registry’s host is another host',
    hosts: () => ({
      'ghcr.io': bearer('https://ghcr.io:8443/token', () => list(['1'])),
      'ghcr.io:8443': evil,
    }),
    logins: GHCR,
    expect: { code: 'E_REALM_UNTRUSTED' },
  },
  {
    row: 'rule 1',
    name: 'a private registry names no other private host',
    image: '10.0.0.1/acme/web',
    allowed: ['10.0.0.1'],
    hosts: () => ({ '10.0.0.1': bearer('https://10.0.0.2/token', () => list(['1'])), '10.0.0.2': evil }),
    expect: { code: 'E_REALM_UNTRUSTED', message: /another local address/ },
  },
  {
    row: 'rule 1',
    name: 'a token server that the user has named gets the login',
    image: 'registry.corp/acme/web',
    settings: { 'registry.corp': { tokenServer: 'gitlab.corp' } },
    hosts: () => ({
      'registry.corp': bearer('https://gitlab.corp/token', () => list(['1'])),
      'gitlab.corp': withBasic(() => ({ body: { token: `${SECRET}-token` } })),
    }),
    logins: { 'registry.corp': LOGIN },
    others: ['gitlab.corp'],
    confidants: ['gitlab.corp'],
    expect: { tags: ['1'], credential: 'test' },
  },
  {
    row: 'rule 1',
    name: 'another port of the host has no claim to the login',
    image: 'ghcr.io:8443/acme/web',
    allowed: ['ghcr.io:8443'],
    hosts: () => ({ 'ghcr.io:8443': withBasic(() => list(['1'])) }),
    logins: GHCR,
    expect: { code: 'E_LOGIN_NEEDED' },
  },
  {
    row: 'rule 2',
    name: 'a link to another host is not followed, and the list counts as failed',
    hosts: () => ({
      'ghcr.io': () => list(['1'], next('https://evil.example/v2/acme/web/tags/list')),
      'evil.example': evil,
    }),
    logins: GHCR,
    expect: { code: 'E_LINK_ORIGIN', message: /evil\.example; refused/ },
  },
  {
    row: 'rule 2',
    name: 'a link to plain HTTP of the own host stays on TLS',
    hosts: () => ({
      'ghcr.io': seen =>
        seen.url.searchParams.has('last')
          ? list(['2'])
          : list(['1'], next('http://ghcr.io:80/v2/acme/web/tags/list?last=1')),
    }),
    expect: { tags: ['1', '2'] },
  },
  {
    row: 'rule 3',
    name: 'a redirect to a host that nobody approved',
    hosts: () => ({
      'ghcr.io': () => ({ status: 302, headers: { location: 'https://evil.example/' } }),
      'evil.example': evil,
    }),
    logins: GHCR,
    expect: { code: 'E_REDIRECT_HOST' },
  },
  {
    row: 'rule 3',
    name: 'a redirect to an approved host takes no login along',
    hosts: () => ({
      'ghcr.io': withBasic(() => ({
        status: 307,
        headers: { location: 'https://mirror.example/v2/acme/web/tags/list' },
      })),
      'mirror.example': seen => list(seen.headers.authorization === undefined ? ['1'] : ['stolen']),
    }),
    logins: GHCR,
    allowed: ['mirror.example'],
    others: ['mirror.example'],
    expect: { tags: ['1'] },
  },
  {
    row: 'rule 3',
    name: 'nor does the approved host get one by asking',
    hosts: () => ({
      'ghcr.io': withBasic(() => ({
        status: 307,
        headers: { location: 'https://mirror.example/v2/x/tags/list' },
      })),
      'mirror.example': withBasic(() => list(['1'])),
    }),
    logins: { ...GHCR, 'mirror.example': LOGIN },
    allowed: ['mirror.example'],
    others: ['mirror.example'],
    expect: { code: 'E_CREDENTIALS' },
  },
  {
    row: 'rule 4',
    name: 'a certificate error never leads to plain HTTP, not where it is allowed either',
    image: 'registry.corp/acme/web',
    insecure: true,
    allowed: ['*'],
    hosts: () => ({
      'registry.corp:443': { answer: () => list(['1']), certificate: { isForeign: true } },
      'registry.corp:80': { answer: evil, isPlain: true },
    }),
    logins: { 'registry.corp': LOGIN },
    expect: { code: 'E_TLS_CA', requests: [] },
  },
  {
    row: 'rule 4',
    name: 'insecure: true, and the server speaks plain HTTP',
    image: 'registry.corp:5000/acme/web',
    insecure: true,
    allowed: ['registry.corp:5000'],
    hosts: () => ({ 'registry.corp:5000': { answer: () => list(['1']), isPlain: true } }),
    expect: { tags: ['1'], requests: ['GET http://registry.corp:5000/v2/acme/web/tags/list?n=1000'] },
  },
  {
    row: 'rule 4',
    name: 'a workspace alone cannot make a login travel in the clear',
    image: 'registry.corp:5000/acme/web',
    insecure: true,
    hosts: () => ({ 'registry.corp:5000': { answer: withBasic(() => list(['1'])), isPlain: true } }),
    logins: { 'registry.corp:5000': LOGIN },
    expect: { code: 'E_PLAIN_LOGIN' },
  },
  {
    row: 'rule 4',
    name: 'the user’s own settings can',
    image: 'registry.corp:5000/acme/web',
    settings: { 'registry.corp:5000': { insecure: true } },
    hosts: () => ({ 'registry.corp:5000': { answer: withBasic(() => list(['1'])), isPlain: true } }),
    logins: { 'registry.corp:5000': LOGIN },
    expect: { tags: ['1'], credential: 'test' },
  },
  {
    row: 'rule 5',
    name: 'what is no tag is dropped and counted',
    hosts: () => ({
      'ghcr.io': () =>
        list([
          '1.0',
          '\u001b[31mred',
          '1.0\u202e',
          '[x](command:y)',
          '"a": b',
          '',
          '.1',
          'x'.repeat(129),
          '__proto__',
          'constructor',
          7,
        ]),
    }),
    expect: { tags: ['1.0', '__proto__', 'constructor'], dropped: 8 },
  },
  {
    row: 'rule 5',
    name: 'what a server says is cleaned and cut',
    hosts: () => ({
      'ghcr.io': () => refuse(404, 'NAME_UNKNOWN', `\u001b[31m\u202egone\u200b\u0000\r\n${'x'.repeat(9000)}`),
    }),
    expect: { code: 'E_NOT_FOUND', message: /^[^\p{C}]{1,450}$/u },
  },
  {
    row: 'rule 6',
    name: 'a token with a line break would be another header',
    hosts: () => ({
      'ghcr.io': seen =>
        seen.url.pathname === '/token'
          ? { body: { token: 'a\r\nx-evil: 1' } }
          : bearer('https://ghcr.io/token', () => list([]))(seen),
    }),
    expect: { code: 'E_TOKEN' },
  },
  {
    row: 'rule 7',
    name: 'a short Retry-After is waited for',
    hosts: () => ({ 'ghcr.io': inTurn({ status: 429, headers: { 'retry-after': '3' } }, list(['1'])) }),
    expect: { tags: ['1'], waits: [3500] },
  },
  {
    row: 'rule 7',
    name: 'hiccups are tried again, thrice, at growing distances',
    hosts: () => ({
      'ghcr.io': inTurn(
        { fate: 'reset' },
        { status: 502 },
        { status: 503, headers: { 'retry-after': '2' } },
        list(['1']),
      ),
    }),
    expect: { tags: ['1'], waits: [1000, 2000, 2000] },
  },
  {
    row: 'rule 8',
    name: 'a list is kept with whose eyes have seen it',
    hosts: () => ({ 'ghcr.io': withBasic(() => list(['1'])) }),
    logins: GHCR,
    expect: { tags: ['1'], credential: 'test' },
  },
  {
    row: 'rule 9',
    name: 'a host of which nobody has heard is not contacted',
    image: 'registry.corp:5000/acme/web',
    hosts: () => ({ 'registry.corp:5000': evil }),
    others: [],
    expect: { code: 'E_HOST_NOT_APPROVED', message: /--allow-host registry\.corp:5000/, requests: [] },
  },
  {
    row: 'rule 10',
    name: 'a source of logins that fails is reported when the registry insists',
    hosts: () => ({ 'ghcr.io': withBasic(() => list(['1'])) }),
    sources: [
      {
        name: 'broken',
        find: () =>
          Promise.reject(failure('E_HELPER_MISSING', 'docker-credential-x is not installed or not on PATH.')),
      },
    ],
    expect: { code: 'E_HELPER_MISSING', message: /docker-credential-x/ },
  },
  {
    row: 'rule 10',
    name: 'and passed over when it does not',
    hosts: () => ({ 'ghcr.io': bearer('https://ghcr.io/token', () => list(['1'])) }),
    sources: [{ name: 'broken', find: () => Promise.reject(failure('E_HELPER', 'failed')) }],
    expect: { tags: ['1'], credential: 'anonymous' },
  },
]
