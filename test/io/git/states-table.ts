import type { Outcome, State } from './state.ts'

/** The table of docs/git.md: what comes of a bump in each state, with `fluxmark.git.engine` at `auto`. */
export function statesTable(states: readonly State[]): string {
  const rows = states.map(({ name, current, other, isByHand }) => {
    const cells = [current, other].map((outcomes = ['commit', 'commit'] as const) => cell(outcomes))
    return `| ${name}${isByHand ? ' ¹' : ''} | ${cells.join(' | ')} |`
  })
  return ['| state | on the branch that is checked out | on another branch |', '|---|---|---|', ...rows].join(
    '\n',
  )
}

function cell([builtin, system]: readonly [Outcome, Outcome]): string {
  if (builtin === 'commit') return 'committed'
  return system === 'commit' ? 'committed by your Git' : `\`${system}\``
}
