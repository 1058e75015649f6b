import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'

/** A plain JSON-RPC client of `node dist/main.js lsp --stdio`: no library, as any editor might be written. */
export class Client {
  readonly #child: ChildProcess
  readonly #waiting = new Map<number, (message: Message) => void>()
  readonly #expecting: { method: string; isIt: (params: never) => boolean; give: (params: never) => void }[] =
    []
  readonly #seen: { method: string; params: unknown }[] = []
  readonly #answers: Readonly<Record<string, (params: never) => unknown>>
  /** Everything that the server has said, as it came. */
  readonly transcript: string[] = []
  #buffer = Buffer.alloc(0)
  #id = 0

  /** `answers` are the client's own replies to the server's requests, by method. */
  constructor(
    answers: Readonly<Record<string, (params: never) => unknown>> = {},
    env: NodeJS.ProcessEnv = process.env,
    launcher: readonly string[] = [],
  ) {
    this.#answers = answers
    const main = join(import.meta.dirname, '../../../dist/main.js')
    const [command = '', ...args] = [...launcher, process.execPath, main, 'lsp', '--stdio']
    this.#child = spawn(command, args, {
      stdio: ['pipe', 'pipe', 'inherit'],
      env,
    })
    this.#child.stdout?.on('data', chunk => this.#read(chunk))
  }

  /** The server's process. */
  get pid(): number | undefined {
    return this.#child.pid
  }

  request<T>(method: string, params: unknown): Promise<T> {
    return this.cancellable<T>(method, params).answer
  }

  /** The same, with the id by which it can be cancelled. */
  cancellable<T>(method: string, params: unknown): { readonly id: number; readonly answer: Promise<T> } {
    const id = ++this.#id
    this.#send({ jsonrpc: '2.0', id, method, params })
    const answer = new Promise<T>((resolve, reject) => {
      this.#waiting.set(id, ({ result, error }) =>
        error ? reject(Object.assign(new Error(error.message), { code: error.code })) : resolve(result as T),
      )
    })
    return { id, answer }
  }

  notify(method: string, params: unknown): void {
    this.#send({ jsonrpc: '2.0', method, params })
  }

  /** The first notification, past or to come, that is as wanted. */
  notification<T>(method: string, isIt: (params: T) => boolean): Promise<T> {
    const past = this.#seen.find(one => one.method === method && isIt(one.params as T))
    if (past) return Promise.resolve(past.params as T)
    return new Promise(give => this.#expecting.push({ method, isIt: isIt as never, give: give as never }))
  }

  /** Shuts the server down as the protocol has it; the exit code. */
  async end(): Promise<number | null> {
    await this.request('shutdown', null)
    return this.exit()
  }

  /** Ends the server, whatever its state; the exit code. */
  async exit(): Promise<number | null> {
    const exit = new Promise<number | null>(resolve => this.#child.once('exit', resolve))
    this.notify('exit', null)
    return exit
  }

  #send(message: unknown): void {
    const body = Buffer.from(JSON.stringify(message))
    this.#child.stdin?.write(`Content-Length: ${body.length}\r\n\r\n`)
    this.#child.stdin?.write(body)
  }

  #read(chunk: Buffer): void {
    this.#buffer = Buffer.concat([this.#buffer, chunk])
    for (;;) {
      const head = this.#buffer.indexOf('\r\n\r\n')
      if (head < 0) return
      const length = Number(/Content-Length: (\d+)/i.exec(this.#buffer.toString('latin1', 0, head))?.[1])
      if (this.#buffer.length < head + 4 + length) return
      const body = this.#buffer.toString('utf8', head + 4, head + 4 + length)
      this.#buffer = this.#buffer.subarray(head + 4 + length)
      this.transcript.push(body)
      this.#take(JSON.parse(body))
    }
  }

  #take(message: Message): void {
    const { id, method, params } = message
    if (method === undefined) {
      this.#waiting.get(Number(id))?.(message)
    } else if (id !== undefined) {
      void Promise.resolve(this.#answers[method]?.(params as never)).then(result =>
        this.#send({ jsonrpc: '2.0', id, result: result ?? null }),
      )
    } else {
      const index = this.#expecting.findIndex(one => one.method === method && one.isIt(params as never))
      if (index < 0) this.#seen.push({ method, params })
      else this.#expecting.splice(index, 1)[0]?.give(params as never)
    }
  }
}

interface Message {
  readonly id?: number | string
  readonly method?: string
  readonly params?: unknown
  readonly result?: unknown
  readonly error?: { readonly code: number; readonly message: string }
}
