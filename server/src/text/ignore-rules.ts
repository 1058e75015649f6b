import { globMatcher } from './glob-matcher.ts'

/** One line of a `.gitignore`, as go-git reads it: a path that it matches is left out, or put back in by `!`. */
export interface IgnoreRule {
  /** As written. */
  readonly text: string
  readonly isNegated: boolean
  /** The folder that the rule counts from, without a slash at its end; empty for the root. */
  readonly folder: string
  /** Whether it takes a path, or a folder above it. */
  readonly takes: (path: string) => boolean
}

/** UTF-16 units of all rules together. No repository has more in a file; of one that has, the rest is left out. */
const mostLength = 50_000

/** The rules of a text, without blank lines and comments. */
export function ignoreRules(text: string, folder = ''): readonly IgnoreRule[] {
  let left = mostLength
  return text
    .split(/\r?\n/)
    .map(line => line.trim())
    .filter(line => line !== '' && !line.startsWith('#'))
    .filter(({ length }) => {
      left -= length
      return left >= 0
    })
    .map(line => ({ text: line, isNegated: line.startsWith('!'), folder, takes: matcher(line, folder) }))
}

/**
 * The rule that leaves a file out; undefined where none does. The last rule that matches the file or a folder above it
 * decides, as in source-controller, which goes into folders that a rule leaves out.
 */
export function ignoringRule(rules: readonly IgnoreRule[], path: string): IgnoreRule | undefined {
  const last = rules.findLast(rule => rule.takes(path))
  return last?.isNegated === false ? last : undefined
}

/** In time that grows with the pattern's length and the path's, whatever the pattern. */
function matcher(text: string, folder: string): (path: string) => boolean {
  const pattern = text.startsWith('!') ? text.slice(1) : text
  const isFolderOnly = pattern.endsWith('/')
  const bare = isFolderOnly ? pattern.slice(0, -1) : pattern
  const isName = !bare.includes('/')
  const { test } = globMatcher(isName ? bare : bare.replace(/^\//, ''))
  return path => {
    if (folder !== '' && !path.startsWith(`${folder}/`)) return false
    const parts = (folder === '' ? path : path.slice(folder.length + 1)).split('/')
    const taken = parts.slice(0, isFolderOnly ? parts.length - 1 : parts.length)
    return taken.some((part, index) => test(isName ? part : parts.slice(0, index + 1).join('/')))
  }
}
