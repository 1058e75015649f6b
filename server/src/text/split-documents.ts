import type { YamlError } from '../go/yaml/compose.ts'

/**
 * The documents of a file as kyaml's reader cuts them apart before it parses any: at each line that starts with
 * `---`. Behind `---` only white space and a comment may stand, else the whole file is refused. The text has no
 * `\r\n`. Each part but the last ends with its line break.
 */
export function splitDocuments(
  text: string,
): readonly { readonly text: string; readonly start: number }[] | YamlError {
  const parts: { readonly text: string; readonly start: number }[] = []
  let start = 0
  for (const { 0: separator, index } of text.matchAll(/\n---[^\n]*\n/g)) {
    if (!/^\p{White_Space}*(?:#|$)/u.test(separator.slice(4)))
      return { err: `invalid document separator: ${separator.trim()}`, at: index + 1 }
    parts.push({ text: text.slice(start, index + 1), start })
    start = index + separator.length
  }
  parts.push({ text: text.slice(start), start })
  return parts
}
