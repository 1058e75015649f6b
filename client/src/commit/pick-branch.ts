import { l10n } from 'vscode'
import type { CommitArgument, CommitPlanAnswer } from '../../../server/src/lsp/protocol.ts'
import { input, pickStep, type Row } from '../sinks/picks.ts'
import { branchNameFault } from './branch-name.ts'
import { editorBranches } from './editor-git.ts'
import { branchesText, pushBranches } from './words.ts'

/** Where the commits go; nothing given is what is checked out. */
export type BranchChoice = Pick<CommitArgument, 'branch' | 'toPushBranch'>

interface BranchRow extends Row {
  readonly choice: BranchChoice | 'other'
}

/**
 * Asks for the branch: the automations' push branch first, what is checked out, the branches that are there, another
 * one. `plan` is the one for what is checked out. Undefined where the user thinks better of it.
 */
export async function pickBranch(
  plan: CommitPlanAnswer,
  title: string,
): Promise<BranchChoice | 'back' | undefined> {
  const checkedOut = plan.previews.flatMap(({ branch }) => branch ?? [])
  const push = pushBranches(plan.changes, checkedOut)
  const automations = [...new Set(plan.changes.flatMap(({ automation }) => automation ?? []))].join(', ')
  const roots = [...new Set(plan.changes.map(({ root }) => root))]
  const known = (await Promise.all(roots.map(editorBranches))).flat()
  const stays = l10n.t('What is checked out stays as it is')
  const here: BranchRow = {
    icon: 'git-branch',
    label: branchesText(plan) || l10n.t('The branch that is checked out'),
    description: l10n.t('checked out'),
    ...(plan.refusals[0] ? { detailIcon: 'warning', detail: plan.refusals[0].message } : {}),
    choice: {},
  }
  const others = [...new Set(known)].filter(name => !checkedOut.includes(name) && !push.includes(name))
  const rows: readonly BranchRow[] = [
    ...(push.length === 0
      ? []
      : [
          {
            icon: 'git-branch',
            label: push.join(', '),
            description: l10n.t('push branch of {0}', automations),
            detail: stays,
            choice: { toPushBranch: true } as const,
          },
        ]),
    here,
    { icon: 'add', label: l10n.t('Another branch…'), detail: stays, choice: 'other' },
    ...others.map(branch => ({ icon: 'git-branch', label: branch, choice: { branch } })),
  ]
  const picked = await pickStep(rows, { title, placeHolder: l10n.t('Where to commit') })
  if (picked === undefined || picked === 'back') return picked
  if (picked.choice !== 'other') return picked.choice
  const branch = await input({
    title,
    prompt: l10n.t('Name of the branch; it is made where it does not exist'),
    ignoreFocusOut: true,
    validateInput: name => branchNameFault(name, known, l10n.t),
  })
  return branch === undefined ? undefined : { branch: branch.trim() }
}
