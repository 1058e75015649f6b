import type { ClusterRow } from '../cluster-row.ts'
import type { ClusterVerdict } from '../compared.ts'

/** The reasons of a row in one text, and the controller's own words where it is not ready. */
export function rowReasons({ kind, why, ready, message }: ClusterRow): string {
  // The message of a Deployment is its image.
  const isSaid = kind !== 'Deployment' && ready === false && message !== ''
  return [...why, ...(isSaid ? [`The controller says: ${message}`] : [])].join(' ')
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
