import { chmodSync } from 'node:fs'
import type { TemporaryRepository } from '../repositories/temporary-repository.ts'
import type { State } from '../state.ts'

const needsSystem = ['E_NEED_SYSTEM_GIT', 'commit'] as const
const refused = ['E_NEED_SYSTEM_GIT', 'E_HOOK'] as const

function hook(
  repo: TemporaryRepository,
  name: string,
  script: string,
  mode = 0o755,
  folder = '.git/hooks',
): undefined {
  repo.write(`${folder}/${name}`, `#!/bin/sh\n${script}\n`)
  chmodSync(repo.path(folder, name), mode)
}

/** Each hook fails where it does not see the bump and nothing but the bump. */
const seesTheBump = `
test "$(git diff --cached --name-only)" = apps/web.yaml || exit 3
test "$(git diff --cached --numstat | cut -f1,2 | tr '\\t' ,)" = 1,1 || exit 4
test "$(git symbolic-ref HEAD)" != "" || exit 5`

/** Hooks of each kind. */
export const hookStates: readonly State[] = [
  {
    name: 'a pre-commit hook that accepts, other changes staged and unstaged',
    current: needsSystem,
    other: needsSystem,
    async make(repo) {
      repo.write('README.md', 'staged\n')
      await repo.git('add', 'README.md')
      repo.write('apps/web.yaml', `# mine\n${repo.read('apps/web.yaml')}`)
      return hook(repo, 'pre-commit', seesTheBump)
    },
  },
  {
    name: 'a pre-commit hook that refuses',
    current: refused,
    other: refused,
    make: async repo => hook(repo, 'pre-commit', 'echo "no bumps on Fridays" >&2; exit 1'),
  },
  {
    name: 'a commit-msg hook that refuses',
    current: refused,
    other: refused,
    make: async repo => hook(repo, 'commit-msg', 'grep -q JIRA "$1"'),
  },
  {
    name: 'prepare-commit-msg, commit-msg and post-commit hooks',
    current: needsSystem,
    other: needsSystem,
    async make(repo) {
      hook(repo, 'prepare-commit-msg', 'printf "\\nBranch: %s\\n" "$(git branch --show-current)" >> "$1"')
      hook(repo, 'commit-msg', 'grep -q "^Branch: [a-z]" "$1"')
      return hook(repo, 'post-commit', 'exit 0')
    },
  },
  {
    name: 'a reference-transaction hook that accepts',
    current: needsSystem,
    other: needsSystem,
    make: async repo => hook(repo, 'reference-transaction', 'cat > /dev/null'),
  },
  {
    name: 'a post-index-change hook',
    current: needsSystem,
    other: needsSystem,
    make: async repo => hook(repo, 'post-index-change', 'exit 0'),
  },
  {
    name: 'hooks in core.hooksPath',
    current: refused,
    other: refused,
    async make(repo) {
      await repo.git('config', 'core.hooksPath', '.husky')
      repo.write('.husky/pre-commit', '#!/bin/sh\nexit 1\n')
      chmodSync(repo.path('.husky/pre-commit'), 0o755)
      await repo.git('add', '.husky')
      await repo.git('commit', '-q', '--no-verify', '-m', 'hooks')
      return undefined
    },
  },
  {
    name: 'a hook, and core.hooksPath=/dev/null',
    async make(repo) {
      hook(repo, 'pre-commit', 'exit 1')
      await repo.git('config', 'core.hooksPath', '/dev/null')
      return undefined
    },
  },
  {
    name: 'a hook that is not executable',
    make: async repo => hook(repo, 'pre-commit', 'exit 1', 0o644),
  },
  {
    name: 'a pre-commit hook with a split index and another hunk of the file staged',
    current: needsSystem,
    other: needsSystem,
    async make(repo) {
      repo.write('apps/web.yaml', `# mine\n${repo.read('apps/web.yaml')}`)
      await repo.git('add', 'apps/web.yaml')
      await repo.git('config', 'core.splitIndex', 'true')
      await repo.git('update-index', '--split-index')
      return hook(repo, 'pre-commit', seesTheBump)
    },
  },
]
