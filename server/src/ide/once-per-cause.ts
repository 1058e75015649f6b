import type { Diagnostic } from './answers.ts'

/**
 * Findings of several files with each cause told once, at its first finding, and the others as its places: what a
 * report of the whole repository says. An editor shows each file by itself.
 */
export function oncePerCause(found: readonly Diagnostic[]): readonly Diagnostic[] {
  const byCause = new Map<string, Diagnostic[]>()
  for (const one of found) {
    if (one.cause === undefined) continue
    const key = keyOf(one)
    const group = byCause.get(key) ?? []
    byCause.set(key, group)
    group.push(one)
  }
  return found.flatMap(one => {
    const [first, ...others] = (one.cause === undefined ? undefined : byCause.get(keyOf(one))) ?? [one]
    if (first !== one) return []
    return others.length === 0 ? [one] : [together(one, others)]
  })
}

function keyOf({ code, cause }: Diagnostic): string {
  return JSON.stringify([code, cause])
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
  }
}
