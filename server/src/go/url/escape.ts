import type { Bytes } from '../utf8.ts'

/** `url.QueryEscape`. */
export function queryEscape(text: Bytes): Bytes {
  return text.replace(/[^A-Za-z0-9\-_.~]/g, byte => (byte === ' ' ? '+' : percent(byte)))
}

/** `%2F`. */
export function percent(byte: Bytes): Bytes {
  return `%${byte.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`
}
