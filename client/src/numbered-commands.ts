import { type Command, commands, Disposable } from 'vscode'

const prefix = 'fluxmark.action.'

/** How many commands are remembered: those of the last few lists of actions that the editor asked for. */
const remembered = 400

/** Commands for actions of the editor. They have no arguments, but numbers that are used again. */
export interface NumberedCommands extends Disposable {
  command(title: string, run: () => unknown): Command
  isOurs(command: Command): boolean
}

/**
 * The editor keeps the arguments of an action's command with the list of actions. It may put that list away before it runs
 * the command, on a busy machine, and then says "Actual command not found": so no command of an action has arguments.
 */
export function createNumberedCommands(): NumberedCommands {
  const registered: Disposable[] = []
  const runs = new Map<number, () => unknown>()
  let last = 0
  return Object.assign(new Disposable(() => Disposable.from(...registered).dispose()), {
    command(title: string, run: () => unknown): Command {
      const number = last++ % remembered
      const command = `${prefix}${number}`
      if (!runs.has(number)) registered.push(commands.registerCommand(command, () => runs.get(number)?.()))
      runs.set(number, run)
      return { title, command }
    },
    isOurs: ({ command }: Command) => command.startsWith(prefix),
  })
}
