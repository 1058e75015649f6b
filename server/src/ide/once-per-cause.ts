import type { Diagnostic } from './answers.ts'

/** As many findings that are alike a reader takes as one. */
const many = 10

/**
 * Findings of several files with each cause told once, at its first finding, and the others as its places: what a
 * report of the whole repository says. What is merely alike is folded where there is much of it. An editor shows each
 * file by itself.
 */
export function oncePerCause(found: readonly Diagnostic[]): readonly Diagnostic[] {
  const groups = new Map<string, Diagnostic[]>()
  for (const one of found) {
    const key = keyOf(one)
    if (key === undefined) continue
    const group = groups.get(key) ?? []
    groups.set(key, group)
    group.push(one)
  }
  return found.flatMap(one => {
    const key = keyOf(one)
    const group = (key === undefined ? undefined : groups.get(key)) ?? [one]
    if (one.cause === undefined && group.length < many) return [one]
    const [first, ...others] = group
    if (first !== one) return []
    return others.length === 0 ? [one] : [together(one, others)]
  })
}

/** What is graver is never hidden behind what is not. */
function keyOf({ code, cause, alike, severity }: Diagnostic): string | undefined {
  return cause === undefined && alike === undefined
    ? undefined
    : JSON.stringify([code, severity, cause, alike])
}

function together(first: Diagnostic, others: readonly Diagnostic[]): Diagnostic {
  const places = others.flatMap(({ path, span, related }) => [
    { path, span, message: 'the same here' },
    // What explains the first is said once.
    ...related.filter(
      one => !first.related.some(({ path: at, span: [start] }) => at === one.path && start === one.span[0]),
    ),
  ])
  return {
    ...first,
    get fixes() {
      return first.fixes
    },
    related: [...first.related, ...places],
    others: others.map(({ path, span }) => ({ path, span })),
  }
}
