/** The names that differ from one by a slip or two, closest first, at most three. Case alone does not count as a difference. */
export function didYouMean(name: string, known: Iterable<string>): readonly string[] {
  const most = Math.max(1, Math.floor(name.length / 4))
  const close: { readonly candidate: string; readonly distance: number }[] = []
  for (const candidate of known) {
    if (Math.abs(candidate.length - name.length) > most) continue
    const distance = distanceOf(name.toLowerCase(), candidate.toLowerCase())
    if (distance <= most && candidate !== name) close.push({ candidate, distance })
  }
  return close
    .sort((a, b) => a.distance - b.distance || (a.candidate < b.candidate ? -1 : 1))
    .slice(0, 3)
    .map(({ candidate }) => candidate)
}

/** Insertions, deletions, substitutions and swaps of neighbours that make one text of the other. */
function distanceOf(a: string, b: string): number {
  let [before, row] = [[] as readonly number[], Array.from({ length: b.length + 1 }, (_, column) => column)]
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const step = a[i - 1] === b[j - 1] ? 0 : 1
      const swap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      next[j] = Math.min(
        (row[j] ?? 0) + 1,
        (next[j - 1] ?? 0) + 1,
        (row[j - 1] ?? 0) + step,
        swap ? (before[j - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY,
      )
    }
    ;[before, row] = [row, next]
  }
  return row[b.length] ?? 0
}
