import { isMainThread, workerData } from 'node:worker_threads'

/** What a program's end is tied to. */
export interface EndsWithUs {
  /** It runs: by the id of its process. */
  started(pid: number | undefined): void
  /** It has ended; may be said again. */
  over(): void
}

/**
 * Has a program that is started in a process group of its own end where we do: in a program of one thread by the
 * signals that stop it, which are sent again afterwards; in the server's thread, which hears of none, by the thread that
 * ends it (`relay/core.ts`), from the ids that are kept for it. Called before the program is started: a signal may come
 * while it is.
 *
 * @param kill ends the program; for the signals
 */
export function endsWithUs(kill: () => void): EndsWithUs {
  return isMainThread ? { started: () => undefined, over: onSignals(kill) } : noted()
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
function noted(): EndsWithUs {
  const shared: unknown = Reflect.get(Object(workerData), 'children')
  const slots = shared instanceof SharedArrayBuffer ? new Int32Array(shared) : undefined
  let held: { readonly slot: number; readonly pid: number } | undefined
  return {
    started(pid) {
      if (slots === undefined || pid === undefined) return
      const slot = slots.findIndex((_, at) => Atomics.compareExchange(slots, at, 0, pid) === 0)
      if (slot >= 0) held = { slot, pid }
    },
    over() {
      if (slots && held) Atomics.compareExchange(slots, held.slot, held.pid, 0)
      held = undefined
    },
  }
}
