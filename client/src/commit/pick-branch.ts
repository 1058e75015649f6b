import type { CommitArgument, CommitPlanAnswer } from '../../../server/src/lsp/protocol.ts'
import { input, pickOne, type Row } from '../sinks/picks.ts'
import { branchesText, pushBranches } from './words.ts'

/** Where the commits go; nothing given is what is checked out. */
export type BranchChoice = Pick<CommitArgument, 'branch' | 'toPushBranch'>

/** Asks for the branch. `plan` is the one for what is checked out. Undefined where the user thinks better of it. */
export async function pickBranch(plan: CommitPlanAnswer, title: string): Promise<BranchChoice | undefined> {
  const checkedOut = plan.previews.flatMap(({ branch }) => branch ?? [])
  const push = pushBranches(plan.changes, checkedOut)
  const automations = [...new Set(plan.changes.flatMap(({ automation }) => automation ?? []))].join(', ')
  const items: (Row & { choice: BranchChoice | 'other' })[] = [
    {
      icon: 'git-branch',
      label: branchesText(plan) || 'The branch that is checked out',
      description: 'checked out',
      ...(plan.refusals[0] ? { detailIcon: 'warning', detail: plan.refusals[0].message } : {}),
      choice: {},
    },
    ...(push.length === 0
      ? []
      : [
          {
            icon: 'git-branch',
            label: push.join(', '),
            description: `push branch of ${automations}`,
            detail: 'What is checked out stays as it is',
            choice: { toPushBranch: true } as const,
          },
        ]),
    { icon: 'add', label: 'Another branch…', detail: 'What is checked out stays as it is', choice: 'other' },
  ]
  const picked = await pickOne(items, {
    title,
    placeHolder: 'Where to commit',
    ignoreFocusOut: true,
  })
  if (picked?.choice !== 'other') return picked?.choice
  const branch = await input({
    title,
    prompt: 'Name of the branch; it is made where it does not exist',
    ignoreFocusOut: true,
    validateInput: name => (name.trim() === '' ? 'A branch needs a name' : undefined),
  })
  return branch === undefined ? undefined : { branch: branch.trim() }
}
