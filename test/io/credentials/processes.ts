import { existsSync, readFileSync } from 'node:fs'

/** The process ids that a stand-in has written to a file, once they are all there. */
export async function written(file: string): Promise<readonly number[]> {
  for (;;) {
    const text = existsSync(file) ? readFileSync(file, 'utf8') : ''
    if (text.endsWith('\n')) return text.trim().split(' ').map(Number)
    await soon()
  }
}

/** Waits until a process is no more, or only its exit status is left. */
export async function ended(pid: number): Promise<void> {
  while (isAlive(pid)) await soon()
}

function isAlive(pid: number): boolean {
  try {
    if (process.platform !== 'linux') return process.kill(pid, 0)
    return !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))
  } catch {
    return false
  }
}

function soon(): Promise<void> {
  return new Promise(resolve => setTimeout(resolve, 20))
}
