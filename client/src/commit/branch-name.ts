import type { Translate } from '../translate.ts'

/**
 * What is wrong with the name of a branch, as git-check-ref-format(1) has it; undefined where Git takes it. `known` are
 * the branches that are there: one cannot be a folder of another.
 */
export function branchNameFault(name: string, known: readonly string[], t: Translate): string | undefined {
  const text = name.trim()
  if (text === '') return t('A branch needs a name')
  const [fault] = faults.find(([, pattern]) => pattern.test(text)) ?? []
  if (fault !== undefined) return fault(t)
  const other = known.find(one => one.startsWith(`${text}/`) || text.startsWith(`${one}/`))
  return other === undefined ? undefined : t('Git cannot hold this beside the branch {0}', other)
}

const faults: readonly (readonly [words: (t: Translate) => string, pattern: RegExp])[] = [
  [t => t('A branch’s name has no spaces and none of ~ ^ : ? * [ \\'), /[\x00-\x20\x7f~^:?*[\\]/],
  [t => t('A branch’s name has no two dots or slashes in a row'), /\.\.|\/\//],
  [t => t('A branch’s name has no @{, and is not @'), /@\{|^@$/],
  [t => t('A branch’s name does not begin with - or /'), /^[-/]/],
  [t => t('A branch’s name does not end with / or .'), /[/.]$/],
  [t => t('No part of a branch’s name begins with a dot or ends with .lock'), /(?:^|\/)\.|\.lock(?:\/|$)/],
]
