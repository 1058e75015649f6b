import { isMainThread, workerData } from 'node:worker_threads'

/**
 * Has a program that was started in a process group of its own end where we do: in a program of one thread by the
 * signals that stop it, which are sent again afterwards; in the server's thread, which hears of none, by the thread that
 * ends it (`relay/core.ts`), from the ids that are kept for it. Returns what to call once the program has ended.
 *
 * @param kill ends the program; for the signals
 */
export function endsWithUs(pid: number | undefined, kill: () => void): () => void {
  if (pid === undefined) return () => undefined
  return isMainThread ? onSignals(kill) : noted(pid)
}

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

function onSignals(kill: () => void): () => void {
  const take = (signal: NodeJS.Signals) => {
    kill()
    off()
    // Whoever else has heard of it decides what becomes of us.
    if (process.listenerCount(signal) === 0) process.kill(process.pid, signal)
  }
  const off = () => {
    for (const signal of signals) process.off(signal, take)
  }
  for (const signal of signals) process.on(signal, take)
  return off
}

/** In the first slot that is free. Where none is, the program ends by its own deadline. */
function noted(pid: number): () => void {
  const shared: unknown = Reflect.get(Object(workerData), 'children')
  if (!(shared instanceof SharedArrayBuffer)) return () => undefined
  const slots = new Int32Array(shared)
  const slot = slots.findIndex((_, at) => Atomics.compareExchange(slots, at, 0, pid) === 0)
  return () => {
    if (slot >= 0) Atomics.compareExchange(slots, slot, pid, 0)
  }
}
