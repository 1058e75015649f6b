/** Git's wildmatch with `WM_PATHNAME` as an expression: `*` and `?` stay within a folder, `**` as a whole part does not. */
export function globMatcher(pattern: string, flags = ''): RegExp {
  let source = ''
  for (let at = 0; at < pattern.length; at++) {
    const rest = pattern.slice(at)
    const isPart = at === 0 || pattern.charAt(at - 1) === '/'
    const set = /^\[([!^]?)((?:\]|\\.|\[:[a-z]+:\]|[^\]\\])(?:\\.|\[:[a-z]+:\]|[^\]\\])*)\]/.exec(rest)
    if (isPart && rest.startsWith('**/')) {
      source += '(?:[\\s\\S]*/)?'
      at += 2
    } else if (isPart && rest === '**') {
      source += '[\\s\\S]*'
      at += 1
    } else if (rest.startsWith('*')) source += '[^/]*'
    else if (rest.startsWith('?')) source += '[^/]'
    else if (set) {
      source += `(?!/)[${set[1] ? '^' : ''}${setSource(set[2] ?? '')}]`
      at += set[0].length - 1
    } else if (rest.startsWith('\\') && rest.length > 1) {
      source += literal(rest.charAt(1))
      at += 1
    } else source += literal(rest.charAt(0))
  }
  return new RegExp(`^${source}$`, flags)
}

const classes: Readonly<Record<string, string>> = {
  alpha: 'A-Za-z',
  digit: '0-9',
  alnum: 'A-Za-z0-9',
  lower: 'a-z',
  upper: 'A-Z',
  space: '\\s',
  punct: '!-\\/:-@\\[-`{-~',
  xdigit: '0-9A-Fa-f',
}

function setSource(set: string): string {
  return set.replace(
    /\[:([a-z]+):\]|\\?([\s\S])/g,
    (_, name: string | undefined, char: string | undefined) => {
      if (name !== undefined) return classes[name] ?? ''
      return char === '-' ? '-' : literal(char ?? '')
    },
  )
}

function literal(char: string): string {
  return char.replace(/[\\^$.*+?()[\]{}|/]/, '\\$&')
}
