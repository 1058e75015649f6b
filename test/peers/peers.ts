import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { inspect } from 'node:util'
import type { Row, Suite } from './suite.ts'

export interface PeersSettings {
  /** Where the suites' data lie, each in a folder of its name. */
  readonly folder: string
  /** Names of suites; all where there is none. */
  readonly only: readonly string[]
  /** How many disagreements of a suite to print. */
  readonly shown: number
  /** A file for all disagreements, a line of JSON each. */
  readonly out?: string
}

/** Runs the suites, printing `N/M agree` for each. The exit code: 1 where one falls under its mark. */
export async function peers(
  suites: readonly Suite[],
  settings: PeersSettings,
  print: (line: string) => void,
): Promise<number> {
  const chosen = suites.filter(({ name }) => settings.only.length === 0 || settings.only.includes(name))
  const total = { agree: 0, all: 0 }
  const below: string[] = []
  const lines: string[] = []
  for (const suite of chosen) {
    const found = await run(suite, join(settings.folder, suite.name))
    const isBelow = found.agree + found.unanswered < suite.mark
    for (const row of found.wrong.slice(0, settings.shown)) print(shortened(row))
    const remarks = [
      `${found.agree}/${found.all} agree`,
      ...(found.unanswered > 0 ? [`${found.unanswered} not rendered here`] : []),
      ...(isBelow ? [`the mark is ${suite.mark}`] : []),
    ]
    print(`${suite.name}: ${remarks.join(', ')}`)
    if (isBelow) below.push(suite.name)
    total.agree += found.agree
    total.all += found.all
    lines.push(...found.wrong.map(row => JSON.stringify({ suite: suite.name, ...row })))
  }
  if (settings.out !== undefined) writeFileSync(settings.out, lines.map(line => `${line}\n`).join(''))
  print(`total: ${total.agree}/${total.all} agree`)
  if (below.length > 0) print(`below the mark: ${below.join(', ')}`)
  return below.length > 0 ? 1 : 0
}

interface Found {
  readonly agree: number
  readonly unanswered: number
  readonly all: number
  readonly wrong: readonly Row[]
}

async function run(suite: Suite, folder: string): Promise<Found> {
  const rows: Row[] = []
  for await (const row of suite.rows(folder)) rows.push(row.ok ? { id: row.id, ok: true } : row)
  const others = rows.filter(({ ok }) => !ok)
  const wrong = others.filter(({ isUnanswered }) => isUnanswered !== true)
  return {
    agree: rows.length - others.length,
    unanswered: others.length - wrong.length,
    all: rows.length,
    wrong,
  }
}

function shortened({ id, ours, theirs }: Row): string {
  const cut = (value: unknown): string => inspect(value, { depth: 6, breakLength: 110 }).slice(0, 1500)
  return `  ${id}\n    theirs ${cut(theirs)}\n    ours   ${cut(ours)}`
}
