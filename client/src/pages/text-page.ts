import { Disposable, EventEmitter, Uri, ViewColumn, window, workspace } from 'vscode'
import { shown } from '../../../server/src/text/foreign.ts'

/** A page of plain text beside the text that it is about. */
export interface TextPage extends Disposable {
  show(text: string): Promise<void>
}

/**
 * One read-only document of its own scheme, rewritten each time. Plain text: a rendered preview is a web page, and on
 * some hosts comes over the network.
 */
export function createTextPage(scheme: string, name: string): TextPage {
  const uri = Uri.from({ scheme, path: name })
  const changed = new EventEmitter<Uri>()
  let text = ''
  const provider = workspace.registerTextDocumentContentProvider(scheme, {
    onDidChange: changed.event,
    provideTextDocumentContent: () => text,
  })
  const show = async (page: string) => {
    text = shown(page)
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
