import { readFacts } from '../../flux/workspace/facts.ts'
import type { BranchContent, FileDiff, Git } from '../../ports.ts'

/**
 * What stands on a request's branch: `same`: exactly what is wanted; `ours`: something that an earlier run of this
 * user's wrote, nothing but marked values; `others`: work of somebody else, or other text.
 */
export type BranchState = 'absent' | 'same' | 'ours' | 'others'

/** Compares a branch (by the name of a ref) with the files that a request is to change. `email` is who commits now. */
export async function branchState(
  git: Git,
  root: string,
  ref: string,
  base: { readonly remote: string; readonly base: string },
  wanted: readonly FileDiff[],
  email: string,
): Promise<BranchState> {
  const content = await git.ahead(root, ref, base)
  if (content === undefined) return 'absent'
  if (holdsJust(content, wanted)) return 'same'
  return isOurs(content, email) ? 'ours' : 'others'
}

/** Whether a branch changes nothing but marked values, and each of its commits is of this address. */
export function isOurs({ authors, files }: BranchContent, email: string): boolean {
  return authors.every(author => author === email) && files.every(isOnlyValues)
}

function holdsJust({ files }: BranchContent, wanted: readonly FileDiff[]): boolean {
  const texts = new Map(wanted.map(({ path, after }) => [path, after]))
  return files.length === wanted.length && files.every(({ path, after }) => texts.get(path) === after)
}

function isOnlyValues({ before, after }: FileDiff): boolean {
  return before !== undefined && after !== undefined && withoutValues(before) === withoutValues(after)
}

/** A file's text with nothing where marked values are. */
function withoutValues(text: string): string {
  const spans = readFacts(text).markers.map(({ value }) => value.scalar.span)
  let rest = ''
  let end = 0
  for (const [from, to] of spans.toSorted(([a], [b]) => a - b)) {
    if (from < end) continue
    rest += `${text.slice(end, from)}\0`
    end = to
  }
  return rest + text.slice(end)
}
