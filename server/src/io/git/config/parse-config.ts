/** One line of a Git configuration. `value` is undefined for a key without `=`, which means true. */
export interface ConfigEntry {
  /** `section.key` or `section.subsection.key`; section and key in lower case, the subsection as written. */
  readonly key: string
  readonly value: string | undefined
}

/**
 * The entries of a configuration file in order, by the syntax of git-config(1): sections, quoting, escapes,
 * continued lines, comments, a BOM. Undefined where Git would call the file bad.
 */
export function parseConfig(text: string): readonly ConfigEntry[] | undefined {
  const entries: ConfigEntry[] = []
  let section = ''
  let rest = text.startsWith('\uFEFF') ? text.slice(1) : text
  while (rest !== '') {
    const blank = /^(?:\s+|[#;][^\n]*)/.exec(rest)
    if (blank) {
      rest = rest.slice(blank[0].length)
      continue
    }
    const header = /^\[([A-Za-z0-9.-]+)(?:[ \t]+"((?:[^"\\\n]|\\.)*)")?[ \t]*\]/.exec(rest)
    if (header) {
      const subsection = header[2]?.replace(/\\(.)/g, '$1')
      section = `${header[1]?.toLowerCase()}.${subsection === undefined ? '' : `${subsection}.`}`
      rest = rest.slice(header[0].length)
      continue
    }
    const name = /^([A-Za-z][A-Za-z0-9-]*)[ \t]*/.exec(rest)
    if (!name) return undefined
    const key = section + name[1]?.toLowerCase()
    rest = rest.slice(name[0].length)
    if (!rest.startsWith('=')) {
      if (!/^(?:\r?\n|$)/.test(rest)) return undefined
      entries.push({ key, value: undefined })
      continue
    }
    const read = readValue(rest.slice(1))
    if (!read) return undefined
    entries.push({ key, value: read.value })
    rest = read.rest
  }
  return entries
}

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', b: '\b', '"': '"', '\\': '\\' }

/** A value up to the end of its line. White space inside counts as written, at the ends not at all. */
function readValue(text: string): { readonly value: string; readonly rest: string } | undefined {
  let value = ''
  let kept = 0
  let quoted = false
  let at = 0
  for (; at < text.length; at++) {
    const char = text.charAt(at)
    if (char === '\n' || (char === '\r' && text.charAt(at + 1) === '\n')) {
      if (quoted) return undefined
      break
    }
    if (!quoted && (char === '#' || char === ';')) {
      at = text.indexOf('\n', at)
      if (at < 0) at = text.length
      break
    }
    if (char === '\\') {
      const next = /^\\(?:\r?\n|[\s\S])?/.exec(text.slice(at, at + 3))?.[0] ?? ''
      at += next.length - 1
      if (next.endsWith('\n') || next === '\\') {
        kept = value.length
        continue
      }
      const meant = escapes[next.charAt(1)]
      if (meant === undefined) return undefined
      value += meant
      kept = value.length
    } else if (char === '"') {
      quoted = !quoted
      kept = value.length
    } else if (quoted || !/\s/.test(char)) {
      value += char
      kept = value.length
    } else if (value !== '') value += char
  }
  return quoted ? undefined : { value: value.slice(0, kept), rest: text.slice(at) }
}
