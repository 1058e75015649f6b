import { createHash } from 'node:crypto'
import { join } from 'node:path'
import type { CallToolResult } from '@modelcontextprotocol/server'
import type { McpOptions } from '../cli/world.ts'
import { type Answer, resultOf } from './answers.ts'
import { type Bounds, boundedWorld } from './bounded-world.ts'
import type { Engine } from './engine.ts'
import type { Readings } from './readings.ts'
import { Refusal } from './refusal.ts'
import type { Tokens } from './token.ts'
import { commandLine, type Input, type Tool, type Writing } from './tool.ts'

/** What answers calls. */
export interface Caller {
  readonly engine: Engine
  readonly options: McpOptions
  readonly tokens: Tokens
  /** Shares what is read; absent where files are read already. */
  readonly readings?: Readings
}

/** Answers a call that only reads, and came in at `came` (`performance.now()`). Throws what `Engine.problemOf` reads, and `Refusal`. */
export async function read(
  caller: Caller,
  tool: Tool,
  input: Input,
  bounds: Omit<Bounds, 'now'>,
  came: number = performance.now(),
): Promise<CallToolResult> {
  const { readings, engine } = caller
  const shared: Partial<Bounds> = readings ? { reading: (root, own) => readings(root, own, came) } : {}
  const { answer } = await answerOf(caller, tool, input, [], {
    ...bounds,
    ...shared,
    now: engine.world.now(),
  })
  const { cursor, limit } = input
  return resultOf(tool, answer, { offset: Number(cursor ?? 0), limit: Number(limit ?? 500) })
}

/**
 * Without a token: what would be written, and the token that agrees to it. With it: writes, where it is allowed, and
 * where what would be written is still what was shown, in files that are still the same.
 */
export async function write(
  caller: Caller,
  tool: Tool,
  writes: Writing,
  input: Input,
  bounds: Omit<Bounds, 'now'>,
): Promise<CallToolResult> {
  const { token, ...rest } = input
  const given = typeof token === 'string' ? token : undefined
  if (given !== undefined) refuseUnallowed(caller.options, writes.needs(input))
  const time = given === undefined ? caller.engine.world.now() : caller.tokens.timeOf(given)
  if (time === undefined) throw changed('The token is none of this server')
  const at = { ...bounds, now: time }
  const dry = await answerOf(caller, tool, rest, writes.dry, at)
  const preview = writes.isDiff ? { diff: dry.diff } : dry.answer.json
  const now = caller.tokens.of(time, [tool.name, bounds.cwd, rest, preview, await contents(caller, at, dry)])
  const page = { offset: 0, limit: Number.POSITIVE_INFINITY }
  if (given !== undefined) {
    if (!caller.tokens.isSame(given, now))
      throw changed('Files, tags or arguments are not those of the preview any more')
    const { answer } = await answerOf(caller, tool, rest, writes.wet, at)
    return resultOf(tool, answer, page)
  }
  const said = writes.isDiff ? dry.answer.said.filter(text => !text.startsWith('--- ')) : dry.answer.said
  return resultOf({ name: tool.name }, { ...dry.answer, json: { preview, token: now }, said }, page)
}

function refuseUnallowed({ allow }: McpOptions, needed: 'write' | 'push'): void {
  if (allow.has(needed)) return
  const what = needed === 'push' ? 'push or open requests' : 'write'
  throw new Refusal(
    'E_NOT_ALLOWED',
    `This server may not ${what}`,
    `Show the preview to the person. They can run the command themselves, or start the server with --allow ${needed}.`,
  )
}

function changed(why: string): Refusal {
  return new Refusal(
    'E_TOKEN',
    `${why}; nothing was written`,
    'Call the tool again without token, show the new preview, and use the token that comes with it.',
  )
}

interface Run {
  readonly answer: Answer
  /** The diffs that were shown beside the answer. */
  readonly diff: string
  readonly opened: ReadonlySet<string>
}

async function answerOf(
  { engine, options }: Caller,
  tool: Tool,
  input: Input,
  more: readonly string[],
  bounds: Bounds,
): Promise<Run> {
  const { world, heard } = boundedWorld(engine, options, bounds)
  const forges = tool.always?.includes('--pull-request') ? options.forges.map(one => `--forge=${one}`) : []
  const exitCode = await engine.run(commandLine(tool, input, [...options.common, ...forges, ...more]), world)
  if (bounds.signal.aborted)
    throw new Refusal('E_CANCELLED', 'The client has cancelled the call', 'Call the tool again.')
  return {
    answer: {
      json: JSON.parse(heard.out.join('')),
      exitCode,
      said: heard.err.map(text => text.trim().replace(/^fluxmark: /, '')),
    },
    diff: heard.err.filter(text => text.startsWith('--- ')).join(''),
    opened: heard.opened,
  }
}

/** A hash of each file that an answer names. */
async function contents({ engine, options }: Caller, bounds: Bounds, { answer, opened }: Run) {
  const { world } = boundedWorld(engine, options, bounds)
  const files = [...new Set(filesIn(answer.json))].sort()
  const [root = bounds.cwd] = opened
  return Promise.all(
    files.map(async file => {
      const text = await world.readText(join(root, file))
      return [file, text === undefined ? null : createHash('sha256').update(text).digest('hex')]
    }),
  )
}

function filesIn(value: unknown): readonly string[] {
  if (value === null || typeof value !== 'object') return []
  return Object.entries(value).flatMap(([key, one]) =>
    key === 'file' && typeof one === 'string' && one !== '' ? [one] : filesIn(one),
  )
}
