import type { Filters } from '../builtin/store.ts'
import type { CatFile } from '../objects/cat-file.ts'
import type { SystemGit } from './run-git.ts'

/** The filters of a path, run by the user's Git as `git checkout` and `git add` run them. */
export function systemFilters(git: SystemGit, { read }: CatFile): Filters {
  return {
    async smudge(path, oid) {
      const { status, stdout } = await git.run(['cat-file', '--filters', `--path=${path}`, oid])
      return status === 0 ? stdout : undefined
    },
    async clean(path, content) {
      const oid = await git.ask(['hash-object', '-w', '--stdin', `--path=${path}`], { input: content })
      return (await read(oid.toString().trimEnd())).data
    },
  }
}
