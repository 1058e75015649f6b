import { visible } from '../../text/foreign.ts'
import type { ClusterObject } from './cluster-reading.ts'
import { agrees, type Compared, type Comparing, differs, lags } from './compared.ts'
import { readyOf } from './conditions.ts'
import { jsonAt, jsonText } from './json-at.ts'
import { nextRun } from './next-run.ts'

/** Whether an automation runs as it should, and whether what it pushed last is known here. */
export function compareAutomation({ now, commits }: Comparing, object: ClusterObject): Compared {
  const { spec, status } = object
  if (jsonAt(spec, 'suspend') === true) return agrees()
  if (readyOf(object).ready === false) return differs()
  const time = jsonText(status, 'lastAutomationRunTime')
  const run = nextRun('run', { time, interval: jsonText(spec, 'interval'), now })
  const pushed = jsonText(status, 'lastPushCommit')
  const commit =
    pushed !== undefined && commits.get(pushed) === 'missing'
      ? [`Its last commit, ${visible(pushed.slice(0, 7))}, is not in this clone: git fetch brings it.`]
      : []
  if (run === undefined) return differs('It has not run yet.')
  if (run.isOverdue) return lags(`It does not run as often as spec.interval says: ${run.words}.`, ...commit)
  return agrees(`${run.words.slice(0, 1).toUpperCase()}${run.words.slice(1)}.`, ...commit)
}
