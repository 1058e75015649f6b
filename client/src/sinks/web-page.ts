import { randomBytes } from 'node:crypto'
import { type Uri, ViewColumn, type WebviewPanel, window } from 'vscode'
import { forMessage } from '../../../server/src/text/foreign.ts'

/** A page of ours: nothing but its own script and style, from the extension's folder. */
export interface WebPage {
  /** The kind of the page, for the editor: `fluxmark.playground`. */
  readonly kind: string
  readonly title: string
  /** Where its files are. */
  readonly folder: Uri
  readonly script: Uri
  readonly style: Uri
  /** Markup, without a word from outside. */
  readonly body: string
}

/** Opens a page beside the editor. It can reach no host, and run no script but its own. */
export function openPage({ kind, title, folder, script, style, body }: WebPage): WebviewPanel {
  const panel = window.createWebviewPanel(
    kind,
    forMessage(title),
    { viewColumn: ViewColumn.Beside, preserveFocus: true },
    { enableScripts: true, localResourceRoots: [folder], retainContextWhenHidden: true },
  )
  const { webview } = panel
  const nonce = randomBytes(16).toString('hex')
  const policy = `default-src 'none'; style-src ${webview.cspSource}; script-src 'nonce-${nonce}'; worker-src blob:`
  webview.html = `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${webview.asWebviewUri(style)}">
<title>Fluxmark</title>
</head>
<body>
${body}
<script nonce="${nonce}" src="${webview.asWebviewUri(script)}"></script>
</body>
</html>`
  return panel
}
