import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Family, families } from './families.ts'
import { type Failure, runFamily } from './run-family.ts'
import { vectors } from './vectors.ts'

export interface OracleSettings {
  /** Where the vectors lie; the project's own copy where absent. */
  readonly directory?: string
  /** Where to write the product's answers, one file a family. */
  readonly answers?: string
  readonly strict: boolean
}

const shown = 3
const widest = 600

/** Runs every family, printing as it goes. The exit code: 0 where something was answered and nothing failed. */
export async function oracle(settings: OracleSettings, print: (line: string) => void): Promise<number> {
  const count = { answered: 0, passed: 0, failed: 0 }
  if (settings.answers !== undefined) mkdirSync(settings.answers, { recursive: true })
  for (const family of families) {
    const cases = read(family, settings.directory)
    if (cases === undefined) continue
    if (typeof cases === 'string') {
      print(cases)
      count.failed++
      continue
    }
    if (family.answer === undefined) {
      print(`${family.name}: skipped, the product does not answer it yet`)
      continue
    }
    const { total, passed, excepted, failures, notRendered, answers } = await runFamily(
      family,
      cases,
      settings.strict,
    )
    const more = notRendered > 0 ? `, ${notRendered} not rendered here` : ''
    print(`${family.name}: ${passed}/${total} (${excepted})${more}`)
    for (const failure of failures.slice(0, shown)) print(describe(failure))
    if (failures.length > shown) print(`  and ${failures.length - shown} more`)
    if (settings.answers !== undefined) {
      const text = answers.map(answer => `${JSON.stringify(answer)}\n`).join('')
      writeFileSync(join(settings.answers, `${family.name}.jsonl`), text)
    }
    count.answered += answers.length
    count.passed += passed
    count.failed += failures.length
  }
  if (count.answered + count.failed === 0) print(`no vectors in ${settings.directory}`)
  print(`${count.passed} passed, ${count.failed} failed`)
  return count.failed > 0 || count.answered === 0 ? 1 : 0
}

/** The vectors; what is wrong with their file where it cannot be read, so that it hides no other family. */
function read(family: Family, directory: string | undefined): ReturnType<typeof vectors> | string {
  try {
    return vectors(family, directory)
  } catch (error) {
    return (error as Error).message
  }
}

/** One failure in three lines, cut where it is long. */
export function describe(failure: Failure): string {
  const cut = (value: unknown): string => {
    const text = JSON.stringify(value) ?? 'nothing'
    return text.length > widest ? `${text.slice(0, widest)}…` : text
  }
  return `  ${failure.id}\n    expected ${cut(failure.expected)}\n    got      ${cut(failure.got)}`
}
