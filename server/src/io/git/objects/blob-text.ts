import { failure } from '../../../flux/failure.ts'

/** A blob as text, and the way back. Encoding what was decoded gives the very same bytes, whatever they were. */
export interface BlobText {
  readonly text: string
  /** Throws `E_BLOB_MISMATCH` for a character that the blob's encoding cannot write. */
  encode(text: string): Buffer
}

/**
 * Reads a blob as UTF-16 where a byte order mark says so, as UTF-8 where it is that, otherwise one character a byte,
 * which serves Latin-1 and its kin: what is edited is ASCII, what is not is handed through. A BOM stays in the text.
 */
export function blobText(bytes: Buffer): BlobText {
  for (const candidate of [utf16(bytes), utf8(bytes)]) {
    if (candidate?.encode(candidate.text).equals(bytes)) return candidate
  }
  return {
    text: bytes.toString('latin1'),
    encode(text) {
      if (!/[^\0-\xff]/.test(text)) return Buffer.from(text, 'latin1')
      throw failure(
        'E_BLOB_MISMATCH',
        'The file is not UTF-8, and the new value cannot be written in its encoding.',
      )
    },
  }
}

function utf8(bytes: Buffer): BlobText | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
    return { text, encode: text => Buffer.from(text, 'utf8') }
  } catch {
    return undefined
  }
}

function utf16(bytes: Buffer): BlobText | undefined {
  const mark = bytes.length >= 2 && bytes.length % 2 === 0 ? bytes.readUInt16BE(0) : 0
  if (mark === 0xfffe)
    return { text: bytes.toString('utf16le'), encode: text => Buffer.from(text, 'utf16le') }
  if (mark !== 0xfeff) return undefined
  const text = Buffer.from(bytes).swap16().toString('utf16le')
  return { text, encode: text => Buffer.from(text, 'utf16le').swap16() }
}
