/** What Go would have returned as an error: its text, byte for byte. A value, never thrown. */
export interface GoError {
  readonly err: string
}

/** Whether an answer of a function in `go/` is Go's error instead of a result. */
export function isGoError(answer: unknown): answer is GoError {
  return typeof answer === 'object' && answer !== null && 'err' in answer && typeof answer.err === 'string'
}
