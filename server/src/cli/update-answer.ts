import type { Change } from '../flux/automation/changes.ts'
import { formatPolicyRef, formatSetter } from '../flux/markers/setter.ts'
import type { Snapshot } from '../flux/workspace/snapshot.ts'
import { count } from '../ide/texts/words.ts'
import type { RepositoryCommit } from '../work/plan-commits.ts'
import { type DoneUpdate, isRefused, type PlannedUpdate, type PushedBranch } from '../work/update.ts'
import { lineAndColumn } from './place.ts'
import { json, type Printed, printable, together } from './printed.ts'
import { table } from './table.ts'

/** What `update` found and did. */
export interface UpdateAnswer {
  readonly planned: PlannedUpdate
  readonly done: DoneUpdate
  /** The commits of a dry run. */
  readonly plans: readonly RepositoryCommit[]
  readonly isDry: boolean
}

/** What another verb's JSON has beside that of `update`. */
interface MoreJson {
  readonly fields?: object
  readonly ofChange?: (change: Change) => object
}

/** The contract's JSON of `update`. */
export function updateJson({ planned, done }: UpdateAnswer, { fields, ofChange }: MoreJson = {}): Printed {
  const { snapshot, skipped } = planned
  const { changes } = done
  const commits = done.branches.flatMap(({ branch, commits, pushed }) =>
    commits.map(({ oid, message, replaced }) => ({
      oid,
      branch,
      message,
      pushed: pushed !== undefined && !isRefused(pushed),
      ...(replaced === undefined ? {} : { messageReplaced: replaced }),
    })),
  )
  const last = commits.at(-1)
  const refused = done.failures.map(({ code, message }) => ({ file: '', code, reason: message }))
  return json({
    ...fields,
    changes: changes.map(change => ({
      file: change.path,
      line: lineOf(snapshot, change.path, change.edit.span[0]),
      setter: change.setter ? formatSetter(change.setter) : '',
      old: change.oldValue,
      new: change.newValue,
      object: change.object,
      ...(change.against ? { against: change.against } : {}),
      ...ofChange?.(change),
    })),
    commit: last ? { oid: last.oid, branch: last.branch, message: last.message } : null,
    commits,
    skipped: [
      ...skipped.map(({ path, offset, code, reason }) => ({
        file: path,
        ...(offset === undefined ? {} : { line: lineOf(snapshot, path, offset) }),
        code,
        reason,
      })),
      ...refused,
    ],
  })
}

/** The same for people. */
export function updateText({ planned, done, plans, isDry }: UpdateAnswer): Printed {
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
    ...done.branches.flatMap(branchLines),
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

function branchLines({ branch, commits, pushed }: PushedBranch): readonly string[] {
  const made = commits.flatMap(({ oid, notes }) => [
    `committed ${oid.slice(0, 7)} on ${branch}`,
    ...notes.map(note => `  ${note}`),
  ])
  if (pushed === undefined || isRefused(pushed)) return made
  const page = pushed.pullRequest
  return [
    ...made,
    `pushed ${pushed.branch} to ${pushed.remote}`,
    ...(page === undefined ? [] : [`open a pull request: ${page}`]),
  ]
}

function lineOf(snapshot: Snapshot, path: string, offset: number): number {
  return lineAndColumn(snapshot.files.get(path)?.text ?? '', offset).line
}
