import type { MessagePort } from 'node:worker_threads'
import {
  AbstractMessageReader,
  AbstractMessageWriter,
  type DataCallback,
  type Disposable,
  type Message,
  type MessageReader,
  type MessageWriter,
} from 'vscode-languageserver/node'

/** A connection's two ends in a thread that a relay speaks for (`relay/relay.ts`). */
export interface PortTransport {
  readonly reader: MessageReader
  readonly writer: MessageWriter
}

/**
 * @param firstId added to the ids of this thread's own requests, so that they are none that an earlier thread used
 */
export function portTransport(port: MessagePort, firstId: number): PortTransport {
  return { reader: new Reader(port, firstId), writer: new Writer(port, firstId) }
}

class Reader extends AbstractMessageReader {
  readonly #port: MessagePort
  readonly #firstId: number

  constructor(port: MessagePort, firstId: number) {
    super()
    this.#port = port
    this.#firstId = firstId
  }

  listen(callback: DataCallback): Disposable {
    const take = (said: { readonly message?: Message; readonly ping?: number }): void => {
      if (said.ping !== undefined) this.#port.postMessage({ pong: said.ping })
      else if (said.message !== undefined) this.#give(callback, said.message)
    }
    this.#port.on('message', take)
    return { dispose: () => this.#port.off('message', take) }
  }

  /** What the protocol's library cannot take, such as a cancellation of nothing, is no reason to end. */
  #give(callback: DataCallback, message: Message): void {
    try {
      callback(this.#own(message))
    } catch (error) {
      this.fireError(error)
    }
  }

  /** An answer to a request of this thread, with the id that it knows. */
  #own(message: Message): Message {
    const id: unknown = Reflect.get(message, 'id')
    const isAnswer = !('method' in message) && typeof id === 'number'
    return isAnswer ? ({ ...message, id: id - this.#firstId } as Message) : message
  }
}

class Writer extends AbstractMessageWriter {
  readonly #port: MessagePort
  readonly #firstId: number

  constructor(port: MessagePort, firstId: number) {
    super()
    this.#port = port
    this.#firstId = firstId
  }

  async write(message: Message): Promise<void> {
    const { id, method, params } = message as { id?: number | string; method?: string; params?: unknown }
    const isOwn = method !== undefined && typeof id === 'number'
    const sent = isOwn
      ? { ...message, id: id + this.#firstId }
      : method === '$/cancelRequest'
        ? { ...message, params: { id: Number(Reflect.get(Object(params), 'id')) + this.#firstId } }
        : message
    this.#port.postMessage({
      text: JSON.stringify(sent),
      ...(id !== undefined && { id: isOwn ? id + this.#firstId : id }),
      ...(method !== undefined && { method }),
      ...(method !== undefined && remembered.includes(method) && { params }),
    })
  }

  end(): void {}
}

/** What the relay has to know of: a new thread would not take it back. */
const remembered = ['client/registerCapability', '$/progress']
