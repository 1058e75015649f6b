import type { FoundPullRequest, PullRequestDraft } from '../../ports.ts'

/** One repository at a forge, by the forge's own interface. Everything rejects with a `Failure`. */
export interface ForgeApi {
  defaultBranch(): Promise<string>
  /** The newest request from a branch of this repository itself. */
  find(branch: string, isOpen: boolean): Promise<FoundPullRequest | undefined>
  /** `exists` where an open one is in the way. */
  create(draft: PullRequestDraft): Promise<FoundPullRequest | 'exists'>
  update(number: number, text: { readonly title?: string; readonly body: string }): Promise<void>
  /** Adds labels, and gives what could not be done, in sentences. */
  label(number: number, labels: readonly string[]): Promise<readonly string[]>
  /** Asks for reviews, and gives what could not be done, in sentences. */
  review(number: number, reviewers: readonly string[]): Promise<readonly string[]>
  close(number: number): Promise<void>
}

/** A field of an answer as text; empty where it is none. */
export function textIn(json: unknown, ...names: readonly string[]): string {
  let value = json
  for (const name of names) value = Object(value)[name]
  return typeof value === 'string' ? value : ''
}

/** The number of a field; NaN where it is none. */
export function numberIn(json: unknown, name: string): number {
  const value: unknown = Object(json)[name]
  return typeof value === 'number' && Number.isInteger(value) ? value : Number.NaN
}

/** The objects of a list; none where it is no list. */
export function listIn(json: unknown): readonly object[] {
  return Array.isArray(json) ? json.filter(one => typeof one === 'object' && one !== null) : []
}
