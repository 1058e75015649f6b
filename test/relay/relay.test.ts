import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import type { Channel } from '../../server/src/relay/channel.ts'
import { coreStarter } from '../../server/src/relay/core.ts'
import type { Message } from '../../server/src/relay/message.ts'
import { relay } from '../../server/src/relay/relay.ts'

/**
 * An editor on a relay whose core is `blocking-core.ts`, given up after a second of silence by a clock that runs only from
 * `wait` to the next message for the user: a core that is slow to start on a busy machine is not silent.
 */
function editor(context: TestContext) {
  const seen: Message[] = []
  const waiting = new Set<() => void>()
  let say: (message: Message) => void = () => undefined
  let codeOf: (code: number) => void = () => undefined
  const exited = new Promise<number>(resolve => {
    codeOf = resolve
  })
  const channel: Channel = {
    send: text => {
      const message: Message = JSON.parse(text)
      seen.push(message)
      if (message.method === 'window/showMessage') isRunning = false
      for (const look of waiting) look()
    },
    listen: onMessage => {
      say = onMessage
    },
  }
  const timers = new Set<NodeJS.Timeout>()
  let isRunning = false
  let time = 0
  const { end } = relay({
    channel,
    startCore: coreStarter(new URL('./blocking-core.js', import.meta.url)),
    exit: code => codeOf(code),
    now: () => time,
    every: (ms, tick) => {
      const ticking = setInterval(() => {
        if (isRunning) time += ms
        tick()
      }, ms)
      timers.add(ticking)
    },
    patience: 1000,
  })
  context.after(async () => {
    for (const timer of timers) clearInterval(timer)
    await end()
  })
  let ids = 0

  /** The first message, past or to come, that is as wanted. */
  function message(isIt: (message: Message) => boolean): Promise<Message> {
    return new Promise(resolve => {
      const look = () => {
        const found = seen.find(isIt)
        if (found === undefined) return
        waiting.delete(look)
        resolve(found)
      }
      waiting.add(look)
      look()
    })
  }

  return {
    exited,
    message,
    seen,
    wait() {
      isRunning = true
    },
    notify: (method: string, params: unknown) => say({ jsonrpc: '2.0', method, params }),
    request: (method: string, params: unknown = {}) => {
      const id = ++ids
      say({ jsonrpc: '2.0', id, method, params })
      return { id, answer: message(one => one.id === id && one.method === undefined) }
    },
    open(uri: string, text: string) {
      this.notify('textDocument/didOpen', { textDocument: { uri, languageId: 'yaml', version: 1, text } })
    },
    change(uri: string, version: number, text: string) {
      this.notify('textDocument/didChange', { textDocument: { uri, version }, contentChanges: [{ text }] })
    },
    async hover(uri: string) {
      return (await this.request('textDocument/hover', { textDocument: { uri } }).answer).result
    },
    async start() {
      const { result } = await this.request('initialize').answer
      this.notify('initialized', {})
      return result
    },
  }
}

test('a document that the core is stuck on is left out and named; the others are there with their newest text', async context => {
  const it = editor(context)
  assert.deepEqual(await it.start(), { generation: 0, leftOut: [] })
  it.open('file:///w/good.yaml', 'one')
  it.change('file:///w/good.yaml', 2, 'two')
  assert.equal(await it.hover('file:///w/good.yaml'), 'two')
  it.wait()
  it.open('file:///w/big%20one.yaml', 'stuck, and larger than the other')
  const { answer } = it.request('textDocument/hover', { textDocument: { uri: 'file:///w/good.yaml' } })
  assert.match((await answer).error?.message ?? '', /^Fluxmark was busy for \d+ seconds\.$/)
  const { params } = await it.message(({ method }) => method === 'window/showMessage')
  const said = String(Reflect.get(Object(params), 'message'))
  assert.match(said, /big one\.yaml is too large for it, and left out until the server is restarted\.$/)
  assert.equal(await it.hover('file:///w/big%20one.yaml'), null)
  // The first ones may come while the new core is being told, or be refused while the old one is ended.
  let text: unknown = null
  while (text === null || text === undefined) text = await it.hover('file:///w/good.yaml')
  assert.equal(text, 'two')
  it.change('file:///w/good.yaml', 3, 'three')
  assert.equal(await it.hover('file:///w/good.yaml'), 'three')
  assert.equal(it.seen.filter(({ method }) => method === 'window/showMessage').length, 1)
})

test('while the core is busy, what is cancelled is answered, and the shutdown is', async context => {
  const it = editor(context)
  await it.start()
  it.wait()
  it.open('file:///w/a.yaml', 'stuck')
  const hover = it.request('textDocument/hover', { textDocument: { uri: 'file:///w/a.yaml' } })
  it.notify('$/cancelRequest', { id: hover.id })
  const shutdown = it.request('shutdown')
  // Either the relay has answered for the busy core, or that one has been given up meanwhile.
  assert.ok([-32800, -32603].includes((await hover.answer).error?.code ?? 0))
  await shutdown.answer
  assert.equal((await it.request('textDocument/hover').answer).error?.code, -32600)
  it.notify('exit', null)
  assert.equal(await it.exited, 0)
})

test('a core that ends by itself is replaced', async context => {
  const it = editor(context)
  await it.start()
  it.open('file:///w/a.yaml', 'end')
  const { params } = await it.message(({ method }) => method === 'window/showMessage')
  assert.match(String(Reflect.get(Object(params), 'message')), /had to start anew.*a\.yaml is too large/)
  it.open('file:///w/b.yaml', 'b')
  let text: unknown = null
  while (text === null) text = await it.hover('file:///w/b.yaml')
  assert.equal(text, 'b')
})

test('before it is initialized no request is answered with anything else', async context => {
  const it = editor(context)
  assert.equal((await it.request('textDocument/hover').answer).error?.code, -32002)
  it.notify('exit', null)
  assert.equal(await it.exited, 1)
})
