import { renameSync } from 'node:fs'
import { hasCode } from '../../has-code.ts'

/** Renames a file over another one. On Windows that fails while somebody reads the other one: then it is tried for half a second. */
export function renameOver(from: string, to: string): void {
  for (let tries = process.platform === 'win32' ? 20 : 1; ; tries--) {
    try {
      renameSync(from, to)
      return
    } catch (error) {
      if (tries <= 1 || !hasCode(error, 'EPERM', 'EACCES', 'EBUSY')) throw error
    }
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 25)
  }
}
