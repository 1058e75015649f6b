import type { TagWritten } from '../../../server/src/lsp/protocol.ts'
import { say } from '../sinks/messages.ts'

/** Says what a picked tag means, where Flux would not leave it there. */
export function showWritten(written: TagWritten | undefined): void {
  if (written?.takenBack === undefined) return
  const { target, tag, takenBack, policy } = written
  say(
    'information',
    `${target} has ${tag} now. Flux writes ${takenBack} there again at its next run, as ${policy} selects it.`,
  )
}
