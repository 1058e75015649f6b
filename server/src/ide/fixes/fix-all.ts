import { type Snapshot, withFiles } from '../../flux/workspace/snapshot.ts'
import type { Diagnostic, Edit, Fix } from '../answers.ts'
import { diagnoser, type SeverityOverrides } from '../diagnostics.ts'
import { edited } from './edited.ts'

/** As many rounds as fixes may uncover others; each fixes at least one thing. */
const rounds = 10

/**
 * The texts of files after every sure fix: of what is certainly wrong, or an old API version, and has one fix
 * only. What needs a choice, and what only may be wrong, is left to a person.
 */
export function fixAll(
  snapshot: Snapshot,
  paths: readonly string[],
  overrides: SeverityOverrides = new Map(),
): ReadonlyMap<string, string> {
  const texts = new Map<string, string>()
  let current = snapshot
  for (let round = 0; round < rounds; round++) {
    const fixes = paths
      .flatMap(diagnoser(current, overrides))
      .filter(isSure)
      .flatMap(({ fixes: [first] }) => first ?? [])
    const changed = edited(current, apart(fixes))
    if (changed.size === 0) return texts
    for (const [path, text] of changed) texts.set(path, text)
    current = withFiles(current, changed)
  }
  return texts
}

function isSure({ severity, code, fixes }: Diagnostic): boolean {
  return fixes.length === 1 && !fixes[0]?.isGuess && (severity === 'error' || isMigration(code))
}

/** What is written for an older Flux, and means the same to every newer one. */
function isMigration(code: string): boolean {
  return code.endsWith('-api-version') || code === 'iua-template-removed-field'
}

/** The edits of fixes, each whole or not at all: one that touches another before it gets its turn in the next round. */
function apart(fixes: readonly Fix[]): readonly Edit[] {
  const kept: Edit[] = []
  const isTaken = ({ path, span }: Edit) =>
    kept.some(one => one.path === path && one.span[0] <= span[1] && span[0] <= one.span[1])
  for (const { edits } of fixes) if (!edits.some(isTaken)) kept.push(...edits)
  return kept
}
