import { l10n, window, workspace } from 'vscode'
import type { MarkerTarget } from '../../server/src/lsp/protocol.ts'
import { holdsFlux } from './holds-flux.ts'
import { pickOne, type Row } from './sinks/picks.ts'

/** Where the cursor is. */
export function targetAtCursor(): MarkerTarget | undefined {
  const editor = window.activeTextEditor
  return editor && { uri: editor.document.uri.toString(), line: editor.selection.active.line + 1 }
}

/** Asks which markers are meant: the one at the cursor, the file's, or all. Undefined where the user thinks better of it. */
export async function pickTarget(title: string): Promise<MarkerTarget | undefined> {
  const editor = window.activeTextEditor
  const choices: (Row & { readonly target: MarkerTarget })[] = []
  if (editor !== undefined && holdsFlux(editor.document.getText())) {
    const { uri } = editor.document
    const file = workspace.asRelativePath(uri)
    const { line } = editor.selection.active
    const text = editor.document.lineAt(line).text
    if (holdsFlux(text)) {
      choices.push({
        label: l10n.t('The marker at the cursor'),
        detail: text.trim(),
        target: { uri: uri.toString(), line: line + 1 },
      })
    }
    choices.push({
      label: l10n.t('All markers in this file'),
      description: file,
      target: { uri: uri.toString() },
    })
  }
  choices.push({ label: l10n.t('All markers in the workspace'), target: {} })
  return (await pickOne(choices, { title }))?.target
}
