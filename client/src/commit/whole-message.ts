import { commands, l10n, window, workspace } from 'vscode'
import { pickStep } from '../sinks/picks.ts'

/**
 * Lets the user edit a commit's message as a document, which is thrown away afterwards; undefined where they think
 * better of it, or leave nothing of it.
 */
export async function wholeMessage(message: string, title: string): Promise<string | undefined> {
  const document = await workspace.openTextDocument({
    language: 'git-commit',
    content: `${message.trim()}\n`,
  })
  await window.showTextDocument(document, { preview: false })
  const rows = [
    {
      icon: 'check',
      label: l10n.t('Use this message'),
      detail: l10n.t('Every line counts, also one that begins with #'),
    },
  ]
  const picked = await pickStep(rows, {
    title,
    placeHolder: l10n.t('Edit the message below, then choose this'),
  })
  const text = document.getText().trim()
  await window.showTextDocument(document)
  await commands.executeCommand('workbench.action.revertAndCloseActiveEditor')
  return picked === undefined || picked === 'back' || text === '' ? undefined : text
}
