import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads'

/** Said instead of an answer: the computation was cut off. */
export interface TooSlow {
  readonly tooSlow: true
  /** How long it was given, in ms. */
  readonly after: number
}

export function isTooSlow(answer: unknown): answer is TooSlow {
  return typeof answer === 'object' && answer !== null && 'tooSlow' in answer
}

/**
 * A pure computation in a thread of its own, with a deadline for each question, so that the thread that serves the
 * editor is free meanwhile. The thread starts with the first question and stays; one that is too slow ends it, and the
 * next question starts another. Questions are answered one after the other; the deadline counts from a question's turn.
 */
export class Bounded<Question, Answer> {
  readonly #entry: URL
  readonly #role: string
  readonly #deadline: number
  #worker: Worker | undefined
  #turn: Promise<unknown> = Promise.resolve()

  /**
   * @param entry the module that calls `serve` with `role`; in the bundle that is the bundle itself
   * @param deadline in ms
   */
  constructor(entry: URL, role: string, deadline: number) {
    this.#entry = entry
    this.#role = role
    this.#deadline = deadline
  }

  /** Question and answer are plain values, which are copied. Rejects where the computation throws: a bug of ours. */
  ask(question: Question): Promise<Answer | TooSlow> {
    return this.askOf(() => question)
  }

  /**
   * The same of a question that is made when its turn comes. `thread` is another object for each thread that was started:
   * what one has been told already need not be copied again.
   */
  askOf(makeQuestion: (thread: object) => Question): Promise<Answer | TooSlow> {
    const answer = this.#turn.then(() => this.#ask(makeQuestion))
    this.#turn = answer.catch(() => {})
    return answer
  }

  /** Ends the thread, and with it a question that is under way, which counts as too slow. */
  async close(): Promise<void> {
    const worker = this.#worker
    this.#worker = undefined
    await worker?.terminate()
  }

  async #ask(makeQuestion: (thread: object) => Question): Promise<Answer | TooSlow> {
    const worker = await this.#running()
    // An idle thread keeps no process alive, a working one does.
    worker.ref()
    const timer = setTimeout(() => void this.close(), this.#deadline)
    try {
      worker.postMessage(makeQuestion(worker))
      const message = await nextMessage(worker)
      return message === undefined ? { tooSlow: true, after: this.#deadline } : (message.data as Answer)
    } finally {
      clearTimeout(timer)
      worker.unref()
    }
  }

  /** A thread that is ready: the time to load its code is not the question's. */
  async #running(): Promise<Worker> {
    if (this.#worker !== undefined) return this.#worker
    const worker = new Worker(this.#entry, { workerData: { role: this.#role }, resourceLimits })
    this.#worker = worker
    const gone = (): void => {
      if (this.#worker === worker) this.#worker = undefined
    }
    worker.on('error', gone).on('exit', gone)
    if ((await nextMessage(worker)) === undefined)
      throw new Error(`the thread for ${this.#role} did not start`)
    return worker
  }
}

const resourceLimits = { maxOldGenerationSizeMb: 512 }

/** What the thread says next; undefined where it ends instead: stopped, or out of memory. */
function nextMessage(worker: Worker): Promise<{ readonly data: unknown } | undefined> {
  return new Promise((resolve, reject) => {
    const settle = (done: () => void): void => {
      worker.off('message', onMessage).off('error', onError).off('exit', onExit)
      done()
    }
    const onMessage = (data: unknown): void => settle(() => resolve({ data }))
    const onExit = (): void => settle(() => resolve(undefined))
    const onError = (error: Error & { readonly code?: string }): void =>
      settle(() => (error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? resolve(undefined) : reject(error)))
    worker.on('message', onMessage).on('error', onError).on('exit', onExit)
  })
}

/**
 * Answers questions, where this thread was started for `role`; else does nothing. Called when the module loads, so
 * that the module can be a thread's entry, alone or as part of the bundle.
 */
export function serve<Question, Answer>(role: string, compute: (question: Question) => Answer): void {
  if (isMainThread || parentPort === null || workerData?.role !== role) return
  const port = parentPort
  port.on('message', (question: Question) => port.postMessage(compute(question)))
  port.postMessage('ready')
}
