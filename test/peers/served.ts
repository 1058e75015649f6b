import { Client } from '../lsp/client.ts'
import { brokenTexts } from './broken-texts.ts'
import type { Suite } from './suite.ts'

const count = 500
/** Milliseconds in which an answer must come. */
const patience = 20_000

/** Broken texts through the language server itself: it answers after each, and lives to the end. */
export const servedSuite: Suite = {
  name: 'served',
  mark: 501,
  async *rows(folder) {
    const all = [...brokenTexts(folder)]
    const chosen = Array.from({ length: count }, (_, at) => all[Math.floor((at * all.length) / count)])
    const client = new Client()
    await client.request('initialize', { processId: null, rootUri: null, capabilities: {} })
    client.notify('initialized', {})
    for (const [at, broken] of chosen.entries()) {
      if (!broken) continue
      const { id, text } = broken
      const uri = `file:///broken/${at}.yaml`
      client.notify('textDocument/didOpen', {
        textDocument: { uri, languageId: 'yaml', version: 1, text: `${text}\n# {"$imagepolicy": "a:b"}\n` },
      })
      const answer = await within(
        client.request('textDocument/hover', { textDocument: { uri }, position: { line: 0, character: 1 } }),
      )
      client.notify('textDocument/didClose', { textDocument: { uri } })
      yield answer === undefined ? { id, ok: true } : { id, ok: false, ours: answer, theirs: text }
      if (answer === 'no answer') return
    }
    const code = await client.end()
    yield { id: 'the server ends when it is told to', ok: code === 0, ours: code }
  },
}

/** Undefined where it was answered; else what went wrong. */
async function within(answer: Promise<unknown>): Promise<string | undefined> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<string>(resolve => {
    timer = setTimeout(() => resolve('no answer'), patience)
  })
  const failed = answer.then(
    () => undefined,
    (error: Error) => error.message,
  )
  const outcome = await Promise.race([failed, late])
  clearTimeout(timer)
  return outcome
}
