/**
 * Runs what it is given one after another, in the order of the calls. A failure is its caller's; it does not hold up
 * what comes next.
 */
export function inTurn(): (action: () => Promise<void>) => Promise<void> {
  let last: Promise<void> = Promise.resolve()
  return action => {
    const done = last.then(action)
    last = done.catch(() => {})
    return done
  }
}
