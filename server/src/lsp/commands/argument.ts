import type { CommitChoice } from '../../flux/commit/commit-plans.ts'
import type { MarkerTarget } from './bumps.ts'

/** The one argument of the server's commands (contract: Editor; additions in docs/settings.md). */
export interface Argument extends MarkerTarget, CommitChoice {
  /** A repository that an answer named, and a commit on one of its branches. */
  readonly root?: string
  readonly oid?: string
  /** Of a push: the remote's branch may be replaced, if it is what was fetched last. */
  readonly overwrite?: boolean
  /** The pull request's. */
  readonly base?: string
  readonly title?: string
  readonly body?: string
  /** The client tells the outcome itself. */
  readonly silent?: boolean
}

/** Reads an argument as a client sends it. What is of a wrong type counts as absent. */
export function readArgument(value: unknown): Argument {
  const given = (typeof value === 'object' && value !== null ? value : {}) as Readonly<
    Record<string, unknown>
  >
  const pick = (isIt: (value: unknown) => boolean, ...keys: readonly (keyof Argument)[]) =>
    keys.flatMap(key => (isIt(given[key]) ? [[key, given[key]]] : []))
  const one =
    (...values: readonly unknown[]) =>
    (value: unknown) =>
      values.includes(value)
  return Object.fromEntries([
    ...pick(
      value => typeof value === 'string',
      ...(['policy', 'uri', 'branch', 'message', 'root', 'oid', 'base', 'title', 'body'] as const),
    ),
    ...pick(value => typeof value === 'number', 'line'),
    ...pick(value => value === true, 'toPushBranch', 'overwrite', 'silent'),
    ...pick(one('policy', 'automation'), 'per'),
    ...pick(one('automation'), 'author'),
    ...pick(one('follow', 'overwrite'), 'existing'),
    ...pick(value => Array.isArray(value) && value.every(item => typeof item === 'string'), 'changes'),
  ])
}
