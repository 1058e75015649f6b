import { failure } from '../../flux/failure.ts'
import type { Clock } from '../../ports.ts'

/** Keeps what credential programs said for five minutes, since some of them take seconds. */
export interface ProgramMemory {
  /** The kept answer, or that of `run`, which all who ask meanwhile share. Failures are kept as well. */
  ask<T>(
    host: string,
    program: string,
    signal: AbortSignal,
    run: (signal: AbortSignal) => Promise<T>,
  ): Promise<T>
  forget(host: string): void
}

export function createProgramMemory(clock: Clock): ProgramMemory {
  const kept = new Map<
    string,
    { readonly host: string; readonly until: number; readonly answer: Promise<unknown> }
  >()

  return {
    async ask(host, program, signal, run) {
      const key = JSON.stringify([host, program])
      const known = kept.get(key)
      const isFresh = known !== undefined && known.until > clock.now()
      // Not the caller's signal: others may wait for the same answer. The program has its own deadline.
      const answer = isFresh ? known.answer : run(new AbortController().signal)
      if (!isFresh) kept.set(key, { host, until: clock.now() + KEPT, answer })
      // One key is one kind of answer: the program named in it.
      return (await orCancelled(answer, signal)) as Awaited<ReturnType<typeof run>>
    },
    forget(host) {
      for (const [key, entry] of kept) if (entry.host === host) kept.delete(key)
    },
  }
}

const KEPT = 300_000

function orCancelled<T>(answer: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const cancel = () => reject(failure('E_CANCELLED', 'Cancelled.'))
    if (signal.aborted) cancel()
    signal.addEventListener('abort', cancel, { once: true })
    answer.then(resolve, reject).finally(() => signal.removeEventListener('abort', cancel))
  })
}
