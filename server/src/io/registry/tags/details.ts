import { isFailure } from '../../../flux/failure.ts'
import type { TagDetails } from '../../../ports.ts'
import { visible } from '../../../text/foreign.ts'
import type { Access } from '../contact/access.ts'
import { parseJson } from '../json.ts'
import { isDigest, manifestOf, verified } from './manifest.ts'

/** Details by the digest of what the tag points to, so that they are fetched once. */
export type KnownDetails = Map<string, TagDetails>

/**
 * What an image says of itself: the manifest under the tag, that of one platform where it is an index, and the image
 * config. Three requests at most, one where the digest is known. A config that cannot be had costs its part only.
 */
export async function detailsOf(
  access: Access,
  repository: string,
  tag: string,
  known: KnownDetails,
): Promise<TagDetails> {
  const top = await manifestOf(access, repository, tag)
  const earlier = known.get(top.digest)
  if (earlier !== undefined) return earlier
  const entries = objects(top.json, 'manifests').filter(entry => platformOf(entry) !== 'unknown/unknown')
  const chosen = entries.find(entry => platformOf(entry) === 'linux/amd64') ?? entries[0]
  const digest = chosen && Reflect.get(chosen, 'digest')
  const image = isDigest(digest) ? (await manifestOf(access, repository, digest)).json : top.json
  const { config, note } = await configOf(access, image)
  const labels = [
    annotations(top.json),
    annotations(image),
    Object(Reflect.get(Object(Reflect.get(config, 'config')), 'Labels')),
  ]
  const details = {
    digest: top.digest,
    platforms:
      entries.length > 0 ? [...new Set(entries.map(platformOf))] : [platformIn(config)].filter(isNamed),
    ...defined({
      created: createdIn([Reflect.get(config, 'created'), ...labels.map(from => from[`${OCI}created`])]),
      size: sizeOf(image),
      source: firstText(labels, 'source', webAddress),
      revision: firstText(labels, 'revision', visible),
      version: firstText(labels, 'version', visible),
      note,
    }),
  }
  if (note === undefined) remember(known, details)
  return details
}

const OCI = 'org.opencontainers.image.'

async function configOf(access: Access, image: object): Promise<{ config: object; note?: string }> {
  const digest: unknown = Reflect.get(Object(Reflect.get(image, 'config')), 'digest')
  if (!isDigest(digest)) return { config: {} }
  try {
    const { answer, url } = await access.ask(`blobs/${digest}`, { accept: '*/*', maxBytes: 4 << 20 })
    if (answer.status !== 200) throw access.refusal(answer, digest)
    verified(answer, url.host, digest)
    return { config: Object(parseJson(answer.body, answer.header('content-type')[0] ?? '', url.host)) }
  } catch (error) {
    if (!isFailure(error) || error.code === 'E_CANCELLED') throw error
    return { config: {}, note: error.message }
  }
}

/** The first time that is none of those that reproducible builds write (1970, 1980, the year 1). */
function createdIn(values: readonly unknown[]): string | undefined {
  for (const value of values) {
    const time = typeof value === 'string' ? Date.parse(value) : Number.NaN
    if (time > Date.UTC(1990, 0)) return new Date(time).toISOString()
  }
  return undefined
}

function sizeOf(image: object): number | undefined {
  const sizes = objects(image, 'layers').map(layer => Reflect.get(layer, 'size'))
  if (sizes.length === 0 || !sizes.every(size => typeof size === 'number' && size >= 0)) return undefined
  return sizes.reduce((sum, size) => sum + size, 0)
}

function platformOf(entry: object): string {
  return platformIn(Object(Reflect.get(entry, 'platform')))
}

/** `os/architecture[/variant]`; empty where it is not said. */
function platformIn(from: object): string {
  const parts = ['os', 'architecture', 'variant'].map(key => Reflect.get(from, key)).filter(isNamed)
  return parts.length < 2 ? '' : parts.map(visible).join('/')
}

function annotations(manifest: object): Record<string, unknown> {
  return Object(Reflect.get(manifest, 'annotations'))
}

function firstText(
  from: readonly Record<string, unknown>[],
  name: string,
  read: (text: string) => string | undefined,
): string | undefined {
  const value = from.map(labels => labels[`${OCI}${name}`]).find(isNamed)
  return value === undefined ? undefined : read(value.trim()) || undefined
}

function webAddress(text: string): string | undefined {
  if (!URL.canParse(text)) return undefined
  const url = new URL(text)
  return /^https?:$/.test(url.protocol) && url.username === '' && url.password === '' ? url.href : undefined
}

function objects(from: object, key: string): readonly object[] {
  const list: unknown = Reflect.get(from, key)
  return Array.isArray(list) ? list.filter(entry => typeof entry === 'object' && entry !== null) : []
}

function isNamed(value: unknown): value is string {
  return typeof value === 'string' && value !== ''
}

function defined<T extends object>(values: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const kept = Object.entries(values).filter(([, value]) => value !== undefined)
  return Object.fromEntries(kept) as { [K in keyof T]?: Exclude<T[K], undefined> }
}

/** The oldest make room. */
function remember(known: KnownDetails, details: TagDetails): void {
  const [oldest] = known.keys()
  if (known.size >= 1000 && oldest !== undefined) known.delete(oldest)
  known.set(details.digest, details)
}
