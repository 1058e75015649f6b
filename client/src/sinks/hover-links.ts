import { type Hover, MarkdownString } from 'vscode'
import { hoverCommands } from '../../../server/src/lsp/command-table.ts'

/** Has the links of a hover run the few commands that the server puts there, and no other. */
export function withCommands(hover: Hover): Hover {
  for (const part of hover.contents)
    if (part instanceof MarkdownString) part.isTrusted = { enabledCommands: hoverCommands }
  return hover
}
