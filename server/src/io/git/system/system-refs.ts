import type { Store } from '../builtin/store.ts'
import { type Config, lastValue } from '../config/read-config.ts'
import type { Repository } from '../locate.ts'
import { checkedOutAt } from '../refs/checked-out-at.ts'
import type { SystemGit } from './run-git.ts'

/** The refs as the user's Git tells them, however they are kept. */
export function systemRefs(
  git: SystemGit,
  repository: Repository,
  config: Config,
): Pick<Store, 'head' | 'ref' | 'refs' | 'target' | 'checkedOutAt'> {
  const target: Store['target'] = async name => {
    const { status, stdout } = await git.run(['symbolic-ref', '-q', name])
    return status === 0 ? stdout.toString().trimEnd() : name
  }
  const ref: Store['ref'] = async name => {
    const args = ['rev-parse', '-q', '--verify', `${name}^{commit}`]
    const { status, stdout } = await git.run(args)
    // Status 1 says that there is none, any other that Git cannot tell.
    return status === 1 ? undefined : (status === 0 ? stdout : await git.ask(args)).toString().trimEnd()
  }
  return {
    target,
    ref,
    async head() {
      const [name, oid] = await Promise.all([target('HEAD'), ref('HEAD')])
      return { ...(name === 'HEAD' ? {} : { ref: name }), ...(oid === undefined ? {} : { oid }) }
    },
    async refs(prefix) {
      const list = await git.ask(['for-each-ref', '--format=%(objectname) %(refname)', prefix])
      const refs = [...list.toString().matchAll(/^(\w+) (.+)$/gm)]
      return new Map(refs.map(([, oid = '', name = '']) => [name, oid]))
    },
    checkedOutAt: async name =>
      lastValue(config, 'extensions.refstorage') === 'reftable'
        ? listedWorktree(git, repository, name)
        : checkedOutAt(repository, config, name),
  }
}

/** Where `HEAD` is no file, Git has to say what each worktree is on. */
async function listedWorktree(
  git: SystemGit,
  { root }: Repository,
  ref: string,
): Promise<string | undefined> {
  const list = (await git.ask(['worktree', 'list', '--porcelain'])).toString()
  const worktrees = [...list.matchAll(/^worktree (.*)\n(?:.+\n)*?branch (.*)$/gm)]
  return worktrees.find(([, path, branch]) => branch === ref && path !== root)?.[1]
}
