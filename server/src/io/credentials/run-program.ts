import { type ChildProcess, spawn } from 'node:child_process'
import { homedir } from 'node:os'
import { failure } from '../../flux/failure.ts'
import type { Environment } from '../network/proxy.ts'
import { endsWithUs } from '../threads/ends-with-us.ts'

export interface Run {
  /** An absolute path, from `findProgram`. */
  readonly program: string
  readonly args: readonly string[]
  readonly input: string
  readonly env: Environment
  /** Milliseconds. */
  readonly timeout: number
  readonly signal: AbortSignal
  /** Bytes of standard output; 64 KiB where absent. */
  readonly maxBytes?: number
  /** Whether what it says on standard error is wanted; never of a program that may print a secret there. */
  readonly hearsErrors?: boolean
}

export interface Outcome {
  readonly status: number | null
  readonly stdout: string
  /** The first 64 KiB of it; empty where it is not wanted. */
  readonly stderr: string
}

/**
 * Runs a program without a shell, from the user's home, until its deadline; then it and what it started are killed, and so
 * they are where we end before it.
 * Rejects with E_HELPER_TIMEOUT, E_CANCELLED, or E_HELPER where it cannot be started or says more than it may.
 */
export function runProgram(run: Run): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const us = endsWithUs(() => cancel())
    const child = startedOr(run, error => {
      us.over()
      reject(failure('E_HELPER', `${run.program} could not be started.`, error))
    })
    if (child === undefined) return
    us.started(child.pid)
    const chunks: Buffer[] = []
    const errors: Buffer[] = []
    let [size, errorSize] = [0, 0]
    const { maxBytes = MAX_BYTES } = run

    const end = (settle: () => void) => {
      us.over()
      clearTimeout(timer)
      run.signal.removeEventListener('abort', cancel)
      settle()
    }
    const stop = (error: Error) => {
      kill(child.pid)
      child.stdout?.destroy()
      child.stderr?.destroy()
      end(() => reject(error))
    }
    const cancel = () => stop(failure('E_CANCELLED', 'Cancelled.'))
    const timer = setTimeout(() => {
      stop(
        failure(
          'E_HELPER_TIMEOUT',
          `${run.program} gave no answer within ${Math.ceil(run.timeout / 1000)} s.`,
        ),
      )
    }, run.timeout)
    run.signal.addEventListener('abort', cancel)

    child.on('error', error =>
      end(() => reject(failure('E_HELPER', `${run.program} could not be started.`, error))),
    )
    child.stdout?.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size > maxBytes) stop(failure('E_HELPER', `${run.program} said more than ${maxBytes} bytes.`))
      else chunks.push(chunk)
    })
    child.stderr?.on('data', (chunk: Buffer) => {
      errorSize += chunk.length
      if (errorSize <= MAX_BYTES) errors.push(chunk)
    })
    child.on('close', status =>
      end(() => {
        const text = (parts: readonly Buffer[]) => Buffer.concat(parts).toString('utf8')
        resolve({ status, stdout: text(chunks), stderr: text(errors) })
      }),
    )
    // A helper that does not read its input closes the pipe early.
    child.stdin?.on('error', () => undefined)
    child.stdin?.end(run.input)
    if (run.signal.aborted) cancel()
  })
}

/** Most reasons for which a program does not start come as an event later; some are thrown. */
function startedOr(run: Run, failed: (error: unknown) => void): ChildProcess | undefined {
  try {
    return spawn(run.program, [...run.args], {
      cwd: homedir(),
      env: { ...run.env, NoDefaultCurrentDirectoryInExePath: '1' },
      stdio: ['pipe', 'pipe', run.hearsErrors ? 'pipe' : 'ignore'],
      // A group of its own, so that a script's children end with it.
      detached: process.platform !== 'win32',
      windowsHide: true,
    })
  } catch (error) {
    failed(error)
    return undefined
  }
}

const MAX_BYTES = 64 << 10

function kill(pid: number | undefined): void {
  if (pid === undefined) return
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, 'SIGKILL')
  } catch {
    // It has ended by itself.
  }
}
