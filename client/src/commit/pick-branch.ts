import { type QuickPickItem, window } from 'vscode'
import type { CommitArgument, CommitPlanAnswer } from '../../../server/src/lsp/protocol.ts'
import { branchesText, pushBranches } from './words.ts'

/** Where the commits go; nothing given is what is checked out. */
export type BranchChoice = Pick<CommitArgument, 'branch' | 'toPushBranch'>

/** Asks for the branch. `plan` is the one for what is checked out. Undefined where the user thinks better of it. */
export async function pickBranch(plan: CommitPlanAnswer, title: string): Promise<BranchChoice | undefined> {
  const checkedOut = plan.previews.flatMap(({ branch }) => branch ?? [])
  const push = pushBranches(plan.changes, checkedOut)
  const automations = [...new Set(plan.changes.flatMap(({ automation }) => automation ?? []))].join(', ')
  const items: (QuickPickItem & { choice: BranchChoice | 'other' })[] = [
    {
      label: `$(git-branch) ${branchesText(plan) || 'The branch that is checked out'}`,
      description: 'checked out',
      ...(plan.refusals[0] ? { detail: `$(warning) ${plan.refusals[0].message}` } : {}),
      choice: {},
    },
    ...(push.length === 0
      ? []
      : [
          {
            label: `$(git-branch) ${push.join(', ')}`,
            description: `push branch of ${automations}`,
            detail: 'What is checked out stays as it is',
            choice: { toPushBranch: true } as const,
          },
        ]),
    { label: '$(add) Another branch…', detail: 'What is checked out stays as it is', choice: 'other' },
  ]
  const picked = await window.showQuickPick(items, {
    title,
    placeHolder: 'Where to commit',
    ignoreFocusOut: true,
  })
  if (picked?.choice !== 'other') return picked?.choice
  const branch = await window.showInputBox({
    title,
    prompt: 'Name of the branch; it is made where it does not exist',
    ignoreFocusOut: true,
    validateInput: name => (name.trim() === '' ? 'A branch needs a name' : undefined),
  })
  return branch === undefined ? undefined : { branch: branch.trim() }
}
