import { isGoError } from '../go/go-error.ts'
import { type Bytes, toBytes } from '../go/utf8.ts'
import { type Json, jsonOf } from './json-of.ts'
import { build, type Resource, setIdentity, storePreviousId, withBody } from './resource.ts'
import { sha256 } from './sha256.ts'
import { textAt, type Value, valueAt } from './value.ts'

/** Puts the hash of its content behind the name of a generated object, where it asks for one (kustomize `HashTransformer`). */
export function withHashedName(resource: Resource): Resource {
  if (textAt(resource.body, 'metadata', 'annotations', build.needsHashSuffix) !== 'enabled') return resource
  const name = `${resource.id.name}-${contentHash(resource)}`
  return withBody(resource, setIdentity(storePreviousId(resource), 'name', name))
}

/** Ten letters and digits that spell no word, as kustomize and kubectl derive them from the content. */
function contentHash({ body, id }: Resource): string {
  const of = (field: string) => contentOf(valueAt(body, field))
  const content =
    id.kind === 'Secret'
      ? { data: of('data'), kind: 'Secret', name: '', type: textAt(body, 'type') }
      : { data: of('data'), kind: 'ConfigMap', name: '' }
  const digits = sha256(toBytes(goJson(content))).slice(0, 10)
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

/** Base64 as kyaml writes it into a Secret: in lines of 70 where it is longer. */
export function base64(bytes: Bytes): string {
  let text = ''
  for (let i = 0; i < bytes.length; i += 3) {
    const word =
      (bytes.charCodeAt(i) << 16) | ((bytes.charCodeAt(i + 1) || 0) << 8) | (bytes.charCodeAt(i + 2) || 0)
    const four = [18, 12, 6, 0].map(shift => alphabet[(word >> shift) & 63]).join('')
    text +=
      i + 2 < bytes.length ? four : i + 1 < bytes.length ? `${four.slice(0, 3)}=` : `${four.slice(0, 2)}==`
  }
  return text.length < 70 ? text : text.replace(/.{1,70}/g, '$&\n')
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
