import { type Played, played } from '../../flux/played/played.ts'
import { count } from '../texts/words.ts'
import type { Playground } from './playground.ts'

/** How many tags a page of text names. */
const most = 500

/** The playground as a page of plain text, for an editor without web pages. */
export function playgroundText({ title, image, request, created, problem }: Playground): string {
  const result = played(request)
  const { rows, counts } = result
  const width = Math.min(60, Math.max(0, ...rows.slice(0, most).map(({ tag }) => tag.length)))
  const lines = rows.slice(0, most).map(({ tag, stage, key, reason }) =>
    [
      tag.padEnd(width),
      stage.padEnd(12),
      `${key === undefined || key === tag ? '' : `(${key}) `}${reason}`,
      // A tag may have the name of what every object has: `constructor`.
      Object.hasOwn(created, tag) ? created[tag] : '',
    ]
      .join('  ')
      .trimEnd(),
  )
  return [
    `${title}${image === '' ? '' : ` · ${image}`}`,
    '',
    ...(problem === undefined ? [] : [problem, '']),
    counts.map(({ name, count: number }) => `${name} ${number}`).join(' → '),
    headline(result),
    '',
    ...lines,
    ...(rows.length > most ? [`… and ${count(rows.length - most, 'more tag')}`] : []),
    '',
  ].join('\n')
}

/** What came of it, in one line. */
function headline({ problem, selected, other }: Played): string {
  const outcome = problem ?? (selected ? `Selects ${selected.tag}: ${selected.reason}.` : 'Selects nothing.')
  return other ? `${outcome} Flux ${other.flux} selects ${other.selects}.` : outcome
}
