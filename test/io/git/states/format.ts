import { chownSync } from 'node:fs'
import { manifest } from '../bump.ts'
import type { TemporaryRepository } from '../repositories/temporary-repository.ts'
import type { State } from '../state.ts'

const needsSystem = ['E_NEED_SYSTEM_GIT', 'commit'] as const

async function cloned(repo: TemporaryRepository, ...options: readonly string[]): Promise<string> {
  await repo.git('config', 'uploadpack.allowFilter', 'true')
  await repo.git('config', 'uploadpack.allowAnySHA1InWant', 'true')
  const root = repo.path('../clone')
  await repo.git('clone', '-q', ...options, root)
  return root
}

/** How objects and refs are kept, and whose they are. */
export const formatStates: readonly State[] = [
  {
    name: 'a shallow clone',
    async make(repo) {
      await repo.git('commit', '-q', '--allow-empty', '-m', 'second')
      return { root: await cloned(repo, '--depth=1', `file://${repo.root}`) }
    },
  },
  {
    name: 'a partial clone without blobs, the file checked out',
    async make(repo) {
      return { root: await cloned(repo, '--filter=blob:none', `file://${repo.root}`) }
    },
  },
  {
    name: 'a partial clone without blobs, the file outside the sparse checkout',
    current: ['E_OBJECT_MISSING', 'commit'],
    other: ['E_OBJECT_MISSING', 'commit'],
    async make(repo) {
      const root = await cloned(repo, '--filter=blob:none', '--sparse', `file://${repo.root}`)
      return { root, isDiskLeftAlone: true }
    },
  },
  {
    name: 'a partial clone without trees (--filter=tree:0)',
    async make(repo) {
      return { root: await cloned(repo, '--filter=tree:0', `file://${repo.root}`) }
    },
  },
  {
    name: 'objects borrowed from another repository (alternates)',
    current: needsSystem,
    other: needsSystem,
    async make(repo) {
      return { root: await cloned(repo, '--shared', repo.root) }
    },
  },
  {
    name: 'SHA-256 objects',
    current: needsSystem,
    other: needsSystem,
    async make(repo) {
      const root = repo.path('../sha256')
      await repo.git('init', '-q', '-b', 'main', '--object-format=sha256', root)
      repo.write('../sha256/apps/web.yaml', manifest())
      repo.write('../sha256/README.md', 'x\n')
      await repo.gitIn(root, ['add', '.'])
      await repo.gitIn(root, ['commit', '-qm', 'first'])
      return { root }
    },
  },
  {
    name: 'refs in a reftable',
    needs: 'git 2.45',
    current: needsSystem,
    other: needsSystem,
    async make(repo) {
      const root = repo.path('../reftable')
      await repo.git('init', '-q', '-b', 'main', '--ref-format=reftable', root)
      repo.write('../reftable/apps/web.yaml', manifest())
      repo.write('../reftable/README.md', 'x\n')
      await repo.gitIn(root, ['add', '.'])
      await repo.gitIn(root, ['commit', '-qm', 'first'])
      return { root }
    },
  },
  {
    name: 'refs in a reftable, a cherry-pick in progress',
    needs: 'git 2.45',
    current: ['E_NEED_SYSTEM_GIT', 'E_IN_PROGRESS'],
    other: needsSystem,
    async make(repo) {
      const root = repo.path('../reftable')
      const git = (...args: readonly string[]) => repo.gitIn(root, args)
      await repo.git('init', '-q', '-b', 'main', '--ref-format=reftable', root)
      for (const text of ['one\n', 'two\n', 'three\n']) {
        repo.write('../reftable/apps/web.yaml', manifest())
        repo.write('../reftable/README.md', text)
        await git('add', '.')
        await git('commit', '-qm', text)
      }
      await git('reset', '-q', '--hard', 'HEAD^')
      repo.write('../reftable/README.md', 'mine\n')
      await git('commit', '-qam', 'mine')
      await git('cherry-pick', 'HEAD@{2}').catch(() => undefined)
      return { root }
    },
  },
  {
    name: 'refs in a reftable, the other branch checked out in another worktree',
    needs: 'git 2.45',
    current: needsSystem,
    other: ['E_NEED_SYSTEM_GIT', 'E_BRANCH_CHECKED_OUT'],
    async make(repo) {
      const root = repo.path('../reftable')
      await repo.git('init', '-q', '-b', 'main', '--ref-format=reftable', root)
      repo.write('../reftable/apps/web.yaml', manifest())
      await repo.gitIn(root, ['add', '.'])
      await repo.gitIn(root, ['commit', '-qm', 'first'])
      await repo.gitIn(root, ['worktree', 'add', '-q', '-b', 'flux-image-updates', '../side'])
      return { root }
    },
  },
  {
    name: 'refs in a form that nobody knows',
    isByHand: true,
    current: ['E_NEED_SYSTEM_GIT', 'E_GIT'],
    other: ['E_NEED_SYSTEM_GIT', 'E_GIT'],
    async make(repo) {
      const config = '[core]\n\trepositoryformatversion = 1\n[extensions]\n\trefStorage = future\n'
      repo.write('.git/config', `${repo.read('.git/config')}${config}`)
      return { isUnreadable: true }
    },
  },
  {
    name: 'the commit replaced (git replace)',
    async make(repo) {
      const tree = (await repo.git('rev-parse', 'HEAD^{tree}')).trim()
      const other = (await repo.git('commit-tree', '-m', 'instead', tree)).trim()
      await repo.git('replace', 'HEAD', other)
      return undefined
    },
  },
  {
    name: "the file's blob replaced (git replace)",
    current: ['E_BLOB_MISMATCH', 'E_BLOB_MISMATCH'],
    other: ['E_BLOB_MISMATCH', 'E_BLOB_MISMATCH'],
    async make(repo) {
      await repo.git('replace', 'HEAD:apps/web.yaml', 'HEAD:README.md')
      return undefined
    },
  },
  {
    name: 'core.sharedRepository=group',
    async make(repo) {
      await repo.git('config', 'core.sharedRepository', 'group')
      return undefined
    },
  },
  {
    name: 'no user.name and user.email',
    current: ['E_NO_IDENTITY', 'E_NO_IDENTITY'],
    other: ['E_NO_IDENTITY', 'E_NO_IDENTITY'],
    async make(repo) {
      repo.write('../home/.gitconfig', '')
      return undefined
    },
  },
  {
    name: "another user's repository (safe.directory)",
    needs: 'root',
    current: ['E_UNSAFE_OWNER', 'E_UNSAFE_OWNER'],
    other: ['E_UNSAFE_OWNER', 'E_UNSAFE_OWNER'],
    async make(repo) {
      chownSync(repo.root, 12345, 12345)
      return { isUnreadable: true }
    },
  },
]
