import { execFile } from 'node:child_process'
import { join } from 'node:path'

/** What a run of the built program gave. */
export interface Run {
  readonly code: number
  readonly out: string
  readonly err: string
}

/** Runs `node dist/main.js …` as a user would, in a folder and with a home of its own. */
export function fluxmark(cwd: string, home: string, ...args: readonly string[]): Promise<Run> {
  return fluxmarkWith({}, cwd, home, ...args)
}

/** The same with more in its environment. */
export function fluxmarkWith(
  more: Readonly<Record<string, string>>,
  cwd: string,
  home: string,
  ...args: readonly string[]
): Promise<Run> {
  const main = join(import.meta.dirname, '../../../dist/main.js')
  const env = { PATH: process.env.PATH, HOME: home, ...more }
  return new Promise(resolve => {
    execFile(
      process.execPath,
      [main, ...args],
      { cwd, env, encoding: 'utf8', maxBuffer: 1 << 26 },
      (error, out, err) => {
        resolve({
          code: typeof error?.code === 'number' ? error.code : error ? -1 : 0,
          out,
          err: withoutTime(err),
        })
      },
    )
  })
}

/** How long a check took, and how far it is, is said from a second on: that is the machine's. */
function withoutTime(err: string): string {
  return err.replace(/^(?:fluxmark: \d+ files? in [\d.]+ s|checked \d+ of \d+ files)\n/gm, '')
}
