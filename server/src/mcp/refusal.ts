/** What a tool answers instead of an answer: a code, why, and what to do. Every text of it may be foreign. */
export class Refusal extends Error {
  readonly code: string
  readonly remedy: string

  constructor(code: string, message: string, remedy: string) {
    super(message)
    this.code = code
    this.remedy = remedy
  }
}
