import { isUtf8 } from 'node:buffer'
import { failure } from '../../flux/failure.ts'
import { visible } from '../../text/foreign.ts'

/**
 * Parses a body as JSON in UTF-8; throws E_NOT_JSON, naming what came instead. What is nested more deeply than any
 * registry answers is not parsed: 16 MB of `[` would hold the thread, and its memory, for seconds.
 */
export function parseJson(body: Uint8Array, contentType: string, host: string): unknown {
  try {
    // The same as a TextDecoder that is fatal, in a tenth of its time.
    if (!isUtf8(body)) throw new TypeError('no UTF-8')
    const bytes = Buffer.from(body.buffer, body.byteOffset, body.length)
    if (isDeep(bytes)) throw new TypeError('too deep')
    const text = bytes.toString()
    return JSON.parse(text.startsWith('\ufeff') ? text.slice(1) : text)
  } catch {
    const what = contentType === '' ? 'something' : visible(contentType)
    const guess = /html/i.test(contentType) ? ' Is there a proxy or a login page in between?' : ''
    throw failure('E_NOT_JSON', `${host} answered with ${what} that is not JSON.${guess}`)
  }
}

/** The first error of an OCI error body (`{"errors":[{"code","message"}]}`) as clean text, or undefined. */
export function firstError(body: Uint8Array): string | undefined {
  try {
    if (body.length > LONGEST_ERROR) return undefined
    const json: unknown = parseJson(body, '', '')
    const errors: unknown = Reflect.get(Object(json), 'errors')
    const first: unknown = Array.isArray(errors) ? errors[0] : json
    const code: unknown = Reflect.get(Object(first), 'code')
    const message: unknown = Reflect.get(Object(first), 'message') ?? Reflect.get(Object(first), 'details')
    const parts = [code, message].filter(part => typeof part === 'string' && part !== '')
    return parts.length === 0 ? undefined : visible(parts.join(': ').trim())
  } catch {
    return undefined
  }
}

/** Bytes; what is longer is no sentence for a person. */
const LONGEST_ERROR = 65_536

const DEEPEST = 100

/** Whether brackets nest more deeply than `DEEPEST`; those inside texts do not count. Linear in the bytes. */
function isDeep(bytes: Buffer): boolean {
  if (bracketsUpTo(bytes, DEEPEST) < DEEPEST) return false
  let depth = 0
  let isText = false
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at]
    if (byte === 0x22) isText = !isText
    else if (isText) at += byte === 0x5c ? 1 : 0
    else if (byte === 0x5b || byte === 0x7b) depth++
    else if (byte === 0x5d || byte === 0x7d) depth--
    if (depth > DEEPEST) return true
  }
  return false
}

/** How many brackets open, counted no further than `most`: a tag list has two, which a search finds at once. */
function bracketsUpTo(bytes: Buffer, most: number): number {
  let count = 0
  for (const bracket of ['[', '{']) {
    for (let at = bytes.indexOf(bracket); at !== -1 && count < most; at = bytes.indexOf(bracket, at + 1))
      count++
  }
  return count
}
