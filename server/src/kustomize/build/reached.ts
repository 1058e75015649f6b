import type { Target } from './target.ts'

/** A target and all that it uses, each once, users first; `seen` is left out, and added to. */
export function reached(target: Target, seen: Set<Target> = new Set()): ReadonlySet<Target> {
  // No recursion: a chain may be as long as a repository has folders.
  const next = [target]
  for (let one = next.pop(); one; one = next.pop()) {
    if (seen.has(one)) continue
    seen.add(one)
    for (const used of one.uses.toReversed()) next.push(used)
  }
  return seen
}
