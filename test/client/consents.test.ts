import assert from 'node:assert/strict'
import { register } from 'node:module'
import { beforeEach, test } from 'node:test'

/** What is kept of the user's consent, and what becomes of questions, beside a stand-in for the editor's API. */

interface Question {
  readonly text: string
  /** What the user clicks. */
  readonly click: (title: string | undefined) => void
}

const editor = { questions: [] as Question[], ran: [] as string[] }
Reflect.set(globalThis, 'editorOfTheConsents', editor)

const standIn = `
  const editor = globalThis.editorOfTheConsents
  const ask = (text, _, ...items) =>
    new Promise(resolve => editor.questions.push({ text, click: title => resolve(items.find(item => item.title === title)) }))
  export const window = { showInformationMessage: ask, showWarningMessage: ask, showErrorMessage: ask }
  export const commands = { executeCommand: async name => void editor.ran.push(name) }
  export const ProgressLocation = {}
  export class CancellationTokenSource {
    #listeners = []
    token = { onCancellationRequested: listener => (this.#listeners.push(listener), { dispose: () => {} }) }
    cancel() { for (const listener of this.#listeners) listener() }
  }
`
const moduleOf = (text: string) => `data:text/javascript,${encodeURIComponent(text)}`
const client = `export const MessageType = { Error: 1, Warning: 2, Info: 3 }`
register(
  moduleOf(`const stands = ${JSON.stringify({ vscode: moduleOf(standIn), 'vscode-languageclient': moduleOf(client) })}
    export const resolve = (name, context, next) =>
      stands[name] ? { url: stands[name], shortCircuit: true } : next(name, context)`),
)
const { createConsents } = await import('../../client/src/registries/consent.ts')
const { CancellationTokenSource } = (await import('vscode')) as typeof import('vscode')

beforeEach(() => {
  Object.assign(editor, { questions: [], ran: [] })
})

function start() {
  const memory = new Map<string, unknown>()
  const consents = createConsents({
    keys: () => [...memory.keys()],
    get: <T>(key: string, usual?: T) => (memory.get(key) ?? usual) as T,
    update: async (key: string, value: unknown) => void memory.set(key, value),
  })
  const server = new CancellationTokenSource()
  const question = {
    type: 3 as const,
    message: 'May Fluxmark ask r.test?',
    actions: [{ title: 'Allow', allowHost: 'r.test' }, { title: 'Not now' }],
  }
  return { consents, server, answer: consents.answer(question, server.token) }
}

test('the consent that a question is answered with is kept, and forgotten when that is wanted', async () => {
  const { consents, answer } = start()
  editor.questions[0]?.click('Allow')
  assert.equal((await answer)?.title, 'Allow')
  await consents.allow('other.test')
  assert.deepEqual([consents.hosts(), consents.forges()], [['other.test', 'r.test'], []])
  await consents.forget()
  assert.deepEqual(consents.hosts(), [])
})

test('a question that was answered elsewhere is put away, and its late answer does nothing', async () => {
  const { consents, server, answer } = start()
  server.cancel()
  assert.equal(await answer, null)
  assert.deepEqual(editor.ran, ['notifications.hideToasts'])
  editor.questions[0]?.click('Allow')
  await new Promise(resolve => setImmediate(resolve))
  assert.deepEqual(consents.hosts(), [])
})

test('so is one of a server that is gone', async () => {
  const { consents, answer } = start()
  consents.dropQuestions()
  assert.equal(await answer, null)
  editor.questions[0]?.click('Allow')
  await new Promise(resolve => setImmediate(resolve))
  assert.deepEqual(consents.hosts(), [])
})
