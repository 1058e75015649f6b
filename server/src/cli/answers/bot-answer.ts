import { heldPolicy } from '../../flux/hold/held.ts'
import { heldWords } from '../../flux/hold/held-words.ts'
import { formatPolicyRef, type PolicyRef } from '../../flux/markers/setter.ts'
import { count } from '../../ide/texts/words.ts'
import type { BotDone, BotRequest } from '../../work/bot/bot.ts'
import type { PlannedUpdate } from '../../work/update.ts'
import { json, type Printed, printable, together } from '../printed.ts'
import { table } from '../table.ts'
import { changeJson, skippedJson } from './update-answer.ts'

/** What a run that keeps pull requests up to date found and did. */
export interface BotAnswer {
  readonly planned: PlannedUpdate
  readonly done: BotDone
  /** Those that the run covers. */
  readonly policies: readonly PolicyRef[]
  readonly isDry: boolean
}

/** The JSON of `update`, with what became of each request, and what was not done and why. */
export function botJson(answer: BotAnswer): Printed {
  const {
    planned: { snapshot, skipped },
    done,
    isDry,
  } = answer
  const commits = done.requests.flatMap(({ branch, commit, pullRequest }) =>
    commit
      ? [
          {
            oid: commit.oid,
            branch,
            message: commit.message,
            pushed: commit.isPushed,
            pullRequest: pullRequest ?? null,
          },
        ]
      : [],
  )
  const last = commits.at(-1)
  return json({
    dryRun: isDry,
    changes: done.requests.flatMap(({ changes }) => changes.map(change => changeJson(snapshot, change))),
    commit: last ? { oid: last.oid, branch: last.branch, message: last.message } : null,
    commits,
    pullRequest:
      done.requests
        .filter(({ action }) => action === 'opened' || action === 'updated')
        .flatMap(({ pullRequest }) => pullRequest ?? [])
        .at(-1) ?? null,
    pullRequests: done.requests.map(requestJson),
    notDone: notDone(answer),
    skipped: [...skipped, ...done.skipped].map(one => skippedJson(snapshot, one)),
  })
}

function requestJson(request: BotRequest) {
  const { group, branch, base, isMajor, action, title, body, changes } = request
  const { commit, pullRequest, page, why, failure, notes } = request
  return {
    group,
    branch,
    base,
    major: isMajor,
    action,
    title,
    body,
    values: changes.length,
    commit: commit?.oid ?? null,
    ...pullRequest,
    ...(page === undefined ? {} : { page }),
    ...why,
    ...(failure ? { error: failure } : {}),
    ...(notes ? { notes } : {}),
  }
}

interface NotDone {
  readonly code: string
  readonly reason: string
  readonly branch?: string
  readonly policy?: string
  readonly file?: string
  readonly line?: number
}

/** All that a person may have expected of the run. */
function notDone({ planned: { snapshot, skipped }, done, policies }: BotAnswer): readonly NotDone[] {
  const names = [...new Map(policies.map(ref => [formatPolicyRef(ref), ref]))]
  return [
    ...done.requests.flatMap(({ branch, action, why, failure }): readonly NotDone[] => {
      if (failure) return [{ branch, code: failure.code, reason: failure.message }]
      return why && action !== 'closed' ? [{ branch, ...why }] : []
    }),
    ...names.flatMap(([policy, ref]) =>
      heldPolicy(snapshot, ref).map(held => ({ policy, code: 'policy-held', reason: heldWords(held) })),
    ),
    ...[...skipped, ...done.skipped].map(one => skippedJson(snapshot, one)),
  ]
}

/** The same for people. */
export function botText(answer: BotAnswer): Printed {
  const {
    planned: { snapshot },
    done,
    isDry,
  } = answer
  const rows = done.requests.flatMap(({ changes, branch }) =>
    changes
      .map(change => changeJson(snapshot, change))
      .map(change => [
        `${change.file}:${change.line}`,
        `${change.old === '' ? '(empty)' : change.old} → ${change.new}`,
        branch,
      ]),
  )
  const left = notDone(answer).map(({ branch, policy, file, line, code, reason }) => [
    branch ?? policy ?? (line === undefined ? (file ?? '') : `${file}:${line}`),
    reason,
    code,
  ])
  const lines = done.requests.flatMap(one => requestLines(one, isDry))
  return together(
    ...(rows.length > 0 ? [table(rows), printable('\n')] : []),
    ...(lines.length > 0 || done.failures.length > 0 ? lines : ['no pull request is needed']).map(line =>
      printable(`${line}\n`),
    ),
    ...(left.length > 0 ? [printable('\nnot done:\n'), table(left)] : []),
  )
}

function requestLines(request: BotRequest, isDry: boolean): readonly string[] {
  const { branch, base, title, action, pullRequest, page, changes, notes = [] } = request
  const what = pullRequest
    ? `pull request ${pullRequest.number}: ${pullRequest.url}`
    : `${branch} into ${base}`
  const values = changes.length > 0 ? ` (${count(changes.length, 'value')}): ${title}` : ''
  const more = notes.map(note => `  ${note}`)
  if (page !== undefined) return [`open a pull request: ${page}`]
  if (action === 'waiting' || action === 'left' || action === 'failed' || action === 'page') return []
  const verb = isDry
    ? { opened: 'would open', updated: 'would update', kept: 'would keep', closed: 'would close' }[action]
    : action
  return [`${verb} ${what}${values}`, ...more]
}
