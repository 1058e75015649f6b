/** How long, in ms, is worked before requests get their turn. */
const slice = 15

/**
 * Does something with each item, and lets requests that come meanwhile have their turn in between. Ends early after
 * `within` ms; how many items it has done.
 */
export async function inSlices<T>(
  items: Iterable<T>,
  work: (item: T) => void,
  within: number = Number.POSITIVE_INFINITY,
): Promise<number> {
  const first = performance.now()
  let start = first
  let done = 0
  for (const item of items) {
    work(item)
    done++
    if (performance.now() - start < slice) continue
    if (performance.now() - first >= within) break
    await new Promise(resolve => setImmediate(resolve))
    start = performance.now()
  }
  return done
}
