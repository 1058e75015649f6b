import { renameSync, symlinkSync, unlinkSync } from 'node:fs'
import type { State } from '../state.ts'

/** Where the repository, its working tree and its refs lie. */
export const worktreeStates: readonly State[] = [
  {
    name: 'a linked worktree',
    async make(repo) {
      await repo.git('worktree', 'add', '-q', '-b', 'side', '../side')
      return { root: repo.path('../side') }
    },
  },
  {
    name: 'a linked worktree of a bare repository',
    async make(repo) {
      await repo.git('clone', '-q', '--bare', repo.root, '../bare.git')
      await repo.gitIn(repo.path('../bare.git'), ['worktree', 'add', '-q', '-b', 'side', '../side'])
      return { root: repo.path('../side') }
    },
  },
  {
    name: 'a working tree elsewhere (core.worktree)',
    current: ['E_NO_REPO', 'E_NO_REPO'],
    other: ['E_NO_REPO', 'E_NO_REPO'],
    async make(repo) {
      await repo.git('config', 'core.worktree', '../../home')
      return { isUnreadable: true }
    },
  },
  {
    name: 'extensions.worktreeConfig',
    async make(repo) {
      await repo.git('config', 'extensions.worktreeConfig', 'true')
      await repo.git('config', '--worktree', 'user.name', 'Grace Hopper')
      return undefined
    },
  },
  {
    name: 'a submodule, as its own repository',
    async make(repo) {
      await repo.git('clone', '-q', repo.root, '../origin')
      await repo.git('submodule', '--quiet', 'add', '../origin', 'sub')
      return { root: repo.path('sub') }
    },
  },
  {
    name: 'a .git folder elsewhere (git init --separate-git-dir)',
    async make(repo) {
      await repo.git('init', '-q', '--separate-git-dir', '../elsewhere')
      return undefined
    },
  },
  {
    name: 'a .git file that leads nowhere',
    current: ['E_GITFILE', 'E_GITFILE'],
    other: ['E_GITFILE', 'E_GITFILE'],
    async make(repo) {
      await repo.git('worktree', 'add', '-q', '-b', 'side', '../side')
      renameSync(repo.path('.git/worktrees'), repo.path('.git/gone'))
      return { root: repo.path('../side'), isUnreadable: true }
    },
  },
  {
    name: 'packed refs and packed objects',
    async make(repo) {
      await repo.git('pack-refs', '--all')
      await repo.git('gc', '-q', '--prune=now')
      return undefined
    },
  },
  {
    name: 'a branch that is a symbolic ref to another one',
    async make(repo) {
      await repo.git('branch', 'real')
      await repo.git('symbolic-ref', 'refs/heads/main', 'refs/heads/real')
      return undefined
    },
  },
  {
    name: 'HEAD as a symbolic link (core.preferSymlinkRefs)',
    async make(repo) {
      unlinkSync(repo.path('.git/HEAD'))
      symlinkSync('refs/heads/main', repo.path('.git/HEAD'))
      return undefined
    },
  },
  {
    name: 'the other branch exists',
    async make(repo) {
      await repo.git('branch', 'flux-image-updates')
      return undefined
    },
  },
  {
    name: 'the other branch checked out in another worktree',
    other: ['E_BRANCH_CHECKED_OUT', 'E_BRANCH_CHECKED_OUT'],
    async make(repo) {
      await repo.git('worktree', 'add', '-q', '-b', 'flux-image-updates', '../side')
      return undefined
    },
  },
  {
    name: 'the other branch being rebased in another worktree',
    other: ['E_BRANCH_CHECKED_OUT', 'E_BRANCH_CHECKED_OUT'],
    async make(repo) {
      await repo.git('worktree', 'add', '-q', '-b', 'flux-image-updates', '../side')
      await repo.gitIn(repo.path('../side'), ['commit', '-q', '--allow-empty', '-m', 'x'])
      await repo.gitIn(repo.path('../side'), [
        '-c',
        'sequence.editor=echo break >',
        'rebase',
        '-q',
        '-i',
        'HEAD^',
      ])
      return undefined
    },
  },
  {
    name: 'a branch in the way of its name (flux-image-updates/x)',
    other: ['E_BRANCH_NAME', 'E_BRANCH_NAME'],
    async make(repo) {
      await repo.git('branch', 'flux-image-updates/x')
      return undefined
    },
  },
  {
    name: 'an empty folder where the branch goes',
    async make(repo) {
      await repo.git('branch', 'flux-image-updates/x')
      await repo.git('pack-refs', '--all', '--prune')
      await repo.git('branch', '-D', 'flux-image-updates/x')
      return undefined
    },
  },
  {
    name: 'detached HEAD',
    current: ['E_DETACHED', 'E_DETACHED'],
    async make(repo) {
      await repo.git('checkout', '-q', '--detach')
      return undefined
    },
  },
  {
    name: 'a branch without a commit',
    current: ['E_UNBORN', 'E_UNBORN'],
    other: ['E_UNBORN', 'E_UNBORN'],
    async make(repo) {
      await repo.git('checkout', '-q', '--orphan', 'fresh')
      return undefined
    },
  },
  {
    name: "the branch's lock there",
    current: ['E_REF_LOCKED', 'E_REF_LOCKED'],
    async make(repo) {
      repo.write('.git/refs/heads/main.lock', '')
      return undefined
    },
  },
  {
    name: "HEAD's lock there",
    current: ['E_REF_LOCKED', 'E_REF_LOCKED'],
    async make(repo) {
      repo.write('.git/HEAD.lock', '')
      return undefined
    },
  },
]
