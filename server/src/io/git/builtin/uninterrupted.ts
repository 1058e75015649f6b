import { setImmediate } from 'node:timers/promises'
import { countUnbroken } from '../../threads/unbroken.ts'

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/**
 * Runs a short step to its end even where the process is told to stop meanwhile, so that no lock stays behind; the
 * signal is sent again afterwards, unless the program handles it itself.
 */
export async function uninterrupted<T>(step: () => T | Promise<T>): Promise<T> {
  const arrived = new Set<NodeJS.Signals>()
  const note = (signal: NodeJS.Signals) => arrived.add(signal)
  for (const signal of signals) process.on(signal, note)
  countUnbroken(1)
  try {
    return await step()
  } finally {
    countUnbroken(-1)
    // What arrived during a synchronous step is only heard of in the next turns of the event loop.
    await setImmediate()
    await setImmediate()
    for (const signal of signals) process.off(signal, note)
    for (const signal of arrived) if (process.listenerCount(signal) === 0) process.kill(process.pid, signal)
  }
}
