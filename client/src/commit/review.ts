import { type QuickPickItem, window } from 'vscode'
import type { CommitArgument, CommitPlanAnswer } from '../../../server/src/lsp/protocol.ts'
import { ask } from './ask.ts'
import type { CommitPages } from './commit-pages.ts'
import { branchesText, countText, failureText } from './words.ts'

/** The tab of what is about to be committed. */
const preview = 'Commit Preview'

/**
 * Shows message and diff of what would be committed, and lets the user change how; the choice that was agreed to, or
 * undefined. A branch that would lose commits is asked about first.
 */
export async function review(
  pages: CommitPages,
  first: CommitArgument,
  title: string,
): Promise<CommitArgument | undefined> {
  try {
    for (let choice: CommitArgument | undefined = first; choice !== undefined; ) {
      const plan: CommitPlanAnswer | undefined = await ask<CommitPlanAnswer>('fluxmark.planCommit', choice)
      if (plan === undefined) return undefined
      if (plan.refusals.length > 0) {
        choice = await refused(plan, choice)
        continue
      }
      if (plan.previews.every(({ files }) => files.length === 0)) {
        void window.showInformationMessage('Nothing to commit: the branch holds these values already.')
        return undefined
      }
      await pages.hide(preview)
      await pages.show(
        preview,
        plan.commits.map(({ message }) => message),
        plan.previews.flatMap(({ files }) => files),
      )
      const next = await pickNext(plan, choice, title)
      if (next === 'commit') return choice
      choice = next
    }
    return undefined
  } finally {
    await pages.hide(preview)
  }
}

/** A branch that would lose commits is the user's to decide about; any other refusal is told. */
async function refused(
  { refusals }: CommitPlanAnswer,
  choice: CommitArgument,
): Promise<CommitArgument | undefined> {
  const others = refusals.find(({ code }) => code !== 'E_BRANCH_OVERWRITE')
  const first = others ?? refusals[0]
  if (others || choice.existing || first === undefined) {
    if (first) void window.showErrorMessage(failureText('Not committed', first))
    return undefined
  }
  const names = refusals.map(({ branch }) => branch).join(', ')
  const follow = 'Commit on Top'
  const overwrite = 'Overwrite'
  const answer = await window.showWarningMessage(
    `Start ${names} anew, or commit on top of what it holds?`,
    { modal: true, detail: refusals.map(({ message }) => message).join('\n\n') },
    follow,
    overwrite,
  )
  if (answer === undefined) return undefined
  return { ...choice, existing: answer === follow ? 'follow' : 'overwrite' }
}

async function pickNext(
  plan: CommitPlanAnswer,
  choice: CommitArgument,
  title: string,
): Promise<CommitArgument | 'commit' | undefined> {
  const { per: _, ...once } = choice
  const policies = new Set(plan.changes.map(({ policy }) => policy)).size
  const automations = new Set(plan.changes.map(({ automation }) => automation)).size
  const authors = [
    ...new Set(plan.changes.flatMap(({ author }) => (author ? `${author.name} <${author.email}>` : []))),
  ]
  const { author: __, ...asUser } = choice
  const by = plan.previews[0]?.author
  const items: (QuickPickItem & { next: CommitArgument | 'commit' })[] = [
    {
      label: `$(check) Commit to ${branchesText(plan)}`,
      description: `${countText(plan.changes.length, 'value')} in ${countText(plan.commits.length, 'commit')}, by ${by?.name} <${by?.email}>`,
      detail: plan.commits.map(({ message }) => message.trim().split('\n', 1)[0]).join(' · '),
      next: 'commit',
    },
    ...(choice.per === undefined ? [] : [{ label: '$(git-commit) One commit for all', next: once }]),
    ...(policies < 2 || choice.per === 'policy'
      ? []
      : [{ label: '$(list-flat) One commit per policy', next: { ...choice, per: 'policy' } as const }]),
    ...(automations < 2 || choice.per === 'automation'
      ? []
      : [
          {
            label: '$(list-tree) One commit per automation',
            next: { ...choice, per: 'automation' } as const,
          },
        ]),
    ...(choice.author ? [{ label: '$(person) Author: you', next: asUser }] : []),
    ...(choice.author || authors.length !== 1
      ? []
      : [
          {
            label: `$(person) Author: ${authors[0]}, as Flux`,
            next: { ...choice, author: 'automation' } as const,
          },
        ]),
  ]
  const picked = await window.showQuickPick(items, {
    title,
    placeHolder: 'Message and diff are shown below',
    ignoreFocusOut: true,
  })
  return picked?.next
}
