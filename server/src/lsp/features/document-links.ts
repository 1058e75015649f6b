import type { DocumentLink as LspDocumentLink } from 'vscode-languageserver'
import { documentLinks } from '../../ide/navigate/document-links.ts'
import { forMessage } from '../../text/foreign.ts'
import { linesOf, toRange } from '../convert.ts'
import type { Workspaces } from '../workspaces.ts'

/** `textDocument/documentLink`: pages of registries, and places in files as `#LINE,COLUMN`, which editors follow. */
export function toDocumentLinks(workspaces: Workspaces, uri: string): LspDocumentLink[] {
  const at = workspaces.at(uri)
  if (at === undefined) return []
  const lines = linesOf(at.snapshot)
  return documentLinks(at.snapshot, at.path).map(({ span, words, to }): LspDocumentLink => {
    const base = { range: toRange(at.lines, span), tooltip: forMessage(words) }
    if ('page' in to) return { ...base, target: to.page }
    const { line, character } = lines(to.path).positionAt(to.span[0])
    const file = at.workspace.paths.toUri(to.path)
    return { ...base, target: line === 0 ? file : `${file}#L${line + 1},${character + 1}` }
  })
}
