// Every text that somebody outside may write, read from every output of the command line and the language server.
import { join } from 'node:path'
import { root } from '../prepare.mjs'

export const name = 'sinks'

export async function run({ short }) {
  const load = file => import(join(root, `build/test/sinks/${file}.js`))
  const { payloads } = await load('payloads')
  const { tryCommandLine } = await load('command-line')
  const { tryLanguageServer } = await load('language-server')
  const tried = [...(await tryCommandLine({ short })), ...(await tryLanguageServer())]
  const failed = tried.filter(({ faults }) => faults.length > 0)
  return {
    cases: tried.length,
    held: tried.length - failed.length,
    notes: [
      `${payloads.length} payloads in each of the ${tried.length} outputs; ${tried.filter(({ isReached }) => isReached).length} show one`,
      ...failed.map(({ door, faults }) => `${door}: ${faults.slice(0, 3).join('; ')}`),
    ],
  }
}
