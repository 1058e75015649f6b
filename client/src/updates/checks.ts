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
      checked = new Set([...checked].flatMap(change => nowOf(change, before, known) ?? []))
      before = known
    },
  }
}

/** The same change in the next answer: of several alike in a file, the one at the same place in their order. */
function nowOf(change: string, before: readonly string[], known: readonly string[]): string | undefined {
  const alike = (all: readonly string[]) =>
    all.filter(one => withoutLine(one) === withoutLine(change)).sort((a, b) => lineOf(a) - lineOf(b))
  const [from, to] = [alike(before), alike(known)]
  if (from.length === to.length) return to[from.indexOf(change)]
  return to.find(one => one === change)
}

const line = /#L(\d+) /

function withoutLine(change: string): string {
  return change.replace(line, '# ')
}

function lineOf(change: string): number {
  return Number(line.exec(change)?.[1] ?? 0)
}
