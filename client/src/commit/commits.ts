import { commands, Disposable, l10n, type Memento } from 'vscode'
import type {
  CommitAnswer,
  CommitArgument,
  CommitContent,
  CommitPlanAnswer,
  CommitState,
  CommittedBranch,
  Failure,
  OneCommitArgument,
  Problem,
  PromoteAnswer,
  Refused,
  RevertAnswer,
  UndoAnswer,
} from '../../../server/src/lsp/protocol.ts'
import type { PromotionChoice } from '../pick-promotion.ts'
import { ask as askUser, cancellable, during, say } from '../sinks/messages.ts'
import { pickOne } from '../sinks/picks.ts'
import { ask } from './ask.ts'
import { createCommitPages } from './commit-pages.ts'
import { editorCheckout } from './editor-git.ts'
import { createMadeCommits } from './made-commits.ts'
import { pickBranch } from './pick-branch.ts'
import { pickChanges } from './pick-changes.ts'
import { reviewedPromotion } from './promotion.ts'
import { push } from './push.ts'
import { review } from './review.ts'
import { countText, failureText } from './words.ts'

/** Commits of bumps: what a person is asked before one, and shown after it. */
export interface Commits extends Disposable {
  /**
   * *Update and Commit…*: picks, shows, commits. What is picked already, by the ids of its changes, is not asked for.
   * The changes that branches hold now, by their ids: none where the user breaks off.
   */
  choose(picked?: readonly string[]): Promise<readonly string[]>
  /** Commits without a question, as a quick-fix does; `argument` is the server's. */
  commit(argument: object): Promise<CommitAnswer | undefined>
  /** Shows what a promotion would commit, and commits it. */
  promote(argument: PromotionChoice): Promise<void>
  /** Takes back the newest commits that were made here; those that were pushed, by a commit that reverts them. */
  undoLast(): Promise<void>
  /** Pushes commits that were made here, again where that failed; asks where several wait. `request`: and opens a pull request. */
  pushLast(request: boolean): Promise<void>
}

export function createCommits(memory: Memento): Commits {
  const pages = createCommitPages()
  const made = createMadeCommits(memory)
  const tellMenus = () =>
    void commands.executeCommand('setContext', 'fluxmark.hasCommit', made.all().length > 0)
  tellMenus()

  const choose = async (picked?: readonly string[]) => {
    const plan = await cancellable(l10n.t('Looking for what is outdated'), token =>
      Promise.race([
        ask<CommitPlanAnswer>('fluxmark.planCommit', picked ? { changes: picked } : {}),
        new Promise<undefined>(resolve => token.onCancellationRequested(() => resolve(undefined))),
      ]),
    )
    if (plan === undefined) return []
    if (plan.changes.length === 0) {
      say(
        'information',
        l10n.t('Nothing to update: every value that Flux writes is the latest that is known.'),
      )
      return []
    }
    const title = (step: number) =>
      picked ? l10n.t('Commit Checked ({0}/2)', step - 1) : l10n.t('Update and Commit ({0}/3)', step)
    for (;;) {
      const changes = picked ? plan.changes : await pickChanges(plan.changes, title(1))
      if (changes === undefined) return []
      const answer = await commitChanges(
        changes.map(({ id }) => id),
        title,
      )
      if (answer !== 'back') return answer?.done ?? []
      // What was picked elsewhere is changed there.
      if (picked) return []
    }
  }

  /** The branch, the last look, the commit; `back` where the user wants to go back to what was picked. */
  const commitChanges = async (
    changes: readonly string[],
    title: (step: number) => string,
  ): Promise<CommitAnswer | 'back' | undefined> => {
    for (;;) {
      const here = await ask<CommitPlanAnswer>('fluxmark.planCommit', { changes })
      const branch = here && (await pickBranch(here, title(2)))
      if (branch === undefined || branch === 'back') return branch
      const choice = await review(pages, { changes, ...branch }, { title: title(3), plan: planCommit })
      if (choice !== 'back') return choice && commit(choice)
    }
  }

  const commit = async (argument: object) => {
    const answer = await during(l10n.t('Committing'), () =>
      ask<CommitAnswer>('fluxmark.updateAndCommit', argument),
    )
    if (answer && answer.changes > 0) tell(answer)
    return answer
  }

  const promote = async (argument: PromotionChoice) => {
    const choice = await reviewedPromotion(pages, argument)
    if (choice === undefined) return
    const answer = await during(l10n.t('Committing'), () =>
      ask<PromoteAnswer | Problem>('fluxmark.promote', choice),
    )
    if (answer === undefined) return
    if ('problem' in answer) say('error', answer.problem)
    else if (answer.committed) tell(answer.committed)
  }

  /** What came of commits. */
  const tell = (answer: CommitAnswer) => {
    const { branches, failures, skipped } = answer
    for (const branch of branches) void showCommitted(branch)
    for (const { branch, ...failure } of failures) {
      const what =
        branch === undefined ? l10n.t('Updated in the editor, but not committed') : l10n.t('Not committed')
      say('error', failureText(what, failure))
    }
    const known = new Set(failures.map(({ message }) => message))
    for (const { code, reason } of skipped)
      if (!known.has(reason)) say('warning', failureText(l10n.t('Left out'), { code, message: reason }))
    if (branches.length === 0 && failures.length === 0)
      say('information', l10n.t('Nothing to commit: the branch holds these values already.'))
  }

  const showCommitted = async (branch: CommittedBranch): Promise<void> => {
    made.add(branch)
    tellMenus()
    const { commits, remote, pullRequest } = branch
    const actions = {
      show: l10n.t('Show Commit'),
      ...(remote ? { push: l10n.t('Push') } : {}),
      ...(branch.isCheckedOut || !editorCheckout(branch.root, branch.branch)
        ? {}
        : { checkout: l10n.t('Switch to Branch') }),
      ...(pullRequest.hasPage ? { page: l10n.t('Push and Open Pull Request') } : {}),
      undo: l10n.t('Undo'),
    }
    const names = commits.map(({ oid }) => oid.slice(0, 7)).join(', ')
    const notes = commits.flatMap(commit => commit.notes).map(note => ` ${note}`)
    const answer = await askUser(
      'information',
      l10n.t('Committed {0} on {1}.{2}', names, branch.branch, notes.join('')),
      {},
      ...Object.values(actions),
    )
    if (answer === undefined) return
    if (answer === actions.show) await show(branch)
    if (answer === actions.undo) await undo(branch)
    if (answer === actions.push || answer === actions.page) await pushed(branch, answer === actions.page)
    if (answer === actions.checkout) await checkOut(branch)
    // What was looked at can still be pushed or taken back.
    if (answer === actions.show || answer === actions.checkout) void showCommitted(branch)
  }

  const pushed = async (branch: CommittedBranch, request: boolean) => {
    if (await push(branch, request)) made.pushed(branch)
  }

  const checkOut = async ({ root, branch }: CommittedBranch) => {
    try {
      await editorCheckout(root, branch)?.()
    } catch (error) {
      say(
        'error',
        l10n.t('Not switched to {0}: {1}', branch, error instanceof Error ? error.message : String(error)),
      )
    }
  }

  const show = async ({ root, commits }: CommittedBranch) => {
    for (const { oid } of commits) {
      const answer = await ask<CommitContent | Refused>('fluxmark.showCommit', { root, oid })
      if (answer === undefined) return
      if ('failure' in answer) say('error', failureText(l10n.t('Not shown'), answer.failure))
      else await pages.show(l10n.t('Commit {0}', oid.slice(0, 7)), [answer.message], answer.files)
    }
  }

  /** The newest first. */
  const undo = async (committed: CommittedBranch) => {
    const { root, branch, commits, isCheckedOut } = committed
    for (const { oid } of [...commits].reverse()) {
      const answer = await ask<UndoAnswer | Refused>('fluxmark.undoCommit', { root, oid, branch })
      if (answer === undefined) return
      if ('failure' in answer) {
        if (['E_PUSHED', 'E_REF_MOVED'].includes(answer.failure.code))
          await offerRevert(committed, oid, answer.failure)
        else say('error', failureText(l10n.t('Not taken back'), answer.failure))
        return refresh()
      }
    }
    made.forget(committed)
    tellMenus()
    const still = isCheckedOut ? l10n.t(' The new values stay in the files, uncommitted.') : ''
    say(
      'information',
      l10n.t('Took {0} back from {1}.{2}', countText(commits.length, 'commit'), branch, still),
    )
  }

  const offerRevert = async (committed: CommittedBranch, oid: string, failure: Failure) => {
    const commit: OneCommitArgument = { root: committed.root, branch: committed.branch, oid }
    const revert = l10n.t('Revert…')
    const chosen = await askUser('warning', failureText(l10n.t('Not taken back'), failure), {}, revert)
    if (chosen !== revert) return
    const answer = await ask<RevertAnswer | Refused>('fluxmark.revertCommit', commit)
    if (answer === undefined) return
    if ('failure' in answer) say('error', failureText(l10n.t('Not reverted'), answer.failure))
    else {
      made.forget(committed)
      void showCommitted(answer.reverted)
    }
  }

  /** One of those that were made here; asked for where there are several. */
  const pickMade = async (title: string, choices: () => readonly CommittedBranch[], nothing: string) => {
    await refresh()
    const [newest, ...older] = choices()
    if (newest === undefined) say('information', nothing)
    if (older.length === 0) return newest
    const rows = choices().map(branch => ({
      icon: 'git-commit',
      label: branch.branch,
      description: [
        branch.commits.map(({ oid }) => oid.slice(0, 7)).join(', '),
        ...(made.isPushed(branch) ? ['pushed'] : []),
      ].join(' · '),
      detail: branch.commits.map(({ message }) => message.trim().split('\n', 1)[0]).join(' · '),
      branch,
    }))
    return (await pickOne(rows, { title, placeHolder: l10n.t('Of which commit') }))?.branch
  }

  const pushLast = async (request: boolean) => {
    const title = request ? l10n.t('Open a Pull Request') : l10n.t('Push')
    const choices = request ? made.all : made.toPush
    const picked = await pickMade(title, choices, l10n.t('No commit was made here that could be pushed.'))
    if (picked) await pushed(picked, request)
  }

  const undoLast = async () => {
    const nothing = l10n.t('No commit was made here that could be taken back.')
    const picked = await pickMade(l10n.t('Undo'), made.all, nothing)
    if (picked) await undo(picked)
  }

  const refresh = async () => {
    await made.refresh(stateOf)
    tellMenus()
  }

  return Object.assign(Disposable.from(pages), { choose, commit, promote, undoLast, pushLast })
}

async function stateOf({
  root,
  branch,
  commits,
}: CommittedBranch): Promise<CommitState | 'closed' | 'unknown'> {
  const oid = commits.at(-1)?.oid
  const answer = await ask<CommitState | Refused>('fluxmark.commitState', { root, branch, oid })
  if (answer === undefined) return 'unknown'
  if (!('failure' in answer)) return answer
  return answer.failure.code === 'E_NO_REPO' ? 'closed' : 'unknown'
}

function planCommit(choice: CommitArgument): Promise<CommitPlanAnswer | undefined> {
  return ask<CommitPlanAnswer>('fluxmark.planCommit', choice)
}
