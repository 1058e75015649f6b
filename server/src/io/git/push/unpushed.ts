import { isFailure } from '../../../flux/failure.ts'
import type { CommitPlan, CommitResult, FileEdit } from '../../../ports.ts'
import { builtinLimit } from '../builtin/builtin-limit.ts'
import type { Store } from '../builtin/store.ts'
import { withStore } from '../builtin/with-store.ts'
import type { GitOptions } from '../config/git-options.ts'
import { editFiles } from '../objects/edit-files.ts'
import { parseCommit } from '../objects/parse-commit.ts'
import { openRepository } from '../open-repository.ts'
import { chooseTarget } from '../refs/choose-target.ts'
import { isPushed } from '../refs/is-pushed.ts'

/** How many commits back a value may have come into its branch. */
const limit = 1000

/**
 * The commit that brought a plan's values into their branch, where no remote is known to have it, see `Git.unpushed`:
 * what a refused or killed push left. Commits that somebody made on top of it are not part of it.
 */
export async function unpushed(
  root: string,
  plan: Omit<CommitPlan, 'message'>,
  options: GitOptions,
): Promise<CommitResult | undefined> {
  const opened = openRepository(root, options)
  return withStore(opened, options, builtinLimit(opened, options.environment), async store => {
    const { branch, tip, isHead } = await chooseTarget(store, plan)
    if (tip === undefined || !(await holds(store, tip, plan.files))) return undefined
    let oid = tip
    for (let n = 0; n < limit; n++) {
      if ((await isPushed(store, oid)) !== undefined) return undefined
      const [parent] = parseCommit((await store.read(oid)).data).parents
      if (parent === undefined || !(await holds(store, parent, plan.files)))
        return { oid, branch, isCheckedOut: isHead, notes: [] }
      oid = parent
    }
    return undefined
  })
}

/** Whether a commit holds every new value already. */
async function holds(store: Store, oid: string, files: readonly FileEdit[]): Promise<boolean> {
  try {
    const { tree } = parseCommit((await store.read(oid)).data)
    return (await editFiles(store, tree, files)).length === 0
  } catch (error) {
    if (isFailure(error)) return false
    throw error
  }
}
