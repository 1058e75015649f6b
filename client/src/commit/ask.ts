import { commands } from 'vscode'

/** Asks the server by one of its commands, with `silent`: what comes of it is told here. Undefined where it failed. */
export async function ask<T>(command: string, argument: object): Promise<T | undefined> {
  const answer = await commands.executeCommand<T | null>(command, { ...argument, silent: true })
  return answer ?? undefined
}
