import { count } from '../../ide/texts/words.ts'
import type { Summary } from './report.ts'

/** A report's summary in one line. */
export function summaryText({ files, markers, policies, errors, warnings, outdated }: Summary): string {
  const looked = [count(files, 'file'), count(markers, 'marker'), count(policies, 'policy', 'policies')]
  const found = [count(errors, 'error'), count(warnings, 'warning'), `${outdated} outdated`]
  return `${looked.join(', ')}: ${found.join(', ')}`
}
