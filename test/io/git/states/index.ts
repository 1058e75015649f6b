import type { State } from '../state.ts'

const web = 'apps/web.yaml'

/** The forms that an index can have. */
export const indexStates: readonly State[] = [
  ...(['2', '4'] as const).map(
    (version): State => ({
      name: `an index of version ${version}`,
      async make(repo) {
        await repo.git('update-index', '--index-version', version)
        return undefined
      },
    }),
  ),
  {
    name: 'an index of version 3 (a file announced with git add -N)',
    async make(repo) {
      repo.write('announced.txt', 'x\n')
      await repo.git('add', '-N', 'announced.txt')
      return undefined
    },
  },
  {
    name: 'an index without checksum (index.skipHash)',
    isByHand: true,
    async make(repo) {
      const index = repo.read('.git/index')
      repo.write('.git/index', index.fill(0, index.length - 20))
      return undefined
    },
  },
  {
    name: 'a split index',
    current: ['E_NEED_SYSTEM_GIT', 'commit'],
    async make(repo) {
      await repo.git('config', 'core.splitIndex', 'true')
      await repo.git('update-index', '--split-index')
      repo.write('README.md', 'changed\n')
      await repo.git('add', 'README.md')
      return undefined
    },
  },
  {
    name: 'a sparse checkout, the file inside',
    async make(repo) {
      await repo.git('sparse-checkout', 'set', 'apps')
      return undefined
    },
  },
  {
    name: 'a sparse checkout, the file outside',
    async make(repo) {
      await repo.git('status')
      await repo.git('sparse-checkout', 'set', 'deep')
      return { isDiskLeftAlone: true }
    },
  },
  {
    name: 'a sparse index, the file inside',
    async make(repo) {
      await repo.git('sparse-checkout', 'set', '--sparse-index', 'apps')
      return undefined
    },
  },
  {
    name: 'a sparse index, the file outside',
    current: ['E_NEED_SYSTEM_GIT', 'commit'],
    async make(repo) {
      await repo.git('status')
      await repo.git('sparse-checkout', 'set', '--sparse-index', 'deep')
      return { isDiskLeftAlone: true }
    },
  },
  {
    name: 'an untracked cache',
    async make(repo) {
      await repo.git('update-index', '--untracked-cache')
      repo.write('untracked.txt', 'x\n')
      await repo.git('status')
      return undefined
    },
  },
  {
    name: 'a file system monitor',
    async make(repo) {
      // It says that everything may have changed.
      repo.write('.git/monitor', '#!/bin/sh\nprintf "token\\0/\\0"\n')
      await repo.run('chmod', ['+x', '.git/monitor'])
      await repo.git('config', 'core.fsmonitor', '.git/monitor')
      await repo.git('update-index', '--fsmonitor')
      await repo.git('status')
      return undefined
    },
  },
  {
    name: 'the file marked assume-unchanged',
    async make(repo) {
      await repo.git('update-index', '--assume-unchanged', web)
      return undefined
    },
  },
  {
    name: 'the file marked skip-worktree',
    async make(repo) {
      await repo.git('update-index', '--skip-worktree', web)
      return undefined
    },
  },
  {
    name: 'a damaged index',
    current: ['E_INDEX', 'E_INDEX'],
    isByHand: true,
    async make(repo) {
      const index = repo.read('.git/index')
      index[100] = (index[100] ?? 0) ^ 1
      repo.write('.git/index', index)
      return { isUnreadable: true }
    },
  },
  {
    name: 'index.lock there',
    current: ['E_INDEX_LOCKED', 'E_INDEX_LOCKED'],
    async make(repo) {
      repo.write('.git/index.lock', '')
      return undefined
    },
  },
]
