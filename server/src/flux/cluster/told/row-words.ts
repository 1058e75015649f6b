import type { ClusterRow } from '../cluster-row.ts'
import type { ClusterVerdict } from '../compared.ts'
import { warningSentences } from './warning-words.ts'

/** The reasons of a row in one text, the controller's own words where it is not ready, and the newest warnings. */
export function rowReasons(row: ClusterRow): string {
  const { kind, why, ready, message } = row
  // The message of a Deployment is its image.
  const isSaid =
    kind !== 'Deployment' && ready === false && message !== '' && !why.join(' ').includes(message)
  const said = isSaid ? [`The controller says: ${message}${/[.…!?]$/.test(message) ? '' : '.'}`] : []
  return [...why, ...said, ...warningSentences(row)].join(' ')
}

/** How many rows have each verdict: `2 agree, 1 differs`; `none` without rows. */
export function verdictCounts(rows: readonly ClusterRow[]): string {
  const verdicts = [...new Set(rows.map(({ verdict }) => verdict))]
  const parts = verdicts.map(verdict => {
    const number = rows.filter(row => row.verdict === verdict).length
    return `${number} ${number === 1 ? verdict : (plural[verdict] ?? verdict)}`
  })
  return parts.join(', ') || 'none'
}

const plural: Partial<Record<ClusterVerdict, string>> = { agrees: 'agree', lags: 'lag', differs: 'differ' }
