import { createHash } from 'node:crypto'
import { failure } from '../../../flux/failure.ts'
import type { HttpResponse } from '../../network/transport.ts'
import type { Access } from '../contact/access.ts'
import { parseJson } from '../json.ts'

/** What ggcr accepts, and so what a registry may serve under a tag. */
const MANIFEST_TYPES: string = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
].join(', ')

const MANIFEST_BYTES = 4 << 20

/** The digest under a tag, of the index where there is one: HEAD, and GET where the registry's HEAD says too little. */
export async function digestOf(access: Access, repository: string, tag: string): Promise<string> {
  const question = { accept: MANIFEST_TYPES, maxBytes: MANIFEST_BYTES }
  const head = await access.ask(`manifests/${tag}`, { ...question, method: 'HEAD' })
  if (head.answer.status === 200 && isDigest(head.answer.header(DIGEST)[0]))
    return head.answer.header(DIGEST)[0] ?? ''
  // HEAD is refused by some, and a failing one has no body to quote.
  return (await manifestOf(access, repository, tag)).digest
}

/** The manifest under a tag or digest, as JSON, with the digest of its bytes. */
export async function manifestOf(
  access: Access,
  repository: string,
  reference: string,
): Promise<{ digest: string; json: object; bytes: number }> {
  const { answer, url } = await access.ask(`manifests/${reference}`, {
    accept: MANIFEST_TYPES,
    maxBytes: MANIFEST_BYTES,
  })
  if (answer.status !== 200) throw access.refusal(answer, `${repository}:${reference}`)
  const digest = verified(answer, url.host, reference)
  return {
    digest,
    json: Object(parseJson(answer.body, answer.header('content-type')[0] ?? '', url.host)),
    bytes: answer.body.length,
  }
}

/** The digest of an answer's bytes; throws E_DIGEST where the registry, or the question, names another one. */
export function verified(answer: HttpResponse, host: string, reference: string): string {
  const digest = `sha256:${createHash('sha256').update(answer.body).digest('hex')}`
  const said = reference.startsWith('sha256:') ? reference : answer.header(DIGEST)[0]
  if (isDigest(said) && said.startsWith('sha256:') && said !== digest) {
    throw failure('E_DIGEST', `${host} sent something else than its digest says for ${reference}.`)
  }
  return digest
}

const DIGEST = 'docker-content-digest'

/** Whether a text is a digest of a kind that registries use. */
export function isDigest(value: unknown): value is string {
  return typeof value === 'string' && /^(sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128})$/.test(value)
}
