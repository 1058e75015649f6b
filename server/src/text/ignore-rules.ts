/** One line of a `.gitignore`, as go-git reads it: a path that it matches is left out, or put back in by `!`. */
export interface IgnoreRule {
  /** As written. */
  readonly text: string
  readonly isNegated: boolean
  /** The folder that the rule counts from, without a slash at its end; empty for the root. */
  readonly folder: string
}

/** The rules of a text, without blank lines and comments. */
export function ignoreRules(text: string, folder = ''): readonly IgnoreRule[] {
  return text
    .split(/\r?\n/)
    .map(line => line.trim())
    .filter(line => line !== '' && !line.startsWith('#'))
    .map(line => ({ text: line, isNegated: line.startsWith('!'), folder }))
}

/**
 * The rule that leaves a file out; undefined where none does. The last rule that matches the file or a folder above it
 * decides, as in source-controller, which goes into folders that a rule leaves out.
 */
export function ignoringRule(rules: readonly IgnoreRule[], path: string): IgnoreRule | undefined {
  const last = rules.findLast(rule => matches(rule, path))
  return last?.isNegated === false ? last : undefined
}

function matches({ text, isNegated, folder }: IgnoreRule, path: string): boolean {
  if (folder !== '' && !path.startsWith(`${folder}/`)) return false
  const parts = (folder === '' ? path : path.slice(folder.length + 1)).split('/')
  const pattern = isNegated ? text.slice(1) : text
  const isFolderOnly = pattern.endsWith('/')
  const bare = isFolderOnly ? pattern.slice(0, -1) : pattern
  const most = isFolderOnly ? parts.length - 1 : parts.length
  if (!bare.includes('/')) {
    const name = new RegExp(`^${globSource(bare)}$`)
    return parts.slice(0, most).some(part => name.test(part))
  }
  const source = bare
    .replace(/^\//, '')
    .split('/')
    .map(part => (part === '**' ? '(?:.*)' : globSource(part)))
    .join('/')
    .replaceAll('(?:.*)/', '(?:.*/)?')
  const whole = new RegExp(`^${source}$`)
  return parts.slice(0, most).some((_, index) => whole.test(parts.slice(0, index + 1).join('/')))
}

/** A name with `*`, `?` and `[…]` as a regular expression; a set that does not close is text. */
function globSource(glob: string): string {
  return glob.replace(/\[!?[^\]]+\]|[\\^$.*+?()[\]{}|]/g, part => {
    if (part === '*') return '[^/]*'
    if (part === '?') return '[^/]'
    if (part.length > 1) return part.replace(/^\[!/, '[^').replace(/\\/g, '\\\\')
    return `\\${part}`
  })
}
