import { isFailure } from '../flux/failure.ts'
import { readArguments } from './arguments.ts'
import { help, notAVerb } from './help.ts'
import { printable } from './printed.ts'
import { UsageError } from './usage-error.ts'
import { verbs } from './verbs.ts'
import type { World } from './world.ts'

/** The command line: reads it, answers, and gives the exit code (contract: exit codes). */
export async function runCli(argv: readonly string[], world: World): Promise<number> {
  try {
    const [name, ...rest] = argv
    if (name === 'help' || argv.includes('--help') || name === '-h') {
      world.out(printable(help(verbs, argv)))
      return 0
    }
    const verb = verbs.find(one => one.name === name)
    if (verb === undefined) throw new UsageError(notAVerb(verbs, name))
    return await verb.run(readArguments(verb, rest), world)
  } catch (error) {
    if (error instanceof UsageError) {
      world.err(printable(`fluxmark: ${error.message}\n`))
      return 2
    }
    if (isFailure(error)) {
      world.err(printable(`fluxmark: ${error.message} (${error.code})\n`))
      return 3
    }
    world.err(
      printable(
        `fluxmark: this is a bug of ours, please report it: ${error instanceof Error ? (error.stack ?? error.message) : JSON.stringify(error)}\n`,
      ),
    )
    return 70
  }
}
