import { inTurn, LOGIN, list, next, type Scenario } from './scenario.ts'

const answer = () => list(['1'])
const QUICK = { 'ghcr.io': { limits: { requestTime: 60 } } }
const page = (tag: string, link: string) => list([tag], next(link))

/** Names that are no images, hosts that are not to be contacted, and lines that do not hold. */
export const NETWORK_FAILURES: readonly Scenario[] = [
  ...[
    ['E_IMAGE_SCHEME', 'https://ghcr.io/acme/web', /should not include URL scheme; remove 'https:\/\/'/],
    ['E_IMAGE_TAG', 'ghcr.io/acme/web:1.0', /should not include a tag; remove ':1\.0'/],
    ['E_IMAGE_TAG', `ghcr.io/acme/web@sha256:${'0'.repeat(64)}`, /should not include a tag/],
    ['E_IMAGE_NAME', 'ghcr.io/Acme/Web', /./],
    ['E_IMAGE_NAME', 'ghcr.io/acme/../web', /./],
    ['E_IMAGE_HOST', 'me:s3@ghcr.io/acme/web', /./],
    ['E_ADDRESS', '169.254.169.254/acme/web', /never contacted/],
    ['E_ADDRESS', '[fe80::1]:5000/acme/web', /never contacted/],
  ].map(
    ([code, image, message]) =>
      ({
        row: code,
        name: `${image}`,
        image,
        allowed: ['*'],
        hosts: () => ({}),
        expect: { code, message, requests: [] },
      }) as Scenario,
  ),
  {
    row: 'E_OFFLINE',
    name: 'requests are switched off',
    hosts: () => ({ 'ghcr.io': answer }),
    client: () => ({ isOnline: false }),
    expect: { code: 'E_OFFLINE', requests: [] },
  },
  {
    row: 'E_HOST_NOT_APPROVED',
    name: 'an address in the own network always asks',
    image: '10.0.0.1:5000/acme/web',
    hosts: () => ({ '10.0.0.1:5000': answer }),
    expect: { code: 'E_HOST_NOT_APPROVED', requests: [] },
  },
  {
    row: 'E_DNS',
    name: 'no such host',
    hosts: () => ({}),
    client: () => ({
      env: {},
      resolve: () =>
        Promise.reject(Object.assign(new Error('getaddrinfo ENOTFOUND ghcr.io'), { code: 'ENOTFOUND' })),
    }),
    expect: { code: 'E_DNS', message: /ghcr\.io: no such host \(ENOTFOUND\)/ },
  },
  {
    row: 'E_REFUSED',
    name: 'nobody listens',
    image: '127.0.0.1:1/acme/web',
    allowed: ['127.0.0.1'],
    hosts: () => ({}),
    expect: { code: 'E_REFUSED', message: /127\.0\.0\.1:1/ },
  },
  {
    row: 'E_TIMEOUT',
    name: 'a server that takes the request and stays silent',
    settings: QUICK,
    hosts: () => ({ 'ghcr.io': () => ({ fate: 'hang' }) }),
    expect: { code: 'E_TIMEOUT' },
  },
  {
    row: 'E_NET',
    name: 'the connection breaks off, each time',
    hosts: () => ({ 'ghcr.io': () => ({ fate: 'reset' }) }),
    expect: { code: 'E_NET', waits: [1000, 2000, 4000] },
  },
  {
    row: 'E_NET',
    name: 'half an answer is none',
    hosts: () => ({ 'ghcr.io': () => ({ ...answer(), fate: 'half' }) }),
    expect: { code: 'E_NET' },
  },
  {
    row: 'E_NET',
    name: 'the second page never comes: the first one is not taken for the whole',
    hosts: () => ({ 'ghcr.io': inTurn(page('1', '?last=1'), { fate: 'reset' }) }),
    expect: { code: 'E_NET' },
  },
  {
    row: 'E_TLS_CA',
    name: 'an authority that nobody knows',
    hosts: () => ({ 'ghcr.io': { answer, certificate: { isForeign: true } } }),
    expect: { code: 'E_TLS_CA', message: /"ca" of this host/, requests: [] },
  },
  {
    row: 'E_TLS_CA',
    name: 'a CA file that is not there',
    settings: { 'ghcr.io': { ca: '/nonexistent/ca.pem' } },
    hosts: () => ({ 'ghcr.io': answer }),
    expect: { code: 'E_TLS_CA', message: /\/nonexistent\/ca\.pem/ },
  },
  {
    row: 'E_TLS_EXPIRED',
    name: 'a certificate of yesterday',
    hosts: () => ({ 'ghcr.io': { answer, certificate: { isExpired: true } } }),
    expect: { code: 'E_TLS_EXPIRED', requests: [] },
  },
  {
    row: 'E_TLS_NAME',
    name: 'a certificate of somebody else',
    hosts: () => ({ 'ghcr.io': { answer, certificate: { names: ['evil.example'] } } }),
    expect: { code: 'E_TLS_NAME', requests: [] },
  },
  {
    row: 'E_TLS_PLAIN',
    name: 'plain HTTP where TLS is due',
    hosts: () => ({ 'ghcr.io': { answer, isPlain: true } }),
    logins: { 'ghcr.io': LOGIN },
    expect: { code: 'E_TLS_PLAIN', message: /insecure: true/, requests: [] },
  },
  {
    row: 'E_PROXY_AUTH',
    name: 'the proxy wants a login',
    hosts: () => ({ 'ghcr.io': answer }),
    internet: { proxyStatus: 407 },
    expect: { code: 'E_PROXY_AUTH', message: /^The proxy 127\.0\.0\.1:\d+/ },
  },
  {
    row: 'E_PROXY',
    name: 'the proxy does not lead there',
    hosts: () => ({ 'ghcr.io': answer }),
    internet: { proxyStatus: 503 },
    expect: { code: 'E_PROXY', message: /503/ },
  },
  {
    row: 'E_PROXY',
    name: 'the proxy is down',
    hosts: () => ({ 'ghcr.io': answer }),
    client: () => ({ env: { HTTPS_PROXY: 'http://127.0.0.1:1' } }),
    expect: { code: 'E_PROXY', message: /the proxy 127\.0\.0\.1:1: the connection was refused/ },
  },
  {
    row: 'E_ADDRESS',
    name: 'a name that leads to the metadata service',
    hosts: () => ({}),
    client: () => ({ env: {}, resolve: async () => [{ address: '169.254.169.254', family: 4 }] }),
    expect: { code: 'E_ADDRESS', message: /ghcr\.io leads to 169\.254\.169\.254/ },
  },
]
