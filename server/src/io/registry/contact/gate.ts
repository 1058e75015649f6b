import { failure } from '../../../flux/failure.ts'

/** Lets so many exchanges run at the same time: for each host, and in all. */
export interface Gate {
  /** Runs `work` when it is its turn. A cancelled wait rejects with E_CANCELLED and leaves the queue. */
  run<T>(host: string, limit: number, signal: AbortSignal, work: () => Promise<T>): Promise<T>
}

interface Waiting {
  readonly host: string
  readonly limit: number
  readonly start: () => void
}

/** First come, first served, but nobody waits behind a host that is busy. */
export function createGate(total: number): Gate {
  const running = new Map<string, number>()
  const queue: Waiting[] = []

  const sum = () => [...running.values()].reduce((all, one) => all + one, 0)
  const isFree = ({ host, limit }: Waiting) => (running.get(host) ?? 0) < limit && sum() < total

  function next(): void {
    const index = queue.findIndex(isFree)
    const [first] = index < 0 ? [] : queue.splice(index, 1)
    if (first === undefined) return
    running.set(first.host, (running.get(first.host) ?? 0) + 1)
    first.start()
    next()
  }

  function leave(host: string): void {
    const left = (running.get(host) ?? 1) - 1
    if (left === 0) running.delete(host)
    else running.set(host, left)
    next()
  }

  function turn(host: string, limit: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const cancel = () => {
        queue.splice(queue.indexOf(waiting), 1)
        reject(failure('E_CANCELLED', 'Cancelled.'))
      }
      const start = () => {
        signal.removeEventListener('abort', cancel)
        resolve()
      }
      const waiting = { host, limit, start }
      queue.push(waiting)
      if (signal.aborted) cancel()
      else signal.addEventListener('abort', cancel, { once: true })
      next()
    })
  }

  return {
    async run(host, limit, signal, work) {
      await turn(host, limit, signal)
      try {
        return await work()
      } finally {
        leave(host)
      }
    },
  }
}
