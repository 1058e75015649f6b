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
    const [name] = argv
    if (name === 'help' || argv.includes('--help') || name === '-h') {
      world.out(printable(help(verbs, argv)))
      return 0
    }
    return await runVerb(argv, world)
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

/** The same without help, and without words for what goes wrong: throws a `UsageError` or a `Failure`. */
export async function runVerb(argv: readonly string[], world: World): Promise<number> {
  const [name, ...rest] = argv
  const verb = verbs.find(one => one.name === name)
  if (verb === undefined) throw new UsageError(notAVerb(verbs, name))
  return verb.run(readArguments(verb, rest), world)
}

/** What a run threw, as an answer of an assistant's tool has it; undefined for a bug of ours. */
export function problemOf(
  error: unknown,
): { readonly code: string; readonly message: string; readonly remedy: string } | undefined {
  if (error instanceof UsageError)
    return { code: 'E_USAGE', message: error.message, remedy: 'Call the tool again with other arguments.' }
  if (!isFailure(error)) return undefined
  const { code, message } = error
  return { code, message, remedy: 'The cause says what is to be done; then call the tool again.' }
}
