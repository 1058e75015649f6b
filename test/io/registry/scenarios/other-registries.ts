import { bearer, LOGIN, list, next, refuse, type Scenario, SECRET } from './scenario.ts'

const pageOf = (seen: { url: URL }) => seen.url.searchParams

/** Registries that people run themselves, and what all have in common. */
export const OTHER_REGISTRIES: readonly Scenario[] = [
  {
    row: 'Quay',
    name: 'n=1000 is refused: once more without, then pages of 50 by next_page',
    image: 'quay.io/acme/web',
    hosts: () => ({
      'quay.io': seen => {
        if (pageOf(seen).has('n')) return refuse(400, 'TOO_MANY_TAGS_REQUESTED', 'max is 100')
        return pageOf(seen).has('next_page')
          ? list(['2'])
          : list(['1'], next('/v2/acme/web/tags/list?next_page=gAAA'))
      },
    }),
    expect: {
      tags: ['1', '2'],
      requests: [
        'GET quay.io/v2/acme/web/tags/list?n=1000',
        'GET quay.io/v2/acme/web/tags/list',
        'GET quay.io/v2/acme/web/tags/list?next_page=gAAA',
      ],
    },
  },
  {
    row: 'JFrog',
    name: 'its link lacks the virtual repository, and digests stand among the tags',
    image: 'registry.corp/docker-virtual/acme/web',
    allowed: ['registry.corp'],
    hosts: () => ({
      'registry.corp': seen => {
        const headers = { 'x-jfrog-version': 'Artifactory/7.77.3' }
        if (!seen.url.pathname.startsWith('/v2/docker-virtual/')) return refuse(404, 'NAME_UNKNOWN')
        if (pageOf(seen).has('last')) return list(['2'], headers)
        return list(['1', `sha256:${'0'.repeat(64)}`], {
          ...headers,
          ...next('/v2/acme/web/tags/list?last=1&n=1000'),
        })
      },
    }),
    expect: { tags: ['1', '2'], dropped: 1 },
  },
  {
    row: 'Nexus',
    name: 'null and "" among the tags, and a link without the port',
    image: 'nexus.corp:5000/acme/web',
    allowed: ['nexus.corp:5000'],
    hosts: () => ({
      'nexus.corp:5000': seen =>
        pageOf(seen).has('last')
          ? list(['2'])
          : list(['1', null, ''], next('https://nexus.corp/v2/acme/web/tags/list?n=1000&last=1')),
    }),
    expect: {
      tags: ['1', '2'],
      dropped: 2,
      requests: [
        'GET nexus.corp:5000/v2/acme/web/tags/list?n=1000',
        'GET nexus.corp:5000/v2/acme/web/tags/list?n=1000&last=1',
      ],
    },
  },
  {
    row: 'Nexus',
    name: 'the old one knows no links',
    image: 'nexus.corp/acme/web',
    allowed: ['nexus.corp'],
    hosts: () => ({ 'nexus.corp': () => list(['1', '2']) }),
    expect: { tags: ['1', '2'], requests: ['GET nexus.corp/v2/acme/web/tags/list?n=1000'] },
  },
  {
    row: 'Gitea/Codeberg',
    name: 'two challenges in one header',
    image: 'codeberg.org/acme/web',
    hosts: () => ({
      'codeberg.org': seen => {
        if (seen.url.pathname === '/v2/token') return { body: { token: `${SECRET}-token` } }
        if (seen.headers.authorization === `Bearer ${SECRET}-token`) return list(['1'])
        return refuse(401, 'UNAUTHORIZED', '', {
          'www-authenticate':
            'Bearer realm="https://codeberg.org/v2/token",service="container_registry",scope="*",Basic realm="Gitea, \\"the\\" forge"',
        })
      },
    }),
    logins: { 'codeberg.org': LOGIN },
    expect: { tags: ['1'], credential: 'test' },
  },
  {
    row: 'GitLab',
    name: 'registry.gitlab.com has its tokens from gitlab.com',
    image: 'registry.gitlab.com/acme/web',
    hosts: () => ({
      'registry.gitlab.com': bearer('https://gitlab.com/jwt/auth', () => list(['1'])),
      'gitlab.com': () => ({ body: { token: `${SECRET}-token` } }),
    }),
    logins: { 'registry.gitlab.com': LOGIN },
    others: ['gitlab.com'],
    confidants: ['gitlab.com'],
    expect: { tags: ['1'], credential: 'test' },
  },
  {
    row: 'Harbor',
    name: 'a robot with $ in its name',
    image: 'harbor.corp/acme/web',
    hosts: () => ({
      'harbor.corp': seen => {
        if (seen.url.pathname === '/service/token') {
          const user = Buffer.from(
            (seen.headers.authorization ?? '').replace('Basic ', ''),
            'base64',
          ).toString()
          return user === `robot$acme:${SECRET}$HOME`
            ? { body: { token: `${SECRET}-token` } }
            : refuse(401, 'UNAUTHORIZED')
        }
        return bearer('https://harbor.corp/service/token', () => list(['1']))(seen)
      },
    }),
    logins: { 'harbor.corp': { username: 'robot$acme', password: `${SECRET}$HOME` } },
    expect: { tags: ['1'], credential: 'test' },
  },
  {
    row: 'zot',
    name: 'standard pages, linked absolutely',
    image: 'zot.corp/acme/web',
    allowed: ['zot.corp'],
    hosts: () => ({
      'zot.corp': seen =>
        pageOf(seen).has('last')
          ? list(['2'])
          : list(['1'], next('https://zot.corp/v2/acme/web/tags/list?n=1000&last=1')),
    }),
    expect: { tags: ['1', '2'] },
  },
  {
    row: 'Distribution 2.8',
    name: 'no pages at all, in no order, and null where nothing is',
    image: 'registry.corp/acme/web',
    allowed: ['registry.corp'],
    hosts: () => ({ 'registry.corp': seen => list(pageOf(seen).has('n') ? ['10', '9', '10'] : null) }),
    expect: { tags: ['10', '9'] },
  },
  {
    row: 'Harbor',
    name: 'pages that shift while they are read, since a tag was pushed: each tag once',
    image: 'harbor.corp/acme/web',
    allowed: ['harbor.corp'],
    hosts: () => ({
      'harbor.corp': seen =>
        ({
          null: list(['1', '2'], next('?page=2')),
          2: list(['2', '3', '5'], next('?page=3')),
          3: list(['4', '3', '1', '6']),
        })[String(pageOf(seen).get('page'))] ?? refuse(404, 'NAME_UNKNOWN'),
    }),
    expect: { tags: ['1', '2', '3', '5', '4', '6'] },
  },
  {
    row: 'Distribution 2.8',
    name: 'null tags are an empty list',
    image: 'registry.corp/acme/web',
    allowed: ['registry.corp'],
    hosts: () => ({ 'registry.corp': () => list(null) }),
    expect: { tags: [] },
  },
  {
    row: 'Distribution 3',
    name: 'an early one refuses n=1000',
    image: 'registry.corp/acme/web',
    allowed: ['registry.corp'],
    hosts: () => ({
      'registry.corp': seen => {
        if (pageOf(seen).get('n') === '1000') return refuse(400, 'PAGINATION_NUMBER_INVALID')
        return pageOf(seen).has('last')
          ? list(['2'])
          : list(['1'], next('/v2/acme/web/tags/list?last=1&n=100'))
      },
    }),
    expect: { tags: ['1', '2'] },
  },
  {
    row: 'registry.k8s.io',
    name: 'sends one on to a regional registry, where paging goes on',
    image: 'registry.k8s.io/pause',
    hosts: () => ({
      'registry.k8s.io': seen => ({
        status: 307,
        headers: { location: `https://europe-west1-docker.pkg.dev${seen.url.pathname}${seen.url.search}` },
      }),
      'europe-west1-docker.pkg.dev': seen =>
        pageOf(seen).has('last') ? list(['3.9']) : list(['3.8'], next('/v2/pause/tags/list?n=1000&last=3.8')),
    }),
    others: ['europe-west1-docker.pkg.dev'],
    expect: { tags: ['3.8', '3.9'] },
  },
  {
    row: 'any',
    name: 'a token expires in mid-list',
    hosts: () => {
      let issued = 0
      return {
        'ghcr.io': seen => {
          if (seen.url.pathname === '/token') return { body: { token: `${SECRET}-${++issued}` } }
          return bearer(
            'https://ghcr.io/token',
            at => (pageOf(at).has('last') ? list(['2']) : list(['1'], next('/v2/acme/web/tags/list?last=1'))),
            token => token === (pageOf(seen).has('last') ? `${SECRET}-2` : `${SECRET}-1`),
          )(seen)
        },
      }
    },
    expect: { tags: ['1', '2'] },
  },
  {
    row: 'any',
    name: 'the digest of a tag comes by HEAD',
    digestOf: '1.0',
    hosts: () => ({
      'ghcr.io': () => ({ headers: { 'docker-content-digest': `sha256:${'a'.repeat(64)}` } }),
    }),
    expect: { digest: `sha256:${'a'.repeat(64)}`, requests: ['HEAD ghcr.io/v2/acme/web/manifests/1.0'] },
  },
  {
    row: 'any',
    name: 'where HEAD names no digest, the bytes of GET do',
    digestOf: '1.0',
    hosts: () => ({
      'ghcr.io': seen => (seen.method === 'HEAD' ? { status: 405 } : { body: '{"schemaVersion":2}' }),
    }),
    expect: { digest: 'sha256:bafebd36189ad3688b7b3915ea55d461e0bfcfbdde11e54b0a123999fb6be50f' },
  },
]
