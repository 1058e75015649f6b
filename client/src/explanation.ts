import { Disposable, EventEmitter, Uri, ViewColumn, window, workspace } from 'vscode'
import { explanationText } from './explanation-text.ts'

/** Shows what `fluxmark.explain` answers, beside the text that it is about. */
export interface Explanation extends Disposable {
  /** `answer` is the server's. Anything that is no explanation is not shown. */
  show(answer: unknown): Promise<void>
}

const scheme = 'fluxmark-explain'

/**
 * One read-only document, rewritten by each explanation. Plain text: a rendered preview is a web page, and on some
 * hosts comes over the network.
 */
export function createExplanation(): Explanation {
  const uri = Uri.from({ scheme, path: 'Explanation' })
  const changed = new EventEmitter<Uri>()
  let text = ''
  const provider = workspace.registerTextDocumentContentProvider(scheme, {
    onDidChange: changed.event,
    provideTextDocumentContent: () => text,
  })
  const show = async (answer: unknown) => {
    const page = explanationText(answer)
    if (page === undefined) return
    text = page
    changed.fire(uri)
    const document = await workspace.openTextDocument(uri)
    await window.showTextDocument(document, {
      viewColumn: ViewColumn.Beside,
      preserveFocus: true,
      preview: true,
    })
  }
  return Object.assign(Disposable.from(provider, changed), { show })
}
