/**
 * Git's wildmatch with `WM_PATHNAME`: `*` and `?` stay within a folder, `**` as a whole part does not. The work is
 * the pattern's length times the text's, whatever the pattern: all places where it may stand are followed at once.
 *
 * @param flags `i` where case does not count
 */
export function globMatcher(pattern: string, flags = ''): GlobMatcher {
  const steps = stepsOf(pattern, flags)
  return { test: text => matches(steps, flags.includes('i') ? text.toLowerCase() : text) }
}

export interface GlobMatcher {
  readonly test: (text: string) => boolean
}

/** One character, none or more within a folder, none or more of any, or none or more whole folders. */
type Step =
  | { readonly kind: 'one'; readonly takes: (char: string) => boolean }
  | { readonly kind: 'star' | 'all' | 'folders' }

function stepsOf(pattern: string, flags: string): readonly Step[] {
  const steps: Step[] = []
  for (let at = 0; at < pattern.length; at++) {
    const isPart = at === 0 || pattern.charAt(at - 1) === '/'
    const char = pattern.charAt(at)
    const set = char === '[' ? setAt(pattern, at) : undefined
    if (isPart && pattern.startsWith('**/', at)) {
      steps.push({ kind: 'folders' })
      at += 2
    } else if (isPart && at === pattern.length - 2 && pattern.endsWith('**')) {
      steps.push({ kind: 'all' })
      at += 1
    } else if (char === '*') {
      if (steps.at(-1)?.kind !== 'star') steps.push({ kind: 'star' })
    } else if (char === '?') steps.push({ kind: 'one', takes: one => one !== '/' })
    else if (set) {
      const expression = new RegExp(`^[${set.isNegated ? '^' : ''}${setSource(set.body)}]$`, `${flags}s`)
      steps.push({ kind: 'one', takes: one => one !== '/' && expression.test(one) })
      at = set.end - 1
    } else {
      if (char === '\\' && at + 1 < pattern.length) at++
      const wanted = flags.includes('i') ? pattern.charAt(at).toLowerCase() : pattern.charAt(at)
      steps.push({ kind: 'one', takes: one => one === wanted })
    }
  }
  return steps
}

/** The bracket expression that begins at `at`; undefined where it has no end. */
function setAt(pattern: string, at: number) {
  const expression = /\[([!^]?)((?:\]|\\.|\[:[a-z]+:\]|[^\]\\])(?:\\.|\[:[a-z]+:\]|[^\]\\])*)\]/y
  expression.lastIndex = at
  // What has no end by then has none that anybody wrote: it would be looked for again from every bracket.
  const [whole, not = '', body = ''] =
    expression.exec(pattern.length > longestSet ? pattern.slice(0, at + longestSet) : pattern) ?? []
  return whole === undefined ? undefined : { isNegated: not !== '', body, end: at + whole.length }
}

const longestSet = 200

/** Follows every place in the steps that the text so far may have led to. */
function matches(steps: readonly Step[], text: string): boolean {
  let places = new Uint8Array(steps.length + 1)
  let next = new Uint8Array(steps.length + 1)
  places[0] = 1
  skip(steps, places, true)
  for (let at = 0; at < text.length; at++) {
    const char = text.charAt(at)
    next.fill(0)
    for (let index = places.indexOf(1); index >= 0; index = places.indexOf(1, index + 1)) {
      const step = steps[index]
      if (step?.kind === 'one') {
        if (step.takes(char)) next[index + 1] = 1
      } else if (step && (step.kind !== 'star' || char !== '/')) next[index] = 1
    }
    skip(steps, next, char === '/')
    ;[places, next] = [next, places]
  }
  return places[steps.length] === 1
}

/** A step that may take nothing may be passed; folders end only where one does. */
function skip(steps: readonly Step[], places: Uint8Array, isFolderEnd: boolean): void {
  for (let index = places.indexOf(1); index >= 0; index = places.indexOf(1, index + 1)) {
    const kind = steps[index]?.kind ?? 'one'
    if (kind !== 'one' && (kind !== 'folders' || isFolderEnd)) places[index + 1] = 1
  }
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
