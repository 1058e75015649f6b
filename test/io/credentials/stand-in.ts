import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A folder for PATH with programs that are shell scripts, and for files; it is removed at the end of the test. */
export interface StandIns {
  readonly folder: string
  /** Puts a program there: the body of a shell script. */
  program(name: string, script: string): void
  file(name: string, text: string): string
}

export function standIns(context: { after(end: () => void): void }): StandIns {
  const folder = mkdtempSync(join(tmpdir(), 'fluxmark-programs-'))
  context.after(() => rmSync(folder, { recursive: true, force: true }))
  return {
    folder,
    program: (name, script) => writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 }),
    file(name, text) {
      writeFileSync(join(folder, name), text)
      return join(folder, name)
    },
  }
}
