import { inTurn, list, next, refuse, type Scenario } from './scenario.ts'

const answer = () => list(['1'])
const page = (tag: string, link: string) => list([tag], next(link))

/** Answers that are no list, or no whole one. */
export const LIST_FAILURES: readonly Scenario[] = [
  {
    row: 'E_NOT_FOUND',
    name: 'no such repository',
    hosts: () => ({ 'ghcr.io': () => refuse(404, 'NAME_UNKNOWN', 'repository name not known to registry') }),
    expect: {
      code: 'E_NOT_FOUND',
      message: /does not exist on ghcr\.io, or is hidden from this login.*NAME_UNKNOWN/,
    },
  },
  {
    row: 'E_NOT_FOUND',
    name: 'no such tag',
    digestOf: '9.9',
    hosts: () => ({ 'ghcr.io': () => refuse(404, 'MANIFEST_UNKNOWN') }),
    expect: { code: 'E_NOT_FOUND', message: /acme\/web:9\.9/ },
  },
  ...['['.repeat(1 << 20), `${'{"a":'.repeat(1 << 18)}1${'}'.repeat(1 << 18)}`].map(
    (body, index): Scenario => ({
      row: 'E_NOT_JSON',
      name: `nested without end, way ${index + 1}`,
      hosts: () => ({ 'ghcr.io': () => ({ body }) }),
      expect: { code: 'E_NOT_JSON' },
    }),
  ),
  {
    row: 'E_RATE_LIMITED',
    name: 'an hour is not waited for',
    hosts: () => ({ 'ghcr.io': () => ({ status: 429, headers: { 'retry-after': '3600' } }) }),
    expect: { code: 'E_RATE_LIMITED', message: /asked us to wait until 01:00:00 UTC/, waits: [] },
  },
  {
    row: 'E_RATE_LIMITED',
    name: 'without a word it is a minute; a date is understood too',
    hosts: () => ({
      'ghcr.io': inTurn(
        { status: 429, headers: { 'retry-after': 'Thu, 01 Jan 2026 00:00:05 GMT' } },
        { status: 429 },
      ),
    }),
    expect: { code: 'E_RATE_LIMITED', message: /00:01:05 UTC/, waits: [5500] },
  },
  ...[204, 206, 405, 418, 500].map(
    (status): Scenario => ({
      row: 'E_STATUS',
      name: `${status}`,
      hosts: () => ({
        'ghcr.io': () => ({
          status,
          ...(status !== 204 && { body: { errors: [{ code: 'X', message: 'y' }] } }),
        }),
      }),
      expect: { code: 'E_STATUS', message: new RegExp(`${status}`) },
    }),
  ),
  ...[
    { body: '<html>Log in</html>', headers: { 'content-type': 'text/html; charset=utf-8' } },
    { body: '{"tags":["1"' },
    { body: '' },
    { body: Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]) },
  ].map(
    (reply, index): Scenario => ({
      row: 'E_NOT_JSON',
      name: `way ${index + 1}`,
      hosts: () => ({ 'ghcr.io': () => reply }),
      expect: { code: 'E_NOT_JSON', message: index === 0 ? /text\/html.*login page/ : /not JSON/ },
    }),
  ),
  ...['["1"]', '7', 'null', '{"tags":{"1":1}}', '{"tags":"1"}', '{"errors":[{"code":"X"}]}'].map(
    (body): Scenario => ({
      row: 'E_SHAPE',
      name: body,
      hosts: () => ({ 'ghcr.io': () => ({ body }) }),
      expect: { code: 'E_SHAPE' },
    }),
  ),
  {
    row: 'E_TOO_LARGE',
    name: 'announced',
    settings: { 'ghcr.io': { limits: { pageBytes: 100 } } },
    hosts: () => ({ 'ghcr.io': () => list(['x'.repeat(100)], { 'content-length': '117' }) }),
    expect: { code: 'E_TOO_LARGE' },
  },
  {
    row: 'E_TOO_LARGE',
    name: 'in sum',
    settings: { 'ghcr.io': { limits: { totalBytes: 100 } } },
    hosts: () => ({ 'ghcr.io': inTurn(page('x'.repeat(50), '?last=1'), page('y'.repeat(50), '?last=2')) }),
    expect: { code: 'E_TOO_LARGE', message: /limits\.totalBytes/ },
  },
  {
    row: 'E_TOO_MANY',
    name: 'tags',
    settings: { 'ghcr.io': { limits: { tags: 2 } } },
    hosts: () => ({ 'ghcr.io': () => list(['1', '2', '3']) }),
    expect: { code: 'E_TOO_MANY', message: /limits\.tags/ },
  },
  {
    row: 'E_TOO_MANY_PAGES',
    name: 'a list without end',
    settings: { 'ghcr.io': { limits: { pages: 5 } } },
    hosts: () => {
      let turn = 0
      return { 'ghcr.io': () => page(`${++turn}`, `?last=${turn}`) }
    },
    expect: { code: 'E_TOO_MANY_PAGES', message: /limits\.pages/ },
  },
  ...[
    'javascript:alert(1)',
    'file:///etc/passwd',
    'https://ghcr.io@evil.example/v2/',
    '//evil.example/v2/',
    'https://ghcr.io.evil.example/v2/',
    '\\\\evil.example\\v2\\',
  ].map(
    (target): Scenario => ({
      row: 'E_LINK_ORIGIN',
      name: target,
      hosts: () => ({
        'ghcr.io': () => page('1', target),
        'evil.example': answer,
        'ghcr.io.evil.example': answer,
      }),
      expect: { code: 'E_LINK_ORIGIN' },
    }),
  ),
  ...['/etc/passwd', '/v2/../admin', 'https://[', '/v2/%2e%2e/admin'].map(
    (target): Scenario => ({
      row: 'E_LINK',
      name: target,
      hosts: () => ({ 'ghcr.io': () => page('1', target) }),
      expect: { code: 'E_LINK' },
    }),
  ),
  {
    row: 'E_LINK',
    name: 'a header that cannot be read',
    hosts: () => ({ 'ghcr.io': () => list(['1'], { link: '/v2/acme/web/tags/list?last=1; rel=next' }) }),
    expect: { code: 'E_LINK' },
  },
  {
    row: 'E_LOOP',
    name: 'a page that leads to itself',
    hosts: () => ({ 'ghcr.io': () => page('1', '/v2/acme/web/tags/list?n=1000') }),
    expect: { code: 'E_LOOP' },
  },
  {
    row: 'E_LOOP',
    name: 'a circle of two',
    hosts: () => ({ 'ghcr.io': inTurn(page('1', '?last=1'), page('2', '?n=1000')) }),
    expect: { code: 'E_LOOP' },
  },
  {
    row: 'E_LOOP',
    name: 'empty pages for ever',
    hosts: () => {
      let turn = 0
      return { 'ghcr.io': () => list([], next(`?last=${++turn}`)) }
    },
    expect: { code: 'E_LOOP' },
  },
  {
    row: 'E_REDIRECT_HOST',
    name: 'elsewhere',
    hosts: () => ({
      'ghcr.io': () => ({ status: 301, headers: { location: '//evil.example/' } }),
      'evil.example': answer,
    }),
    expect: { code: 'E_REDIRECT_HOST', message: /evil\.example, which has not been approved/ },
  },
  ...[
    'http://169.254.169.254/',
    'https://169.254.169.254/latest/meta-data',
    'https://127.0.0.1/',
    'file:///etc/passwd',
    'https://a:b@ghcr.io/',
  ].map(
    (location): Scenario => ({
      row: location.startsWith('http:') ? 'E_REDIRECT_DOWNGRADE' : 'E_REDIRECT_TARGET',
      name: location,
      allowed: ['*'],
      hosts: () => ({ 'ghcr.io': () => ({ status: 307, headers: { location } }), '169.254.169.254': answer }),
      expect: { code: location.startsWith('http:') ? 'E_REDIRECT_DOWNGRADE' : 'E_REDIRECT_TARGET' },
    }),
  ),
  {
    row: 'E_REDIRECT_TARGET',
    name: 'nowhere',
    hosts: () => ({ 'ghcr.io': () => ({ status: 302 }) }),
    expect: { code: 'E_REDIRECT_TARGET' },
  },
  {
    row: 'E_REDIRECT_DOWNGRADE',
    name: 'to plain HTTP of the same host',
    hosts: () => ({
      'ghcr.io:443': () => ({ status: 302, headers: { location: 'http://ghcr.io/' } }),
      'ghcr.io:80': answer,
    }),
    expect: { code: 'E_REDIRECT_DOWNGRADE' },
  },
  {
    row: 'E_REDIRECT_LOOP',
    name: 'in circles',
    hosts: () => ({ 'ghcr.io': seen => ({ status: 302, headers: { location: seen.url.pathname } }) }),
    expect: { code: 'E_REDIRECT_LOOP' },
  },
  {
    row: 'E_ENCODING',
    name: 'a compressed answer that nobody asked for',
    hosts: () => ({
      'ghcr.io': () => ({ headers: { 'content-encoding': 'gzip' }, body: Buffer.from([0x1f, 0x8b]) }),
    }),
    expect: { code: 'E_ENCODING' },
  },
  {
    row: 'E_DIGEST',
    name: 'bytes that are not what their digest says',
    digestOf: '1.0',
    hosts: () => ({
      'ghcr.io': seen =>
        seen.method === 'HEAD'
          ? { status: 404 }
          : { headers: { 'docker-content-digest': `sha256:${'a'.repeat(64)}` }, body: '{}' },
    }),
    expect: { code: 'E_DIGEST' },
  },
]
