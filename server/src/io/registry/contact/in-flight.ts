import { setMaxListeners } from 'node:events'
import { failure } from '../../../flux/failure.ts'
import type { TagProgress } from '../../../ports.ts'

type Progress = (progress: TagProgress) => void

/** Lets callers that want the same thing at the same time wait for one undertaking. */
export interface InFlight {
  /** Joins the undertaking of that key, or begins it. It is cancelled when the last who waits has gone. */
  share<T>(
    key: string,
    signal: AbortSignal,
    onProgress: Progress | undefined,
    begin: (signal: AbortSignal, onProgress: Progress) => Promise<T>,
  ): Promise<T>
}

interface Undertaking {
  readonly result: Promise<unknown>
  readonly controller: AbortController
  readonly listeners: Set<Progress>
  waiting: number
}

export function createInFlight(): InFlight {
  const running = new Map<string, Undertaking>()

  function begin<T>(
    key: string,
    work: (signal: AbortSignal, onProgress: Progress) => Promise<T>,
  ): Undertaking {
    const controller = new AbortController()
    setMaxListeners(0, controller.signal)
    const listeners = new Set<Progress>()
    const tell: Progress = progress => {
      for (const listener of listeners) listener(progress)
    }
    const result = work(controller.signal, tell).finally(() => {
      if (running.get(key) === undertaking) running.delete(key)
    })
    // Whoever waits sees the failure; without anybody left it concerns nobody.
    result.catch(() => undefined)
    const undertaking = { result, controller, listeners, waiting: 0 }
    running.set(key, undertaking)
    return undertaking
  }

  function leave(key: string, undertaking: Undertaking): void {
    undertaking.waiting--
    if (undertaking.waiting > 0) return
    undertaking.controller.abort()
    if (running.get(key) === undertaking) running.delete(key)
  }

  return {
    async share(key, signal, onProgress, work) {
      const cancelled = failure('E_CANCELLED', 'Cancelled.')
      if (signal.aborted) throw cancelled
      const undertaking = running.get(key) ?? begin(key, work)
      undertaking.waiting++
      // A function of its own, so that one who waits twice is called twice.
      const listener: Progress = progress => onProgress?.(progress)
      undertaking.listeners.add(listener)
      return new Promise((resolve, reject) => {
        const cancel = () => {
          leave(key, undertaking)
          reject(cancelled)
        }
        signal.addEventListener('abort', cancel, { once: true })
        undertaking.result
          // One key is one kind of result: `share` is called with one `begin` for it.
          .then(value => resolve(value as Awaited<ReturnType<typeof work>>), reject)
          .finally(() => {
            signal.removeEventListener('abort', cancel)
            undertaking.listeners.delete(listener)
          })
      })
    },
  }
}
