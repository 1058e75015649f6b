import { memoryRegistry } from '../../registry/memory.ts'
import { testClient } from '../net/client.ts'
import { startInternet } from '../net/internet.ts'
import { registryContract, TAGS } from './contract.ts'
import { debianSkip, type Mode, startDebianRegistry, USER } from './debian-registry.ts'

registryContract('the twin in memory', async () => {
  const image = 'ghcr.io/team/checkout'
  return { registry: memoryRegistry({ [image]: TAGS }), image, close: async () => undefined }
})

registryContract('the client, on a scripted registry', async () => {
  const net = await startInternet({
    'ghcr.io': ({ url, method }) => {
      const [, repository, kind, tag = ''] = /^\/v2\/(.+)\/(tags|manifests)\/(.+)$/.exec(url.pathname) ?? []
      if (repository !== 'team/checkout') return { status: 404 }
      if (kind === 'tags') return { body: { tags: TAGS } }
      return TAGS.includes(tag) ? { body: method === 'HEAD' ? '' : `{"tag":"${tag}"}` } : { status: 404 }
    },
  })
  const client = testClient({ env: net.env })
  return {
    registry: client,
    image: 'ghcr.io/team/checkout',
    close: () => client.close().then(net.close),
  }
})

for (const mode of ['anonymous', 'htpasswd', 'tls', 'token'] satisfies Mode[]) {
  registryContract(
    `the client, on Debian's docker-registry (${mode})`,
    async () => {
      const debian = await startDebianRegistry(mode, TAGS)
      const client = testClient({
        allowed: [debian.host],
        settings: {
          [debian.host]: {
            ...(mode === 'tls' && { ca: debian.caFile }),
            ...(debian.tokenServer !== undefined && { tokenServer: debian.tokenServer }),
          },
        },
        logins: mode === 'htpasswd' || mode === 'token' ? { [debian.host]: USER } : {},
      })
      return {
        registry: client,
        image: `${debian.host}/team/checkout`,
        close: () => client.close().then(debian.close),
      }
    },
    debianSkip,
  )
}
