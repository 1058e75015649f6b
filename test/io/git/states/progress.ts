import type { TemporaryRepository } from '../repositories/temporary-repository.ts'
import type { State } from '../state.ts'

/** Two branches that conflict in README.md; main is checked out. */
async function diverge(repo: TemporaryRepository): Promise<void> {
  await repo.git('checkout', '-q', '-b', 'theirs')
  repo.write('README.md', 'theirs\n')
  await repo.git('commit', '-qam', 'theirs')
  await repo.git('checkout', '-q', 'main')
  repo.write('README.md', 'ours\n')
  await repo.git('commit', '-qam', 'ours')
}

/** Runs a command that stops half done. */
async function stopsAt(repo: TemporaryRepository, ...args: readonly string[]): Promise<undefined> {
  await repo.git(...args).catch(() => undefined)
  return undefined
}

const refused = ['E_IN_PROGRESS', 'E_IN_PROGRESS'] as const

/** What can be half done. A commit on another branch touches none of it. */
export const progressStates: readonly State[] = [
  {
    name: 'a merge in progress',
    current: refused,
    async make(repo) {
      await diverge(repo)
      return stopsAt(repo, 'merge', '-q', 'theirs')
    },
  },
  {
    name: 'a merge in progress, conflicts resolved',
    current: refused,
    async make(repo) {
      await diverge(repo)
      await stopsAt(repo, 'merge', '-q', 'theirs')
      repo.write('README.md', 'both\n')
      await repo.git('add', '.')
      return undefined
    },
  },
  {
    name: 'a rebase in progress',
    current: refused,
    async make(repo) {
      await diverge(repo)
      return stopsAt(repo, 'rebase', '-q', 'theirs')
    },
  },
  {
    name: 'a rebase in progress (--apply)',
    current: refused,
    async make(repo) {
      await diverge(repo)
      return stopsAt(repo, 'rebase', '-q', '--apply', 'theirs')
    },
  },
  {
    name: 'a cherry-pick in progress',
    current: refused,
    async make(repo) {
      await diverge(repo)
      return stopsAt(repo, 'cherry-pick', 'theirs')
    },
  },
  {
    name: 'a revert in progress',
    current: refused,
    async make(repo) {
      await diverge(repo)
      return stopsAt(repo, 'revert', '--no-edit', 'HEAD^')
    },
  },
  {
    name: 'a bisection in progress',
    current: refused,
    async make(repo) {
      await repo.git('bisect', 'start')
      return undefined
    },
  },
  {
    name: 'conflicts left by git stash pop',
    current: refused,
    async make(repo) {
      repo.write('README.md', 'stashed\n')
      await repo.git('stash', '-q')
      repo.write('README.md', 'committed\n')
      await repo.git('commit', '-qam', 'ours')
      return stopsAt(repo, 'stash', 'pop', '-q')
    },
  },
]
