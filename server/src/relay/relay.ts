import { forMessage } from '../text/foreign.ts'
import type { Channel } from './channel.ts'
import type { Core, StartCore } from './core.ts'
import { documentOf, errors, idsPerCore, isWellFormed, type Message, type Outgoing } from './message.ts'
import { createOpenDocuments } from './open-documents.ts'
import { createSuspicion } from './suspicion.ts'
import { createTraces } from './traces.ts'

export interface RelayOptions {
  readonly channel: Channel
  readonly startCore: StartCore
  /** Ends the process. */
  readonly exit: (code: number) => void
  /** Ms since any moment. */
  readonly now: () => number
  /** Calls back every so many ms, for ever. */
  readonly every: (ms: number, tick: () => void) => void
  /** Ms for which the core may be silent before it is given up. */
  readonly patience: number
}

export interface Relay {
  /** Ends the core, after the step that it must not break off. */
  end(): Promise<void>
}

/**
 * The thread that speaks to the editor: it hands messages to a core in another thread and back, and is never busy
 * itself. So whatever the core is at, a request that is cancelled is answered, and the server shuts down at once.
 * A core that answers nothing for `patience` ms, or ends by itself, is replaced: the new one is sent the
 * documents that are open, but for the one that was too much, which is reported to the user.
 */
export function relay({ channel, startCore, exit, now, every, patience }: RelayOptions): Relay {
  const documents = createOpenDocuments()
  const traces = createTraces()
  const suspicion = createSuspicion(now)
  /** By id: the method of what the editor waits for. */
  const pending = new Map<number | string, { readonly method: string; readonly uri: string | undefined }>()
  /** Answered already: what the core says to them as well is dropped. */
  const answered = new Set<number | string>()
  /** What is to be answered soon even if the core is busy: what was cancelled, and the shutdown. */
  const impatient = new Set<number | string>()
  const leftOut = new Set<string>()
  let generation = 0
  let initialize: Message | undefined
  let isInitialized = false
  let isShutDown = false
  let isReplaying = false
  /** When the ping that the core has not answered yet was sent; undefined where it has answered all. */
  let pinged: number | undefined
  let pings = 0
  let lastPing = now()
  let core: Core | undefined = start()

  channel.listen(take, () => finish(isShutDown ? 0 : 1))
  every(200, tick)
  return { end }

  function start(): Core {
    const born = generation
    const firstPing = pings
    return startCore(
      { generation: born, leftOut: [...leftOut] },
      {
        onMessage: message => born === generation && give(message),
        onPong: ping => {
          if (born !== generation || ping < firstPing) return
          pinged = undefined
          suspicion.answered()
        },
        onEnd: why => born === generation && replace(`Fluxmark had to start anew: ${why}`),
      },
    )
  }

  function send(message: object): void {
    channel.send(JSON.stringify({ jsonrpc: '2.0', ...message }))
  }

  /** From the editor. */
  function take(message: Message): void {
    const { method, id } = message
    if (method === undefined) takeAnswer(message)
    else if (id === undefined || id === null) takeNotification(message, method)
    else takeRequest(message, method, id)
  }

  function takeRequest(message: Message, method: string, id: number | string): void {
    if (isShutDown) {
      send({ id, error: { code: errors.invalidRequest, message: 'The server is shutting down.' } })
      return
    }
    if (initialize === undefined && method !== 'initialize') {
      send({ id, error: { code: errors.notInitialized, message: 'The server has not been initialized.' } })
      return
    }
    if (method === 'initialize') {
      if (initialize !== undefined) {
        send({
          id,
          error: { code: errors.invalidRequest, message: 'The server has been initialized already.' },
        })
        return
      }
      initialize = message
    }
    if (method === 'shutdown') {
      isShutDown = true
      impatient.add(id)
    }
    const uri = documentOf(message)
    if (core === undefined || (uri !== undefined && leftOut.has(uri))) {
      send({ id, result: null })
      return
    }
    pending.set(id, { method, uri })
    core.say({ message })
  }

  function takeAnswer(message: Message): void {
    // An answer to an earlier core concerns nobody.
    if (typeof message.id === 'number' && Math.floor(message.id / idsPerCore) === generation)
      core?.say({ message })
  }

  function takeNotification(message: Message, method: string): void {
    if (method === 'exit') {
      finish(isShutDown ? 0 : 1)
      return
    }
    if (initialize === undefined || isShutDown || !isWellFormed(message)) return
    if (method === 'initialized') isInitialized = true
    if (method === '$/cancelRequest') cancel(message)
    const uri = documentOf(message)
    documents.note(message)
    if (uri !== undefined && leftOut.has(uri)) return
    if (uri !== undefined) suspicion.touched(uri)
    core?.say({ message })
  }

  /** What only looks need not wait for a busy core; a command may have done something, and says so itself. */
  function cancel({ params }: Message): void {
    const id: unknown = Reflect.get(Object(params), 'id')
    if (typeof id !== 'number' && typeof id !== 'string') return
    const method = pending.get(id)?.method
    if (method !== undefined && method !== 'workspace/executeCommand' && method !== 'initialize')
      impatient.add(id)
  }

  /** From the core. */
  function give(message: Outgoing): void {
    const { id, method, text } = message
    if (method === undefined && id !== undefined) {
      pending.delete(id)
      impatient.delete(id)
      if (answered.delete(id)) return
      if (isReplaying && id === replayed) {
        replayRest()
        return
      }
    }
    traces.note(message)
    channel.send(text)
  }

  /** Answers in the core's stead what will not wait for it. */
  function answerImpatient(): void {
    for (const id of impatient) {
      const method = pending.get(id)?.method
      impatient.delete(id)
      if (!pending.delete(id)) continue
      answered.add(id)
      const cancelled = { error: { code: errors.requestCancelled, message: 'Cancelled.' } }
      send({ id, ...(method === 'shutdown' ? { result: null } : cancelled) })
    }
  }

  function tick(): void {
    if (core === undefined) return
    const since = pinged === undefined ? 0 : now() - pinged
    if (isReplaying || since > 200) answerImpatient()
    if (since > patience && !core.isUnbroken()) {
      replace(`Fluxmark was busy for ${Math.round(since / 1000)} seconds`)
    } else if (pinged === undefined && (pending.size > 0 || now() - lastPing >= 1000)) {
      lastPing = now()
      pinged = lastPing
      core.say({ ping: pings++ })
    }
  }

  /** Ends the core, and starts one that knows what it knew but for what was too much. */
  function replace(why: string): void {
    void core?.end()
    core = undefined
    generation++
    pinged = undefined
    const waiting = [...pending.values()].flatMap(({ uri }) => uri ?? [])
    const culprit = suspicion.culprit(waiting, uri => documents.sizeOf(uri))
    if (culprit !== undefined) leftOut.add(culprit)
    for (const id of pending.keys()) {
      send({ id, error: { code: errors.internal, message: `${why}.` } })
    }
    pending.clear()
    answered.clear()
    impatient.clear()
    for (const message of traces.takeBack(() => `relay-${generation}`)) send(message)
    tell(why, culprit)
    if (generation > mostCores) return
    core = start()
    if (initialize === undefined) return
    isReplaying = true
    core.say({ message: { ...initialize, id: replayed } })
  }

  /** What the editor said after the answer to `initialize`. */
  function replayRest(): void {
    isReplaying = false
    const rest: readonly Message[] = [
      ...(isInitialized ? [{ jsonrpc: '2.0' as const, method: 'initialized', params: {} }] : []),
      ...documents.messages(),
    ]
    for (const message of rest) {
      const uri = documentOf(message)
      if (uri === undefined || !leftOut.has(uri)) core?.say({ message })
    }
  }

  function tell(why: string, culprit: string | undefined): void {
    const name = culprit === undefined ? '' : nameOf(culprit)
    const what =
      culprit !== undefined
        ? `: ${name} is too large for it, and left out until the server is restarted`
        : generation > mostCores
          ? '. This workspace is too large for it, and it does nothing more until it is restarted'
          : ''
    send({ method: 'window/showMessage', params: { type: 2, message: forMessage(`${why}${what}.`) } })
    if (culprit === undefined) return
    send({ method: 'textDocument/publishDiagnostics', params: { uri: culprit, diagnostics: [] } })
  }

  async function end(): Promise<void> {
    const ending = core?.end()
    core = undefined
    generation++
    // A thread that hangs in the system's hands must not keep the process.
    await Promise.race([ending, new Promise(resolve => setTimeout(resolve, 6000).unref())])
  }

  function finish(code: number): void {
    void end().then(() => exit(code))
  }
}

/** The name of a document for people; as it is written, where it is no UTF-8. */
function nameOf(uri: string): string {
  const name = uri.replace(/^.*\//, '')
  try {
    return decodeURIComponent(name)
  } catch {
    return name
  }
}

/** The id of the `initialize` that a new core is sent; no editor's. */
const replayed = 'relay-initialize'

/** How often a core is replaced before one gives up. */
const mostCores = 5
