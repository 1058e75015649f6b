import type { Change } from '../../flux/automation/changes.ts'
import type { Skipped } from '../../flux/chain/update.ts'
import { formatPolicyRef, formatSetter } from '../../flux/markers/setter.ts'
import type { Snapshot } from '../../flux/workspace/snapshot.ts'
import { count } from '../../ide/texts/words.ts'
import type { Failure, PullRequestResult } from '../../ports.ts'
import type { DraftRequest } from '../../work/draft-requests.ts'
import type { RequestOptions } from '../../work/open-request.ts'
import type { BranchRequest } from '../../work/open-requests.ts'
import type { RepositoryCommit } from '../../work/plan-commits.ts'
import { type DoneUpdate, isRefused, type PlannedUpdate, type PushedBranch } from '../../work/update.ts'
import { lineAndColumn } from '../place.ts'
import { json, type Printed, printable, together } from '../printed.ts'
import { table } from '../table.ts'

/** What `update` found and did. */
export interface UpdateAnswer {
  readonly planned: PlannedUpdate
  readonly done: DoneUpdate
  /** The commits of a dry run. */
  readonly plans: readonly RepositoryCommit[]
  /** The pull requests of a dry run. */
  readonly drafts?: readonly (DraftRequest | Failure)[]
  /** What pull requests are to have, where they were asked for. */
  readonly request?: RequestOptions
  readonly isDry: boolean
}

/** What another verb's JSON has beside that of `update`. */
interface MoreJson {
  readonly fields?: object
  readonly ofChange?: (change: Change) => object
}

/** The contract's JSON of `update`. */
export function updateJson(
  { planned, done, plans, drafts = [], request }: UpdateAnswer,
  { fields, ofChange }: MoreJson = {},
): Printed {
  const { snapshot, skipped } = planned
  const { changes } = done
  const requestOf = (branch: { readonly root: string; readonly branch: string }) =>
    done.requests.flatMap(one =>
      one.root === branch.root && one.branch === branch.branch && 'request' in one.outcome
        ? [requestJson(one.outcome.request)]
        : [],
    )[0]
  const opened = done.requests.flatMap(({ outcome }) => ('request' in outcome ? [outcome.request] : []))
  const commits = done.branches.flatMap(({ root, branch, commits, pushed }) =>
    commits.map(({ oid, message, replaced }) => ({
      oid,
      branch,
      message,
      pushed: pushed !== undefined && !isRefused(pushed),
      ...(replaced === undefined ? {} : { messageReplaced: replaced }),
      ...(request ? { pullRequest: requestOf({ root, branch }) ?? null } : {}),
    })),
  )
  const last = commits.at(-1)
  const refused = done.failures.map(({ code, message }) => ({ file: '', code, reason: message }))
  return json({
    ...fields,
    changes: changes.map(change => ({
      ...changeJson(snapshot, change),
      ...(change.against ? { against: change.against } : {}),
      ...ofChange?.(change),
    })),
    commit: last ? { oid: last.oid, branch: last.branch, message: last.message } : null,
    commits,
    ...(plans.length > 0
      ? {
          plans: plans.map(({ planned: { plan, base } }) => ({
            branch: plan.branch ?? null,
            base: base ?? null,
            message: plan.message,
          })),
        }
      : {}),
    pullRequest: opened.map(requestJson).at(-1) ?? null,
    ...(request
      ? {
          pullRequests: done.requests.map(({ branch, outcome }) => ({
            branch,
            ...('request' in outcome ? requestJson(outcome.request) : {}),
            ...('page' in outcome ? { page: outcome.page } : {}),
            ...('nothing' in outcome ? { nothing: outcome.nothing } : {}),
            ...('failure' in outcome ? { error: outcome.failure } : {}),
          })),
          drafts: drafts.map(draft =>
            'code' in draft
              ? { error: draft }
              : {
                  branch: draft.remote.branch,
                  base: draft.base ?? null,
                  remote: draft.remote.url,
                  title: draft.title,
                  body: draft.body,
                  labels: request.labels,
                  reviewers: request.reviewers,
                },
          ),
        }
      : {}),
    skipped: [...skipped.map(one => skippedJson(snapshot, one)), ...refused],
  })
}

interface ChangeJson extends Pick<Change, 'object'> {
  readonly file: string
  readonly line: number
  readonly setter: string
  readonly old: string
  readonly new: string
}

/** One value that is changed, or would be. */
export function changeJson(
  snapshot: Snapshot,
  { path, edit, setter, oldValue, newValue, object }: Change,
): ChangeJson {
  return {
    file: path,
    line: lineOf(snapshot, path, edit.span[0]),
    setter: setter ? formatSetter(setter) : '',
    old: oldValue,
    new: newValue,
    object,
  }
}

/** One thing that an update passes over. */
export function skippedJson(
  snapshot: Snapshot,
  { path, offset, code, reason }: Skipped,
): { readonly file: string; readonly line?: number; readonly code: string; readonly reason: string } {
  return {
    file: path,
    ...(offset === undefined ? {} : { line: lineOf(snapshot, path, offset) }),
    code,
    reason,
  }
}

/** The same for people. */
export function updateText({ planned, done, plans, drafts = [], isDry }: UpdateAnswer): Printed {
  const { snapshot, skipped } = planned
  const { changes } = done
  const place = (path: string, offset: number) => `${path}:${lineOf(snapshot, path, offset)}`
  const rows = changes.map(({ path, edit, setter, oldValue, newValue, against }) => [
    place(path, edit.span[0]),
    `${oldValue === '' ? '(empty)' : oldValue} → ${newValue}`,
    setter ? formatPolicyRef(setter.policy) : '',
    against ? `${againstWords(against.code)}: ${against.reason} (${against.code})` : '',
  ])
  const passedOver = skipped.map(({ path, offset, code, reason }) => [
    offset === undefined ? path : place(path, offset),
    `skipped: ${reason}`,
    code,
  ])
  const lines = [...rows, ...passedOver]
  const last = [
    `${count(changes.length, 'value')} ${verbOf(changes.length, done, isDry)}, ${skipped.length} skipped`,
    ...plans.map(({ planned: { plan } }) => {
      const where = plan.branch === undefined ? '' : ` on ${plan.branch}`
      return `would commit${where}: ${plan.message.split('\n')[0]}`
    }),
    ...drafts.map(draftLine),
    ...done.branches.flatMap(one => branchLines(one, done.requests.length === 0)),
    ...done.requests.flatMap(requestLines),
  ]
  const rest = last.map(line => printable(`${line}\n`))
  return lines.length > 0 ? together(table(lines), printable('\n'), ...rest) : together(...rest)
}

function againstWords(code: string): string {
  return code === 'promote-taken-back' ? 'will not stay' : 'Flux would not'
}

function verbOf(changes: number, { isWritten, branches, failures }: DoneUpdate, isDry: boolean): string {
  if (isDry) return 'would be updated'
  if (changes === 0 || isWritten) return 'updated'
  if (branches.length > 0) return 'committed'
  return failures.length > 0 ? 'not updated' : 'committed before'
}

function requestJson({ url, number, created }: PullRequestResult) {
  return { url, number, created }
}

function draftLine(draft: DraftRequest | Failure): string {
  if ('code' in draft) return `would not open a pull request: ${draft.message} (${draft.code})`
  const { branch, url } = draft.remote
  return `would open a pull request from ${branch} into ${draft.base ?? 'the default branch'} at ${url}: ${draft.title}`
}

function requestLines({ outcome }: BranchRequest): readonly string[] {
  if ('page' in outcome) return [`open a pull request: ${outcome.page}`]
  if ('nothing' in outcome) return [`no pull request: ${outcome.nothing}`]
  if ('failure' in outcome) return []
  const { created, number, url, notes } = outcome.request
  return [
    `${created ? 'opened' : 'updated'} pull request ${number}: ${url}`,
    ...notes.map(note => `  ${note}`),
  ]
}

function branchLines({ branch, commits, pushed }: PushedBranch, namesPage: boolean): readonly string[] {
  const made = commits.flatMap(({ oid, notes }) => [
    `committed ${oid.slice(0, 7)} on ${branch}`,
    ...notes.map(note => `  ${note}`),
  ])
  if (pushed === undefined || isRefused(pushed)) return made
  const page = pushed.pullRequest
  return [
    ...made,
    `pushed ${pushed.branch} to ${pushed.remote}`,
    ...(page === undefined || !namesPage ? [] : [`open a pull request: ${page}`]),
  ]
}

function lineOf(snapshot: Snapshot, path: string, offset: number): number {
  return lineAndColumn(snapshot.files.get(path)?.text ?? '', offset).line
}
