import { codes } from '../checks.ts'
import { manualPage } from './manual-page.ts'

/** What a diagnostic means, by its code; undefined where there is none. */
export function describeDiagnostic(code: string): Readonly<Record<string, unknown>> | undefined {
  const found = codes.find(one => one.code === code)
  if (found === undefined) return undefined
  const { severity, flux } = found
  return { code, severity, default: found.default ?? 'on', flux, help: manualPage(code) }
}
