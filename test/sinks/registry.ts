import { createHash } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { payloads, wellFormed } from './payloads.ts'
import { goodLabels, goodTags } from './workspace.ts'

/** A registry on loopback whose every word is a payload. `close` ends it. */
export async function hostileRegistry(): Promise<{ readonly host: string; close(): void }> {
  const server = createServer(({ url = '' }, response) => {
    const [, repository = '', kind = '', reference = ''] =
      /^\/v2\/(.+)\/(tags|manifests|blobs)\/([^?]+)/.exec(url) ?? []
    const at = Number(/^p(\d+)\//.exec(repository)?.[1] ?? Number.NaN)
    const answer = (status: number, body: string, type: string) => {
      response.writeHead(status, {
        'content-type': type,
        'docker-content-digest': digestOf(body),
        warning: '299 - "[warned](command:x) $(alert)"',
      })
      response.end(body)
    }
    if (!Number.isNaN(at)) {
      const message = wellFormed(payloads[at] ?? '')
      const body = { errors: [{ code: message, message, detail: message }] }
      answer([403, 404][at % 2] ?? 403, JSON.stringify(body), 'application/json')
    } else if (kind === 'tags') {
      answer(200, JSON.stringify({ name: repository, tags: goodTags }), 'application/json')
    } else if (kind === 'manifests') {
      answer(200, manifest(reference), 'application/vnd.oci.image.manifest.v1+json')
    } else if (kind === 'blobs') {
      answer(200, '{}', 'application/octet-stream')
    } else {
      answer(200, '{}', 'application/json')
    }
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return { host: `127.0.0.1:${(server.address() as AddressInfo).port}`, close: () => server.close() }
}

/** The label's closing bracket is what a link would end at. */
function manifest(tag: string): string {
  return JSON.stringify({
    schemaVersion: 2,
    mediaType: 'application/vnd.oci.image.manifest.v1+json',
    config: { mediaType: 'application/vnd.oci.image.config.v1+json', digest: digestOf('{}'), size: 2 },
    layers: [],
    annotations: {
      ...goodLabels(')![a](https://evil.example/pixel.png) [b](command:x'),
      'org.opencontainers.image.revision': (tag === '1.0.0' ? 'a' : 'b').repeat(40),
    },
  })
}

function digestOf(body: string): string {
  return `sha256:${createHash('sha256').update(body).digest('hex')}`
}
