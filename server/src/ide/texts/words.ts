import { visible } from '../../text/visible.ts'

export { visible }

/** Text for Markdown that came from a file or a registry: shown as it is, never as markup, a link or a command. */
export function inline(text: string): string {
  return visible(text).replace(/[\\`*_{}[\]()#+\-.!|<>~&:]/g, '\\$&')
}

/** The same as code. */
export function code(text: string): string {
  const shown = visible(text)
  const fence = '`'.repeat(1 + Math.max(0, ...(shown.match(/`+/g) ?? []).map(run => run.length)))
  const pad = shown.startsWith('`') || shown.endsWith('`') ? ' ' : ''
  return `${fence}${pad}${shown}${pad}${fence}`
}

/** A stretch of time in words, from milliseconds. */
export function age(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1000))
  if (seconds < 60) return `${seconds} s`
  if (seconds < 3600) return `${Math.round(seconds / 60)} min`
  return seconds < 48 * 3600 ? `${Math.round(seconds / 3600)} h` : `${Math.round(seconds / 86400)} days`
}

/** A number with its noun: `1 marker`, `3 policies`. */
export function count(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`
}
