import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex } from '@noble/hashes/utils.js'
import { isGoError } from '../../go/go-error.ts'
import { fromBytes } from '../../go/hash/bytes.ts'
import { encodeBase64 } from '../../go/sprig/base-encoding.ts'
import { toBytes } from '../../go/utf8.ts'
import { type Json, jsonOf } from '../values/json-of.ts'
import { build, type Resource, setIdentity, storePreviousId, withBody } from '../values/resource.ts'
import { type MapValue, textAt, type Value, valueAt } from '../values/value.ts'

/** Puts the hash of its content behind the name of a generated object, where it asks for one (kustomize `HashTransformer`). */
export function withHashedName(resource: Resource, hashes: Hashes): Resource {
  if (textAt(resource.body, 'metadata', 'annotations', build.needsHashSuffix) !== 'enabled') return resource
  const name = `${resource.id.name}-${knownHash(resource, hashes)}`
  return withBody(resource, setIdentity(storePreviousId(resource), 'name', name))
}

/** The hashes of contents, each with what it is of besides. Many roots use the same content, which may be large. */
export type Hashes = WeakMap<MapValue['entries'], { readonly of: string; readonly hash: string }>

function knownHash(resource: Resource, hashes: Hashes): string {
  const data = valueAt(resource.body, 'data')
  if (data?.kind !== 'map') return contentHash(resource)
  const of = `${resource.id.kind} ${textAt(resource.body, 'type')}`
  const known = hashes.get(data.entries)
  if (known?.of === of) return known.hash
  const hash = contentHash(resource)
  hashes.set(data.entries, { of, hash })
  return hash
}

/** Ten letters and digits that spell no word, as kustomize and kubectl derive them from the content. */
function contentHash({ body, id }: Resource): string {
  const of = (field: string) => contentOf(valueAt(body, field))
  const content =
    id.kind === 'Secret'
      ? { data: of('data'), kind: 'Secret', name: '', type: textAt(body, 'type') }
      : { data: of('data'), kind: 'ConfigMap', name: '' }
  const digits = bytesToHex(sha256(fromBytes(toBytes(goJson(content))))).slice(0, 10)
  return digits.replace(/[013ae]/g, digit => letters.get(digit) ?? digit)
}

const letters: ReadonlyMap<string, string> = new Map([
  ['0', 'g'],
  ['1', 'h'],
  ['3', 'k'],
  ['a', 'm'],
  ['e', 't'],
])

function contentOf(value: Value | undefined): Json {
  const json = value && jsonOf(value)
  return json === undefined || isGoError(json) ? '' : json
}

/** JSON as Go writes it: keys sorted, and what HTML takes for itself escaped. */
function goJson(json: Json): string {
  if (typeof json === 'string') {
    return JSON.stringify(json).replace(
      /[<>&\u2028\u2029]/g,
      character => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
    )
  }
  if (typeof json !== 'object' || json === null) return JSON.stringify(json)
  if (Array.isArray(json)) return `[${json.map(goJson).join(',')}]`
  const entries = Object.entries(json).sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${entries.map(([key, value]) => `${goJson(key)}:${goJson(value)}`).join(',')}}`
}

/** A Secret's value as kyaml writes it: base64, in lines of 70 where it is longer. */
export function secretText(text: string): string {
  const encoded = encodeBase64(toBytes(text))
  return encoded.length < 70 ? encoded : encoded.replace(/.{1,70}/g, '$&\n')
}
