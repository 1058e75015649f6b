import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Workspaces in fixture form (see test/fixture.ts): `bad` with the finding marked, `good` without any of this code. */
export interface Example {
  readonly bad: string
  readonly good: string
}

/**
 * Every code's example: what documents it in docs/diagnostics.md, and what is run as its test. The examples of
 * `ide/checks/FOLDER/NAME.ts` stand in `test/ide/examples/FOLDER/NAME.txt`; `#= CODE bad` and `#= CODE good` begin one.
 */
export function readExamples(): ReadonlyMap<string, Example> {
  const folder = join(import.meta.dirname, '../../../test/ide/examples')
  const examples = new Map<string, Example>()
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(isExamples)) {
    for (const part of readFileSync(join(folder, name), 'utf8').split(/^#= /m).slice(1)) {
      const [head = '', ...lines] = part.replace(/\n$/, '').split('\n')
      const [code = '', kind] = head.split(' ')
      const known = examples.get(code) ?? { bad: '', good: '' }
      examples.set(code, { ...known, [kind === 'bad' ? 'bad' : 'good']: lines.join('\n') })
    }
  }
  return examples
}

function isExamples(name: string): boolean {
  return name.endsWith('.txt')
}
