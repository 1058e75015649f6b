import { type SemanticTokens, SemanticTokensBuilder, type SemanticTokensLegend } from 'vscode-languageserver'
import { type MarkerToken, markerTokens } from '../../ide/navigate/marker-tokens.ts'
import type { Workspaces } from '../workspaces.ts'

const types = ['namespace', 'enumMember', 'property'] as const

/** The types of LSP that the words of a marker have: themes give each a colour of its own, that of our grammar. */
export const legend: SemanticTokensLegend = { tokenTypes: [...types], tokenModifiers: [] }

const typeOf: Readonly<Record<MarkerToken['kind'], (typeof types)[number]>> = {
  namespace: 'namespace',
  policy: 'enumMember',
  part: 'property',
}

/** `textDocument/semanticTokens/full`. */
export function toTokens(workspaces: Workspaces, uri: string): SemanticTokens {
  const builder = new SemanticTokensBuilder()
  const at = workspaces.at(uri)
  for (const { span, kind } of at ? markerTokens(at.snapshot, at.path) : []) {
    const { line, character } = at?.lines.positionAt(span[0]) ?? { line: 0, character: 0 }
    builder.push(line, character, span[1] - span[0], types.indexOf(typeOf[kind]), 0)
  }
  return builder.build()
}
