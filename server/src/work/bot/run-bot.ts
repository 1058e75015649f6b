import { failureOf } from '../../flux/failure.ts'
import { byRepository, type RepositoryChanges } from '../repository-changes.ts'
import type { PlannedUpdate } from '../update.ts'
import { actOn } from './act.ts'
import type { BotDone, BotOptions, BotRequest } from './bot.ts'
import { closeObsolete } from './close-obsolete.ts'
import { lookAt } from './look.ts'

/**
 * Keeps one pull request open for each group of values that are outdated at the remote: opens what is new, brings up to
 * date what is open, closes what nobody needs any more. Each branch is one commit on top of its base as the remote has
 * it; the remote's branch is replaced only if it is what was fetched, so that of two runs at once one wins. The working
 * tree is not touched. What the world refuses is in `failures`, and stops nothing but what needs it.
 */
export async function runBot(found: PlannedUpdate, options: BotOptions): Promise<BotDone> {
  const requests: BotRequest[] = []
  const skipped: BotDone['skipped'][number][] = []
  const failures: BotDone['failures'][number][] = []
  for (const repository of await repositoriesOf(found)) {
    try {
      const seen = await lookAt(repository, options)
      skipped.push(...seen.skipped)
      const closed = found.isShort ? [] : await closeObsolete(seen, options)
      const acted = await actOn(seen, options)
      requests.push(...closed, ...acted)
      failures.push(...[...closed, ...acted].flatMap(one => one.failure ?? []))
    } catch (error) {
      failures.push(failureOf(error))
    }
  }
  return { requests, skipped, failures }
}

/** The repositories of what the update covers; the folder's own also where that is nothing, since requests may be open. */
async function repositoriesOf(found: PlannedUpdate): Promise<readonly RepositoryChanges[]> {
  const { folder, snapshot } = found
  const wanted = { folder, snapshot, changes: [...found.changes, ...(found.current ?? [])] }
  const repositories = await byRepository(wanted)
  const root = (await folder.session.git.root(folder.root)) ?? folder.root
  if (repositories.some(one => one.root === root)) return repositories
  return [...repositories, { folder, snapshot, changes: [], root, inRepository: plan => plan }]
}
