import { Disposable, l10n, Position, type TextDocument, Uri, workspace } from 'vscode'
import type { TextEdit, WorkspaceEdit } from 'vscode-languageclient'
import { createCommitPages } from '../commit/commit-pages.ts'
import { countText } from '../commit/words.ts'
import { pickOne } from '../sinks/picks.ts'

/** Shows what is about to be written to several places, for a last look. */
export interface EditReview extends Disposable {
  /** While this goes on, edits of several values are looked at first. */
  during<T>(action: () => Promise<T>): Promise<T>
  /**
   * Whether an edit is to be written. What the editor's own preview asks about (its annotations), what is a single
   * value, and what nobody wants to see is.
   */
  isAgreed(edit: WorkspaceEdit): Promise<boolean>
}

/** The tab of what is about to be written. */
const tab = l10n.t('Update Preview')

export function createEditReview(): EditReview {
  const pages = createCommitPages('fluxmark-update')
  let wanted = 0

  async function isAgreed(edit: WorkspaceEdit): Promise<boolean> {
    const files = textEdits(edit)
    const count = files.reduce((sum, { edits }) => sum + edits.length, 0)
    if (wanted === 0 || count < 2 || Object.keys(edit.changeAnnotations ?? {}).length > 0) return true
    const diffs = files.map(async ({ uri, edits }) => {
      const document = await workspace.openTextDocument(Uri.parse(uri))
      const path = workspace.asRelativePath(document.uri)
      return { path, before: document.getText(), after: edited(document, edits) }
    })
    const page = await pages.show(tab, [], await Promise.all(diffs))
    try {
      const label = l10n.t('Write {0} in {1}', countText(count, 'value'), countText(files.length, 'file'))
      const rows = [
        { icon: 'check', label },
        { icon: 'close', label: l10n.t('Leave everything as it is') },
      ]
      const placeHolder = l10n.t('What changes is shown below')
      const picked = await pickOne(rows, { title: tab, placeHolder, ignoreFocusOut: true })
      return picked?.label === label
    } finally {
      await page.hide()
    }
  }

  return Object.assign(Disposable.from(pages), {
    isAgreed,
    async during<T>(action: () => Promise<T>) {
      wanted++
      try {
        return await action()
      } finally {
        wanted--
      }
    },
  })
}

interface FileEdits {
  readonly uri: string
  readonly edits: readonly TextEdit[]
}

function textEdits({ documentChanges = [] }: WorkspaceEdit): readonly FileEdits[] {
  return documentChanges.flatMap(change =>
    'edits' in change
      ? [{ uri: change.textDocument.uri, edits: change.edits.filter(one => 'newText' in one) }]
      : [],
  )
}

/** The text with the edits in it; they do not overlap. */
function edited(document: TextDocument, edits: readonly TextEdit[]): string {
  const offset = ({ line, character }: TextEdit['range']['start']) =>
    document.offsetAt(new Position(line, character))
  return edits
    .toSorted((a, b) => offset(b.range.start) - offset(a.range.start))
    .reduce(
      (text, { range, newText }) =>
        `${text.slice(0, offset(range.start))}${newText}${text.slice(offset(range.end))}`,
      document.getText(),
    )
}
