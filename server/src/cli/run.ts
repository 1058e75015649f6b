import { readArguments, UsageError, usage } from './arguments.ts'
import { check } from './verbs/check.ts'
import { explain } from './verbs/explain.ts'
import { policies } from './verbs/policies.ts'
import { resources } from './verbs/resources.ts'
import { scan } from './verbs/scan.ts'
import { tags } from './verbs/tags.ts'
import { update } from './verbs/update.ts'
import type { World } from './world.ts'

/** The command line: reads it, answers, and gives the exit code (contract: exit codes). */
export async function runCli(argv: readonly string[], world: World): Promise<number> {
  if (argv.includes('--help') || argv[0] === 'help') {
    world.out(usage)
    return 0
  }
  try {
    const args = readArguments(argv)
    switch (args.verb) {
      case 'check':
        return await check(args, world)
      case 'policies':
        return await policies(args, world)
      case 'explain':
        return await explain(args, world)
      case 'update':
        return await update(args, world)
      case 'resources':
        return await resources(args, world)
      case 'scan':
        return await scan(args, world)
      case 'tags':
        return await tags(args, world)
      case 'lsp':
        throw new UsageError('lsp is started with --stdio and no path')
    }
  } catch (error) {
    if (error instanceof UsageError) {
      world.err(`fluxmark: ${error.message}\n`)
      return 2
    }
    world.err(
      `fluxmark: this is a bug of ours, please report it: ${error instanceof Error ? (error.stack ?? error.message) : JSON.stringify(error)}\n`,
    )
    return 70
  }
}
