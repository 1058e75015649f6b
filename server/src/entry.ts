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
if (isMainThread && verb === 'lsp' && rest.some(isWayToEditor)) {
  const { startRelay } = await import('./relay/start-relay.ts')
  startRelay(new URL(import.meta.url), rest)
} else if (!(isMainThread && isHelpPrinted())) {
  await import('./main.ts')
}

/** What is no port is left to the program, which says so. */
function isWayToEditor(word: string): boolean {
  const [way, port = 0] = /^--(?:stdio|node-ipc|socket=(\d+))$/.exec(word) ?? []
  return way !== undefined && Number(port) <= 65_535
}

/** The same question as in `cli/run.ts` and `cli/help.ts`. False where it was not help, or could not be written. */
function isHelpPrinted(): boolean {
  if (verb !== 'help' && verb !== '-h' && !argv.includes('--help')) return false
  const [about = 'help'] = argv.filter(word => word !== 'help' && !word.startsWith('-'))
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
