import { isMainThread, workerData } from 'node:worker_threads'

/**
 * Counts the steps that must not be broken off, for the thread that ends this one: a thread hears of no signal.
 * Called with 1 when a step begins and with -1 when it has ended. In a program of one thread it does nothing.
 */
export function countUnbroken(change: 1 | -1): void {
  const shared: unknown = isMainThread ? undefined : Reflect.get(Object(workerData), 'unbroken')
  if (shared instanceof SharedArrayBuffer) Atomics.add(new Int32Array(shared), 0, change)
}
