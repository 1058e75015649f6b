import { type DocumentSymbol, type SymbolInformation, SymbolKind } from 'vscode-languageserver'
import { type NamedSymbol, type OutlineItem, outline } from '../../ide/navigate/outline.ts'
import { workspaceSymbols } from '../../ide/navigate/workspace-symbols.ts'
import { forMessage } from '../../text/foreign.ts'
import type { LineIndex } from '../../text/line-index.ts'
import { linesOf, toRange } from '../convert.ts'
import type { Workspaces } from '../workspaces.ts'

/** `textDocument/documentSymbol`, as a tree; flat for a client that knows no trees. */
export function toDocumentSymbols(
  workspaces: Workspaces,
  uri: string,
  canNest: boolean,
): DocumentSymbol[] | SymbolInformation[] {
  const at = workspaces.at(uri)
  const items = at ? outline(at.snapshot, at.path) : []
  if (at === undefined) return []
  if (canNest) return items.map(item => toSymbol(item, at.lines))
  return items.flatMap(item =>
    [item, ...item.children].map(
      (one): SymbolInformation => ({
        name: forMessage(one.name),
        kind: kindOf[one.kind],
        containerName: forMessage(one === item ? one.detail : item.name),
        location: { uri, range: toRange(at.lines, one.span) },
      }),
    ),
  )
}

function toSymbol(item: OutlineItem, lines: LineIndex): DocumentSymbol {
  return {
    name: forMessage(item.name),
    detail: forMessage(item.detail),
    kind: kindOf[item.kind],
    range: toRange(lines, item.span),
    selectionRange: toRange(lines, item.nameSpan),
    children: item.children.map(child => toSymbol(child, lines)),
  }
}

/** `workspace/symbol`, over all folders. */
export function toWorkspaceSymbols(workspaces: Workspaces, query: string): SymbolInformation[] {
  return workspaces.all().flatMap(({ session: { snapshot }, paths }) => {
    const lines = linesOf(snapshot)
    return workspaceSymbols(snapshot, query)
      .slice(0, most)
      .map(({ name, detail, kind, path, nameSpan }) => ({
        name: forMessage(name),
        kind: kindOf[kind],
        containerName: forMessage(detail),
        location: { uri: paths.toUri(path), range: toRange(lines(path), nameSpan) },
      }))
  })
}

/** More than this nobody reads; a longer query finds the rest. */
const most = 1000

const kindOf: Readonly<Record<NamedSymbol['kind'], SymbolKind>> = {
  ImageRepository: SymbolKind.Package,
  ImagePolicy: SymbolKind.Class,
  ImageUpdateAutomation: SymbolKind.Event,
  object: SymbolKind.Object,
  marker: SymbolKind.Property,
}
