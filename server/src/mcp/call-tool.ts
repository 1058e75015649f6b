import type { McpOptions } from '../cli/world.ts'
import { refusedResult } from './answers.ts'
import { read, write } from './call.ts'
import { described } from './described.ts'
import type { Engine } from './engine.ts'
import { Refusal } from './refusal.ts'
import { createTokens } from './token.ts'
import type { Input } from './tool.ts'
import { readingTools } from './tools/reading.ts'
import { writingTools } from './tools/writing.ts'

/** A call of a tool in an editor, of which the person has seen the preview where it has a token. */
export interface ToolRequest {
  readonly name: string
  readonly input: Input
  /** May files be written, and requests be sent: the workspace is trusted. */
  readonly isTrusted: boolean
  /** The context of a cluster that the person has agreed to. */
  readonly context?: string
  readonly signal: AbortSignal
}

/** The tools without the protocol, for an editor. A token ends with the program. */
export function createCallTool(
  describe: McpOptions['describe'],
): (engine: Engine, request: ToolRequest) => Promise<unknown> {
  const tokens = createTokens()
  return async (engine, { name, input, isTrusted, context, signal }) => {
    const options: McpOptions = {
      allow: new Set(isTrusted ? ['write', 'push'] : []),
      // Which hosts may be asked is the open folder's to say.
      common: isTrusted ? [] : ['--offline'],
      forges: [],
      allowedHosts: [],
      insecureHosts: [],
      allowedContexts: context === undefined ? [] : [context],
      codes: [],
      describe,
    }
    const { cwd } = engine.world
    const bounds = {
      roots: [await engine.realPath(cwd)] as const,
      cwd,
      signal,
      progress: () => {},
    }
    try {
      if (name === 'describe_diagnostic') return described(String(input.code), describe).structuredContent
      const tool = [...readingTools, ...writingTools].find(one => one.name === name)
      if (tool === undefined)
        throw new Refusal('E_USAGE', `There is no tool ${name}`, 'Name a tool of Fluxmark.')
      const caller = { engine, options, tokens }
      const answer = tool.writes
        ? await write(caller, tool, tool.writes, input, bounds)
        : await read(caller, tool, input, bounds)
      return answer.structuredContent
    } catch (error) {
      const problem = error instanceof Refusal ? error : engine.problemOf(error)
      if (problem === undefined) throw error
      return refusedResult(problem).structuredContent
    }
  }
}
