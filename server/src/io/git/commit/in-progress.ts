import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Repository } from '../locate.ts'

/** What is half done in this worktree, in Git's words and with the way out; undefined where nothing is. */
export function inProgress({ gitdir }: Repository): string | undefined {
  return signs.find(([file]) => existsSync(join(gitdir, file)))?.[1]
}

const signs: readonly (readonly [file: string, words: string])[] = [
  ['MERGE_HEAD', 'A merge is in progress: finish it (git commit) or stop it (git merge --abort).'],
  [
    'rebase-merge',
    'A rebase is in progress: finish it (git rebase --continue) or stop it (git rebase --abort).',
  ],
  [
    'rebase-apply/applying',
    'git am is in progress: finish it (git am --continue) or stop it (git am --abort).',
  ],
  [
    'rebase-apply',
    'A rebase is in progress: finish it (git rebase --continue) or stop it (git rebase --abort).',
  ],
  [
    'CHERRY_PICK_HEAD',
    'A cherry-pick is in progress: finish it (git cherry-pick --continue) or stop it (git cherry-pick --abort).',
  ],
  [
    'REVERT_HEAD',
    'A revert is in progress: finish it (git revert --continue) or stop it (git revert --abort).',
  ],
  [
    'sequencer',
    'A cherry-pick or revert of several commits is in progress: finish it (--continue) or stop it (--abort).',
  ],
  ['BISECT_LOG', 'A bisection is in progress: end it (git bisect reset).'],
]
