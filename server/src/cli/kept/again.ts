import { isWait } from '../printed.ts'
import { absolutePath } from '../scope.ts'
import type { Arguments, Option, Verb } from '../verb.ts'
import type { World } from '../world.ts'
import { type KeptRun, readKeptRun, type Said, writeKeptRun } from './kept-run.ts'
import { questionsTo } from './questions.ts'

/** The option of the verbs that run so. */
export const noCache: Option = {
  name: 'no-cache',
  summary: 'evaluate everything anew, and keep nothing for the next run',
}

/** Options with which a run does more than to read and to say, or says how it went. */
const never = ['no-cache', 'verbose', 'fix', 'changed', 'write-baseline']

/**
 * Runs a verb, or says what an earlier run of the same program with the same command line has said, where the world
 * answers each question of that run as it did then: every file is read again and compared by its SHA-256, registries are
 * asked again. So nothing that a run depends on can be forgotten in a key. What `run` says on `world` itself, and what
 * ends in `…`, is of this run alone and is not kept; nor is a run that something was wrong with.
 */
export async function again(
  { name: verb }: Pick<Verb, 'name'>,
  args: Arguments,
  world: World,
  run: (asked: World) => Promise<number>,
): Promise<number> {
  const { operands, format, flags, values, many } = args
  const isNever = never.some(name => flags.has(name) || values.has(name))
  const paths = (operands.length === 0 ? ['.'] : operands).map(path => absolutePath(world, path))
  const runs = isNever ? undefined : await world.keptRuns?.(paths[0] ?? world.cwd)
  if (runs === undefined) return run(world)
  const { cwd, hasColour, columns = null } = world
  const name = JSON.stringify([verb, cwd, operands, paths, format, [...flags], [...values], [...many]])
  const look = JSON.stringify([name, hasColour, columns])
  const bytes = await runs.read(look)
  const kept = bytes && readKeptRun(bytes, look, runs.program)
  const questions = questionsTo(world)
  if (kept && (await questions.isSame(kept.asked))) return repeat(kept, world)
  const said: Said[] = []
  const code = await run(listening(questions.world, said))
  if (!questions.isAll() || code > 1) return code
  const written = writeKeptRun({ asked: questions.asked, said, code }, look, runs.program)
  if (written) await runs.write(look, written)
  return code
}

async function repeat({ said, code }: KeptRun, world: World): Promise<number> {
  for (const [to, text, path] of said) {
    if (to === 'file') await world.writeText(path, text)
    else world[to](text)
  }
  return code
}

/** The world, with what is said in it written down. */
function listening(world: World, said: Said[]): World {
  return {
    ...world,
    out: text => {
      said.push(['out', text])
      world.out(text)
    },
    err: text => {
      if (!isWait(text)) said.push(['err', text])
      world.err(text)
    },
    writeText: async (path, text) => {
      said.push(['file', text, path])
      await world.writeText(path, text)
    },
  }
}
