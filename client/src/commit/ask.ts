import { commands } from 'vscode'
import type { ServerCommand } from '../../../server/src/lsp/command-table.ts'

/** Asks the server by one of its commands, with `silent`: the result is shown here. Undefined where it failed. */
export async function ask<T>(command: ServerCommand, argument: object): Promise<T | undefined> {
  const answer = await commands.executeCommand<T | null>(command, { ...argument, silent: true })
  return answer ?? undefined
}
