/** The boxes of the Updates view that are checked: changes by their ids, `URI#L5 1.2.3 → 1.4.1`. */
export interface Checks {
  readonly size: number
  has(change: string): boolean
  set(changes: readonly string[], isOn: boolean): void
  all(): readonly string[]
  /**
   * Keeps those that are still there, when the view has a new answer of everything. One whose line moved, as by typing
   * above it, goes along; one that is to become another value does not: that is another change.
   */
  keep(known: readonly string[]): void
}

export function createChecks(): Checks {
  let checked = new Set<string>()
  let before: readonly string[] = []
  return {
    get size() {
      return checked.size
    },
    has: change => checked.has(change),
    set(changes, isOn) {
      for (const change of changes)
        if (isOn) checked.add(change)
        else checked.delete(change)
    },
    all: () => [...checked],
    keep(known) {
      const now = sameNow(before, known)
      checked = new Set([...checked].flatMap(change => now.get(change) ?? []))
      before = known
    },
  }
}

/**
 * By each change of before the same one now, where it is still there: of several alike in a file, the one at the same place
 * in their order. Of thousands of boxes each is looked at once.
 */
function sameNow(before: readonly string[], known: readonly string[]): ReadonlyMap<string, string> {
  const now = new Map(known.map(change => [change, change]))
  const next = alike(known)
  for (const [key, group] of alike(before)) {
    const others = next.get(key)
    if (others?.length === group.length)
      for (const [at, change] of group.entries()) now.set(change, others[at] ?? change)
  }
  return now
}

/** The changes that differ in their lines alone, in the order of these. */
function alike(changes: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const groups = new Map<string, string[]>()
  for (const change of changes.toSorted((a, b) => lineOf(a) - lineOf(b))) {
    const group = groups.get(withoutLine(change)) ?? []
    groups.set(withoutLine(change), group)
    group.push(change)
  }
  return groups
}

const line = /#L(\d+) /

function withoutLine(change: string): string {
  return change.replace(line, '# ')
}

function lineOf(change: string): number {
  return Number(line.exec(change)?.[1] ?? 0)
}
