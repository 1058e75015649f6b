import { type Hover, type InlayHint, MarkdownString } from 'vscode'
import { hoverCommands } from '../../../server/src/lsp/command-table.ts'

/** Has the links of a hover run the few commands that the server puts there, and no other. */
export function withCommands(hover: Hover): Hover {
  for (const part of hover.contents)
    if (part instanceof MarkdownString) part.isTrusted = { enabledCommands: hoverCommands }
  return hover
}

/** The same for the card of a hint. */
export function hintWithCommands(hint: InlayHint): InlayHint {
  if (hint.tooltip instanceof MarkdownString) hint.tooltip.isTrusted = { enabledCommands: hoverCommands }
  return hint
}
