import { commands, l10n, Range, type TextDocument, Uri, WorkspaceEdit, workspace } from 'vscode'
import type { ServerCommand } from '../../../server/src/lsp/command-table.ts'
import type { UpdateAnswer } from '../../../server/src/lsp/protocol.ts'
import { countText } from '../commit/words.ts'
import { ask, say } from '../sinks/messages.ts'

/** The texts before the newest edit of the server's, so that one click takes it back. */
export interface LastEdit {
  /** To be called before an edit is applied. */
  remember(uris: readonly string[]): Promise<void>
  /** Says what an update of several values did, and offers to take it back or to commit it. */
  tell(answer: UpdateAnswer | null | undefined): void
}

const commitCommand: ServerCommand = 'fluxmark.updateAndCommit'

export function createLastEdit(): LastEdit {
  let before: ReadonlyMap<string, string> = new Map()

  /** What was typed since stays, and with it the file; it is named. */
  async function takeBack(
    texts: ReadonlyMap<string, string>,
    after: ReadonlyMap<string, string>,
  ): Promise<void> {
    const edit = new WorkspaceEdit()
    const saved: TextDocument[] = []
    const left: string[] = []
    for (const [uri, text] of texts) {
      const document = await open(uri)
      if (document.getText() === text) continue
      if (document.getText() !== after.get(uri)) {
        left.push(workspace.asRelativePath(document.uri))
        continue
      }
      if (!document.isDirty) saved.push(document)
      const end = document.positionAt(document.getText().length)
      edit.replace(document.uri, new Range(document.positionAt(0), end), text)
    }
    if (!(await workspace.applyEdit(edit))) return
    for (const document of saved) await document.save()
    if (left.length === 0) say('information', l10n.t('The values are as they were.'))
    else say('warning', l10n.t('Not taken back, since it was changed meanwhile: {0}', left.join(', ')))
  }

  async function offer({ changes, files = 1, risky = 0 }: UpdateAnswer): Promise<void> {
    // What is remembered by the time of the answer may be about another edit.
    const was = before
    const texts = [...was.keys()].map(async uri => [uri, (await open(uri)).getText()] as const)
    const after = new Map(await Promise.all(texts))
    const what = l10n.t('{0} in {1}', countText(changes, 'value'), countText(files, 'file'))
    const done = risky > 0 ? l10n.t('Updated what was ticked of {0}', what) : l10n.t('Updated {0}', what)
    const [undo, commit] = [l10n.t('Undo'), l10n.t('Commit…')]
    const chosen = await ask(
      'information',
      l10n.t('{0}. Files without other changes are saved.', done),
      {},
      undo,
      commit,
    )
    if (chosen === undo) await takeBack(was, after)
    if (chosen === commit) await commands.executeCommand(commitCommand)
  }

  return {
    async remember(uris) {
      const texts = uris.map(async uri => [uri, (await open(uri)).getText()] as const)
      before = new Map(await Promise.all(texts))
    },
    tell(answer) {
      if (answer && answer.changes > 1) void offer(answer)
    },
  }
}

function open(uri: string): Thenable<TextDocument> {
  return workspace.openTextDocument(Uri.parse(uri))
}
