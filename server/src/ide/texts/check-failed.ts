import type { CheckFailure } from '../diagnostics.ts'

/** One line for the user about a check that threw. */
export function checkFailed({ code, path, error }: CheckFailure): string {
  const reason = (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? ''
  return `Fluxmark could not run the check ${code} on ${path} (${reason}). Its findings are missing there; all other checks ran. Please report this bug.`
}
