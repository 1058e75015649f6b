import { bearer, inTurn, LOGIN, list, next, refuse, type Scenario, SECRET, withBasic } from './scenario.ts'

const pageOf = (seen: { url: URL }) => seen.url.searchParams

/** Registries of the large providers, as experience has them. */
export const CLOUD_REGISTRIES: readonly Scenario[] = [
  {
    row: 'Docker Hub',
    name: 'a single name gets library/, the token comes from auth.docker.io, the login of index.docker.io is for it',
    image: 'node',
    hosts: () => ({
      'index.docker.io': bearer('https://auth.docker.io/token', () => list(['20', '22'])),
      'auth.docker.io': () => ({ body: { token: `${SECRET}-token`, expires_in: 300 } }),
    }),
    logins: { 'index.docker.io': LOGIN },
    others: ['auth.docker.io'],
    confidants: ['auth.docker.io'],
    expect: {
      tags: ['20', '22'],
      credential: 'test',
      requests: [
        'GET index.docker.io/v2/library/node/tags/list?n=1000',
        'GET auth.docker.io/token?service=registry&scope=repository%3Alibrary%2Fnode%3Apull',
        'GET index.docker.io/v2/library/node/tags/list?n=1000',
      ],
    },
  },
  {
    row: 'Docker Hub',
    name: 'its abuse limit, with the older X-Retry-After that is a time of day',
    image: 'node',
    hosts: () => ({
      'index.docker.io': inTurn(
        { status: 429, headers: { 'x-retry-after': String(Date.UTC(2026, 0, 1) / 1000 + 7) } },
        list(['20']),
      ),
    }),
    expect: { tags: ['20'], waits: [7500] },
  },
  {
    row: 'GHCR',
    name: 'a token even for public images, pages linked relatively',
    hosts: () => ({
      'ghcr.io': bearer('https://ghcr.io/token', seen =>
        pageOf(seen).has('last') ? list(['2']) : list(['1'], next('/v2/acme/web/tags/list?last=1&n=1000')),
      ),
    }),
    expect: { tags: ['1', '2'], credential: 'anonymous' },
  },
  {
    row: 'GHCR',
    name: 'a link to n=0, an empty page, is not taken at its word',
    hosts: () => ({
      'ghcr.io': seen => {
        if (!pageOf(seen).has('last')) return list(['1'], next('/v2/acme/web/tags/list?last=1&n=0'))
        return pageOf(seen).get('n') === '0' ? list([]) : list(['2'])
      },
    }),
    expect: { tags: ['1', '2'] },
  },
  {
    row: 'GHCR',
    name: 'private or nonexistent: the token server says DENIED',
    hosts: () => ({
      'ghcr.io': seen =>
        seen.url.pathname === '/token'
          ? refuse(403, 'DENIED', 'requested access to the resource is denied')
          : bearer('https://ghcr.io/token', () => list([]))(seen),
    }),
    expect: { code: 'E_LOGIN_NEEDED', message: /does not exist on ghcr\.io or is private.*DENIED/ },
  },
  {
    row: 'ECR private',
    name: 'Basic, and an opaque link with ==',
    image: '123456789012.dkr.ecr.eu-west-1.amazonaws.com/acme/web',
    hosts: () => ({
      '123456789012.dkr.ecr.eu-west-1.amazonaws.com': withBasic(seen => {
        if (Number(pageOf(seen).get('n')) > 1000) return refuse(405, 'UNSUPPORTED', 'maxResults')
        if (pageOf(seen).get('next') === 'abc==') return list(['2'])
        return list(
          ['1'],
          next(
            'https://123456789012.dkr.ecr.eu-west-1.amazonaws.com/v2/acme/web/tags/list?n=1000&next=abc==',
          ),
        )
      }),
    }),
    logins: { '123456789012.dkr.ecr.eu-west-1.amazonaws.com': LOGIN },
    expect: { tags: ['1', '2'], credential: 'test' },
  },
  {
    row: 'ECR private',
    name: 'a token that has expired after 12 hours',
    image: '123456789012.dkr.ecr.eu-west-1.amazonaws.com/acme/web',
    hosts: () => ({
      '123456789012.dkr.ecr.eu-west-1.amazonaws.com': seen =>
        seen.headers.authorization
          ? refuse(403, 'DENIED', 'Your authorization token has expired. Reauthenticate and try again.')
          : refuse(401, 'UNAUTHORIZED', '', { 'www-authenticate': 'Basic realm="ecr"' }),
    }),
    logins: { '123456789012.dkr.ecr.eu-west-1.amazonaws.com': LOGIN },
    expect: { code: 'E_CREDENTIALS', message: /source: test.*aws ecr get-login-password/ },
  },
  {
    row: 'public.ecr.aws',
    name: 'Bearer for anybody',
    image: 'public.ecr.aws/acme/web',
    hosts: () => ({ 'public.ecr.aws': bearer('https://public.ecr.aws/token', () => list(['1'])) }),
    expect: { tags: ['1'], credential: 'anonymous' },
  },
  {
    row: 'GAR/GCR',
    name: 'large extra keys beside the tags',
    image: 'europe-docker.pkg.dev/acme/web/app',
    hosts: () => ({
      'europe-docker.pkg.dev': () => ({
        body: {
          child: [],
          manifest: { 'sha256:0': { tag: ['x'.repeat(2_000_000)] } },
          name: 'acme/web/app',
          tags: ['1'],
        },
      }),
    }),
    expect: { tags: ['1'] },
  },
  {
    row: 'ACR',
    name: 'an identity token is posted to oauth2/token, and links carry orderby',
    image: 'acme.azurecr.io/acme/web',
    hosts: () => ({
      'acme.azurecr.io': seen => {
        if (seen.url.pathname === '/oauth2/token') {
          const form = new URLSearchParams(seen.body)
          const isRight = seen.method === 'POST' && form.get('grant_type') === 'refresh_token'
          return isRight && form.get('refresh_token') === `${SECRET}-refresh`
            ? { body: { access_token: `${SECRET}-access` } }
            : refuse(400, 'INVALID')
        }
        return bearer(
          'https://acme.azurecr.io/oauth2/token',
          at =>
            pageOf(at).has('last')
              ? list(['2'])
              : list(['1'], next('/v2/acme/web/tags/list?last=1&n=1000&orderby=')),
          token => token === `${SECRET}-access`,
        )(seen)
      },
    }),
    logins: { 'acme.azurecr.io': { username: '<token>', identityToken: `${SECRET}-refresh` } },
    expect: { tags: ['1', '2'], credential: 'test' },
  },
  {
    row: 'ACR',
    name: 'the scope that it names for reading metadata is asked for as well',
    image: 'acme.azurecr.io/acme/web',
    hosts: () => ({
      'acme.azurecr.io': seen => {
        if (seen.url.pathname === '/token') {
          const scopes = seen.url.searchParams.getAll('scope').join(' ')
          return { body: { token: scopes.replaceAll(' ', '+') } }
        }
        if (
          seen.headers.authorization === 'Bearer repository:acme/web:metadata_read+repository:acme/web:pull'
        )
          return list(['1'])
        return refuse(401, 'UNAUTHORIZED', '', {
          'www-authenticate':
            'Bearer realm="https://acme.azurecr.io/token",service="acr",scope="repository:acme/web:metadata_read"',
        })
      },
    }),
    expect: { tags: ['1'] },
  },
]
