import { Worker } from 'node:worker_threads'
import type { CoreStart, FromCore, Outgoing, ToCore } from './message.ts'

/** A thread with the language server in it, as the relay sees it. */
export interface Core {
  say(message: ToCore): void
  /** Ends the thread; what it must not break off it may end first, for five seconds. */
  end(): Promise<void>
  /** Whether a step is under way that must not be broken off. */
  isUnbroken(): boolean
}

export interface CoreEvents {
  readonly onMessage: (message: Outgoing) => void
  readonly onPong: (ping: number) => void
  /** The thread has ended without being told to: out of memory, or a bug of ours. */
  readonly onEnd: (why: string) => void
}

export type StartCore = (start: Omit<CoreStart, 'role' | 'unbroken' | 'children'>, events: CoreEvents) => Core

/** Starts cores in threads whose code is `entry`, the bundle itself. */
export function coreStarter(entry: URL): StartCore {
  return (start, { onMessage, onPong, onEnd }) => {
    const unbroken = new SharedArrayBuffer(4)
    const children = new SharedArrayBuffer(4 * mostChildren)
    const workerData: CoreStart = { role: 'lsp', unbroken, children, ...start }
    const worker = new Worker(entry, { workerData, argv: process.argv.slice(2) })
    let isEnding = false
    let why = 'it ended'
    worker.on('message', (message: FromCore) => {
      if (isEnding) return
      if ('pong' in message) onPong(message.pong)
      else onMessage(message)
    })
    worker.on('error', error => {
      const isMemory = Reflect.get(error, 'code') === 'ERR_WORKER_OUT_OF_MEMORY'
      why = isMemory ? 'it ran out of memory' : (error.stack ?? error.message)
    })
    worker.on('exit', () => {
      endAll(children)
      if (!isEnding) onEnd(why)
    })
    const isUnbroken = () => Atomics.load(new Int32Array(unbroken), 0) > 0
    return {
      say: message => worker.postMessage(message),
      async end() {
        isEnding = true
        for (let turn = 0; turn < 250 && isUnbroken(); turn++) await new Promise(next => setTimeout(next, 20))
        await worker.terminate()
        endAll(children)
      },
      isUnbroken,
    }
  }
}

/** More programs than a core runs at once. */
const mostChildren = 256

/** Ends the programs of a core that has ended: each has a process group of its own. */
function endAll(children: SharedArrayBuffer): void {
  const ids = new Int32Array(children)
  for (const [at, id] of ids.entries()) {
    if (id === 0 || Atomics.exchange(ids, at, 0) === 0) continue
    try {
      process.kill(process.platform === 'win32' ? id : -id, 'SIGKILL')
    } catch {
      // It has ended by itself.
    }
  }
}
