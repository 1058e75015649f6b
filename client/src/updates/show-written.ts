import { l10n } from 'vscode'
import type { TagWritten } from '../../../server/src/lsp/protocol.ts'
import { say } from '../sinks/messages.ts'

/** Says what a picked tag means, where Flux would not leave it there. */
export function showWritten(written: TagWritten | undefined): void {
  if (written?.takenBack === undefined) return
  const { target, tag, takenBack, policy } = written
  say(
    'information',
    l10n.t(
      '{0} has {1} now. Flux writes {2} there again at its next run, as {3} selects it.',
      target,
      tag,
      takenBack,
      policy,
    ),
  )
}
