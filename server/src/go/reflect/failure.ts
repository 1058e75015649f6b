/**
 * What ends a rendering. Thrown inside the interpreter as Go panics inside its own, and turned into a value where
 * the interpreter is entered; nothing outside meets it.
 *
 * `go`: Go's own error or panic, with its text. `limit`: ours, where Go would go on.
 */
export class Failure extends Error {
  readonly origin: 'go' | 'limit'
  /** Where in the template, in bytes: of a parse error. */
  readonly position: number | undefined

  constructor(message: string, origin: 'go' | 'limit' = 'go', position?: number) {
    super(message)
    this.origin = origin
    this.position = position
  }
}

/** Go's panic, or a Go error; both end a call with this text. */
export function panic(text: string): never {
  throw new Failure(text)
}

/** What may still be spent: steps taken and bytes handled, all together. */
export interface Budget {
  left: number
}

/** What one rendering may spend: about a second's work. */
export const allowance = 30_000_000

/** The largest string or list there may be. */
const largest = 4_000_000

export function spend(budget: Budget, units: number): void {
  budget.left -= units
  if (budget.left < 0) throw new Failure('rendering the template takes too many steps', 'limit')
}

/** Refuses a string or list before it is made. */
export function checkSize(size: number): void {
  if (size > largest) throw new Failure('the template makes a value that is too large', 'limit')
}

/** How deep values may nest in one another. */
const deepest = 500

export function checkDepth(depth: number): void {
  if (depth > deepest) throw new Failure(`the template nests values more than ${deepest} deep`, 'limit')
}
