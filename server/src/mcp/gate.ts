/** Runs a call; the call says with `lend` that it waits for others, so that another may begin meanwhile. */
export type Gate = <T>(run: (lend: () => void) => Promise<T>) => Promise<T>

/**
 * Lets `size` run at a time; the others wait for their turn, in order. One that waits for a registry lends its place,
 * until `most` have begun.
 */
export function createGate(size: number, most: number = size): Gate {
  const waiting: (() => void)[] = []
  let working = 0
  let begun = 0
  const next = () => {
    if (working >= size || begun >= most) return
    const first = waiting.shift()
    if (first === undefined) return
    working++
    begun++
    first()
  }
  return async run => {
    const turn = new Promise<void>(resolve => waiting.push(resolve))
    next()
    await turn
    let isLent = false
    const lend = () => {
      if (isLent) return
      isLent = true
      working--
      next()
    }
    try {
      return await run(lend)
    } finally {
      if (!isLent) working--
      begun--
      next()
    }
  }
}
