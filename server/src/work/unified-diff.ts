import { FILE_HEADERS_ONLY, formatPatch, structuredPatch } from 'diff'

/** A change of a text as `diff -u` prints it, ending in a line break; empty where both are the same. */
export function unifiedDiff(path: string, before: string, after: string): string {
  if (before === after) return ''
  const patch = structuredPatch(`a/${path}`, `b/${path}`, before, after, undefined, undefined, { context: 3 })
  return formatPatch(patch, FILE_HEADERS_ONLY)
}
