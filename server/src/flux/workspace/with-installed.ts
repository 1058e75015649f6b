import type { Installed } from '../version/installed.ts'
import { type Snapshot, withRules } from './snapshot.ts'
import type { Rules } from './source-file.ts'

/** The snapshot with other rules of the editor's; what live clusters run stays. */
export function withGiven(snapshot: Snapshot, { installed: _, ...rules }: Rules): Snapshot {
  const { installed } = snapshot.given
  return withRules(snapshot, installed ? { ...rules, installed } : rules)
}

/** The snapshot with what live clusters run, where no file tells; the same one where that is the same. */
export function withInstalled(snapshot: Snapshot, news: readonly Installed[]): Snapshot {
  const { installed = [], ...rules } = snapshot.given
  if (JSON.stringify(news) === JSON.stringify(installed)) return snapshot
  return withRules(snapshot, news.length > 0 ? { ...rules, installed: news } : rules)
}
