import { writeSync } from 'node:fs'
import { isMainThread } from 'node:worker_threads'
import { preparedHelp } from './prepared-help.ts'

/**
 * The bundle's entry, which is small: whoever asks for help gets what was made when the bundle was built, and where an
 * editor is to be spoken to, this thread only relays. The program is a bundle of its own (`dist/core.js`). An editor's
 * server is in a thread whose entry is this file again.
 */
const argv = process.argv.slice(2)
const [verb, ...rest] = argv
if (isMainThread && verb === 'lsp' && rest.some(word => /^--(stdio|node-ipc|socket=\d+)$/.test(word))) {
  const { startRelay } = await import('./relay/start-relay.ts')
  startRelay(new URL(import.meta.url), rest)
} else if (!(isMainThread && isHelpPrinted())) {
  await import('./main.ts')
}

/** The same question as in `cli/run.ts` and `cli/help.ts`. False where it was not help, or could not be written. */
function isHelpPrinted(): boolean {
  if (verb !== 'help' && verb !== '-h' && !argv.includes('--help')) return false
  const [about = ''] = argv.filter(word => word !== 'help' && !word.startsWith('-'))
  const text = Object.hasOwn(preparedHelp, about) ? preparedHelp[about] : undefined
  if (text === undefined) return false
  try {
    writeSync(1, text)
    return true
  } catch {
    // The program says why.
    return false
  }
}
