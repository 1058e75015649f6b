/** Lines around a change that are shown with it. */
const context = 3

/** Beyond so many lines added and removed the middle of a file is shown as one change. */
const most = 1000

/** A change of a text as `diff -u` prints it, ending in a line break; empty where both are the same. */
export function unifiedDiff(path: string, before: string, after: string): string {
  if (before === after) return ''
  const script = scriptOf(linesOf(before), linesOf(after))
  return [`--- a/${path}\n`, `+++ b/${path}\n`, ...hunksOf(script).map(textOf)].join('')
}

/** A line with its line break, and whether it stays. */
interface Step {
  readonly sign: ' ' | '-' | '+'
  readonly line: string
}

interface Hunk {
  /** Lines of the old and of the new text before the hunk. */
  readonly start: readonly [old: number, new: number]
  readonly steps: readonly Step[]
}

/** The shortest way from one text to another, line by line (E. Myers, An O(ND) Difference Algorithm). */
function scriptOf(a: readonly string[], b: readonly string[]): readonly Step[] {
  let head = 0
  while (head < a.length && head < b.length && a[head] === b[head]) head++
  let tail = 0
  while (tail < Math.min(a.length, b.length) - head && a.at(-1 - tail) === b.at(-1 - tail)) tail++
  const [old, wanted] = [a.slice(head, a.length - tail), b.slice(head, b.length - tail)]
  const stays = (lines: readonly string[]) => lines.map((line): Step => ({ sign: ' ', line }))
  return [...stays(a.slice(0, head)), ...middle(old, wanted), ...stays(a.slice(a.length - tail))]
}

function middle(a: readonly string[], b: readonly string[]): readonly Step[] {
  const furthest = new Map([[1, 0]])
  const rounds: ReadonlyMap<number, number>[] = []
  const isDown = (reached: ReadonlyMap<number, number>, k: number, d: number) =>
    k === -d || (k !== d && (reached.get(k - 1) ?? 0) < (reached.get(k + 1) ?? 0))
  for (let d = 0; d <= most; d++) {
    rounds.push(new Map(furthest))
    for (let k = -d; k <= d; k += 2) {
      let x = isDown(furthest, k, d) ? (furthest.get(k + 1) ?? 0) : (furthest.get(k - 1) ?? 0) + 1
      while (x < a.length && x - k < b.length && a[x] === b[x - k]) x++
      furthest.set(k, x)
      if (x >= a.length && x - k >= b.length) return back()
    }
  }
  return [...a.map((line): Step => ({ sign: '-', line })), ...b.map((line): Step => ({ sign: '+', line }))]

  function back(): readonly Step[] {
    const steps: Step[] = []
    let [x, y] = [a.length, b.length]
    for (let d = rounds.length - 1; d >= 0; d--) {
      const reached = rounds[d] ?? new Map()
      const k = x - y
      const from = isDown(reached, k, d) ? k + 1 : k - 1
      const fromX = reached.get(from) ?? 0
      for (; x > fromX && y > fromX - from && x > 0 && y > 0; x--, y--)
        steps.push({ sign: ' ', line: a[x - 1] ?? '' })
      if (d === 0) break
      if (from > k) steps.push({ sign: '+', line: b[--y] ?? '' })
      else steps.push({ sign: '-', line: a[--x] ?? '' })
    }
    return steps.reverse()
  }
}

/** Changes with their context; those whose contexts touch are one hunk. */
function hunksOf(script: readonly Step[]): readonly Hunk[] {
  const changed = script.flatMap(({ sign }, at) => (sign === ' ' ? [] : [at]))
  const spans: [number, number][] = []
  for (const at of changed) {
    const last = spans.at(-1)
    if (last && at - context <= last[1]) last[1] = at + context + 1
    else spans.push([Math.max(0, at - context), at + context + 1])
  }
  const count = (end: number, other: '-' | '+') =>
    script.slice(0, end).filter(({ sign }) => sign !== other).length
  return spans.map(([start, end]) => ({
    start: [count(start, '+'), count(start, '-')],
    steps: script.slice(start, end),
  }))
}

function textOf({ start, steps }: Hunk): string {
  const range = (before: number, other: '-' | '+') => {
    const length = steps.filter(({ sign }) => sign !== other).length
    return `${length === 0 ? before : before + 1}${length === 1 ? '' : `,${length}`}`
  }
  const lines = steps.map(({ sign, line }) =>
    line.endsWith('\n') ? sign + line : `${sign}${line}\n\\ No newline at end of file\n`,
  )
  return `@@ -${range(start[0], '+')} +${range(start[1], '-')} @@\n${lines.join('')}`
}

function linesOf(text: string): readonly string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? []
}
