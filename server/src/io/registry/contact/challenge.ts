/** One challenge of a `WWW-Authenticate` header (RFC 9110 §11.6.1). The scheme is lower case, as are parameter names. */
export interface Challenge {
  readonly scheme: string
  readonly parameters: ReadonlyMap<string, string>
}

/**
 * Parses all challenges of all `WWW-Authenticate` headers. One header can hold several (Gitea sends
 * `Bearer realm="…",service="…",Basic realm="…"`), quoted values can hold commas and escapes.
 * Reading stops at the first thing that is no challenge; what was read until then is returned.
 */
export function parseChallenges(headers: readonly string[]): readonly Challenge[] {
  return headers.flatMap(header => parseHeader(header))
}

function parseHeader(header: string): readonly Challenge[] {
  const challenges: { scheme: string; parameters: Map<string, string> }[] = []
  let at = 0
  while (at < header.length) {
    at += match(SEPARATOR, header, at)?.[0].length ?? 0
    const current = challenges.at(-1)
    const parameter = current && match(PARAMETER, header, at)
    if (parameter) {
      const [whole, name = '', quoted, bare = ''] = parameter
      const value = quoted === undefined ? bare : quoted.replace(/\\(.)/gs, '$1')
      if (!current.parameters.has(name.toLowerCase())) current.parameters.set(name.toLowerCase(), value)
      at += whole.length
      continue
    }
    const scheme = match(SCHEME, header, at)
    if (!scheme) break
    challenges.push({ scheme: scheme[0].toLowerCase(), parameters: new Map() })
    at += scheme[0].length
    // A token68 (`Negotiate YII…==`) says nothing that we use.
    at += match(TOKEN68, header, at)?.[0].length ?? 0
  }
  return challenges
}

function match(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  const sticky = new RegExp(pattern, 'sy')
  sticky.lastIndex = at
  return sticky.exec(text)
}

const SEPARATOR = /[\s,]*/
const SCHEME = /[!#$%&'*+\-.^_`|~\w]+/
const PARAMETER = /([!#$%&'*+\-.^_`|~\w]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]*))/
const TOKEN68 = /[ \t]+[A-Za-z0-9\-._~+/]+=*[ \t]*(?=,|$)/
