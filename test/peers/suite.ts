import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'

/** What a peer's own test found: one comparison. */
export interface Row {
  readonly id: string
  readonly ok: boolean
  /** Whether the product says that it gives no answer, so that there is nothing to compare. */
  readonly isUnanswered?: boolean
  readonly ours?: unknown
  readonly theirs?: unknown
}

export interface Suite {
  /** The suite's folder below `peers`; where it has no data of its own, what it is called. */
  readonly name: string
  /** How many comparisons agreed when this was last changed. Never lowered without a reason in the commit. */
  readonly mark: number
  /** `folder` is where the suite's data lie. */
  rows(folder: string): Iterable<Row> | AsyncIterable<Row>
}

/** The cases of a suite, one a line of `cases.jsonl`, compressed or not. */
export function casesOf<T>(folder: string): readonly T[] {
  const path = join(folder, 'cases.jsonl')
  const text = existsSync(path) ? readFileSync(path) : gunzipSync(readFileSync(`${path}.gz`))
  const lines = text.toString('utf8').split('\n')
  return lines.filter(line => line !== '').map(line => JSON.parse(line) as T)
}

/** An answer, or the stack where asking throws, which is never right. */
export function attempt<T>(ask: () => T): T | { readonly thrown: string } {
  try {
    return ask()
  } catch (error) {
    return { thrown: error instanceof Error ? (error.stack ?? error.message) : String(error) }
  }
}

/** Whether an answer is what `attempt` gives for a throw. */
export function isThrown(answer: unknown): answer is { readonly thrown: string } {
  return typeof answer === 'object' && answer !== null && 'thrown' in answer
}
