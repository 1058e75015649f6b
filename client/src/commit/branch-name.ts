/**
 * What is wrong with the name of a branch, as git-check-ref-format(1) has it; undefined where Git takes it. `known` are
 * the branches that are there: one cannot be a folder of another.
 */
export function branchNameFault(name: string, known: readonly string[] = []): string | undefined {
  const text = name.trim()
  if (text === '') return 'A branch needs a name'
  const [fault] = faults.find(([, pattern]) => pattern.test(text)) ?? []
  if (fault !== undefined) return fault
  const other = known.find(one => one.startsWith(`${text}/`) || text.startsWith(`${one}/`))
  return other === undefined ? undefined : `Git cannot hold this beside the branch ${other}`
}

const faults: readonly (readonly [words: string, pattern: RegExp])[] = [
  ['A branch’s name has no spaces and none of ~ ^ : ? * [ \\', /[\x00-\x20\x7f~^:?*[\\]/],
  ['A branch’s name has no two dots or slashes in a row', /\.\.|\/\//],
  ['A branch’s name has no @{, and is not @', /@\{|^@$/],
  ['A branch’s name does not begin with - or /', /^[-/]/],
  ['A branch’s name does not end with / or .', /[/.]$/],
  ['No part of a branch’s name begins with a dot or ends with .lock', /(?:^|\/)\.|\.lock(?:\/|$)/],
]
