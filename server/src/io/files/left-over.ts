import { randomBytes } from 'node:crypto'
import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'

/** Names that a file has while it is written: this form's, and the one of earlier versions. */
const temporary = /^\.(?:fluxmark-|.*\.fluxmark-)(\d+)(?:-[0-9a-f]+)?$/

/** A name for a file while this process writes it: short, so that no file has too long a name for it. */
export function temporaryName(): string {
  return `.fluxmark-${process.pid}-${randomBytes(4).toString('hex')}`
}

/** Whether a file is one that is being written, or was when the writer was killed: never an input. */
export function isTemporary(name: string): boolean {
  return name.includes('fluxmark-') && temporary.test(name)
}

/** Removes what writers that are no more left in a folder. What cannot be removed stays. */
export function removeLeftOvers(folder: string): void {
  try {
    for (const name of readdirSync(folder)) {
      const pid = isTemporary(name) ? temporary.exec(name)?.[1] : undefined
      if (pid !== undefined && hasEnded(Number(pid))) rmSync(join(folder, name), { force: true })
    }
  } catch {
    // Where the folder cannot be listed or changed, the write that follows says why.
  }
}

/** Whether no process has that number. */
function hasEnded(pid: number): boolean {
  if (!(pid > 0)) return false
  try {
    process.kill(pid, 0)
    return false
  } catch (error) {
    return Reflect.get(Object(error), 'code') === 'ESRCH'
  }
}
