import { bump, manifest } from '../bump.ts'
import type { TemporaryRepository } from '../repositories/temporary-repository.ts'
import type { State } from '../state.ts'

const web = 'apps/web.yaml'

/** The file with a hunk of the user's, away from the bump. */
function withHunk(repo: TemporaryRepository, where: 'top' | 'bottom' | 'beside'): void {
  const text = repo.read(web).toString()
  if (where === 'top') repo.write(web, `# mine\n${text}`)
  if (where === 'bottom') repo.write(web, `${text}mine: too\n`)
  if (where === 'beside') repo.write(web, text.replace('value14', 'mine'))
}

/** What the user may have changed, staged or not. */
export const changeStates: readonly State[] = [
  { name: 'a clean working tree', make: async () => undefined },
  {
    name: 'other files changed, staged, added, removed, untracked',
    async make(repo) {
      repo.write('README.md', 'staged\n')
      repo.write('new.txt', 'new\n')
      await repo.git('add', 'README.md', 'new.txt')
      await repo.git('rm', '-q', 'deep/a/b.yaml')
      repo.write('README.md', 'unstaged\n')
      repo.write('untracked.txt', 'untracked\n')
      repo.write('apps/api.yaml', 'unstaged\n')
      return undefined
    },
  },
  {
    name: 'another hunk of the file unstaged',
    async make(repo) {
      withHunk(repo, 'top')
      return undefined
    },
  },
  {
    name: 'the line above the bump unstaged',
    async make(repo) {
      withHunk(repo, 'beside')
      return undefined
    },
  },
  {
    name: 'another hunk of the file staged',
    async make(repo) {
      withHunk(repo, 'top')
      await repo.git('add', web)
      return undefined
    },
  },
  {
    name: 'one hunk of the file staged, another one unstaged',
    async make(repo) {
      withHunk(repo, 'top')
      await repo.git('add', web)
      withHunk(repo, 'bottom')
      return undefined
    },
  },
  {
    name: 'the bump itself staged already',
    async make(repo) {
      repo.write(web, String(bump(manifest())))
      await repo.git('add', web)
      return { isBumpStaged: true }
    },
  },
  {
    name: "the bump's own line staged otherwise",
    current: ['E_STAGED_CONFLICT', 'E_STAGED_CONFLICT'],
    async make(repo) {
      repo.write(web, manifest('acme/web:1.2.9'))
      await repo.git('add', web)
      return undefined
    },
  },
  {
    name: "the file's removal staged",
    current: ['E_STAGED_CONFLICT', 'E_STAGED_CONFLICT'],
    async make(repo) {
      await repo.git('rm', '-q', '--cached', web)
      return undefined
    },
  },
  {
    name: "the file's new name staged",
    current: ['E_STAGED_CONFLICT', 'E_STAGED_CONFLICT'],
    async make(repo) {
      await repo.git('mv', web, 'apps/renamed.yaml')
      return { isDiskLeftAlone: true }
    },
  },
  {
    name: 'the file removed and announced again (git add -N)',
    current: ['E_STAGED_CONFLICT', 'E_STAGED_CONFLICT'],
    async make(repo) {
      await repo.git('rm', '-q', '--cached', web)
      await repo.git('add', '-N', web)
      return undefined
    },
  },
  {
    name: 'a permission of the file staged',
    async make(repo) {
      await repo.git('update-index', '--chmod=+x', web)
      return undefined
    },
  },
  {
    name: 'the file staged as a symbolic link',
    current: ['E_STAGED_CONFLICT', 'E_STAGED_CONFLICT'],
    async make(repo) {
      const oid = (await repo.gitIn(repo.root, ['hash-object', '-w', '--stdin'], 'api.yaml')).trim()
      await repo.git('update-index', '--cacheinfo', `120000,${oid},${web}`)
      return undefined
    },
  },
  {
    name: 'the file not committed yet',
    current: ['E_NOT_TRACKED', 'E_NOT_TRACKED'],
    other: ['E_NOT_TRACKED', 'E_NOT_TRACKED'],
    async make(repo) {
      repo.write('apps/new.yaml', manifest())
      await repo.git('add', 'apps/new.yaml')
      return { path: 'apps/new.yaml' }
    },
  },
]
