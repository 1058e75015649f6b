import {
  type CallToolResult,
  fromJsonSchema,
  type InputRequiredResult,
  inputRequired,
  type McpServer,
  type ServerContext,
} from '@modelcontextprotocol/server'
import type { McpOptions } from '../cli/world.ts'
import { refusedResult } from './answers.ts'
import { type Caller, read, write } from './call.ts'
import { described } from './described.ts'
import type { Gate } from './gate.ts'
import { Refusal } from './refusal.ts'
import { chosenRoot, mustAskForRoots, rootsOf, rootsRequest } from './roots.ts'
import { describeInput, describeOutput, inputSchema, outputSchema } from './schemas.ts'
import { type Input, type Tool, toolDescription } from './tool.ts'

/** What answers, and who may begin when: one of each for all connections. */
export interface Desk {
  readonly caller: Caller
  readonly gates: Readonly<Record<'read' | 'write', Gate>>
}

/** Registers a tool: its schemas, its annotations, and how it is answered. */
export function registerTool(server: McpServer, tool: Tool, { caller, gates }: Desk): void {
  const { name, title, writes, isLocal } = tool
  server.registerTool(
    name,
    {
      title,
      description: toolDescription(tool),
      inputSchema: fromJsonSchema<Input>(inputSchema(tool)),
      outputSchema: fromJsonSchema<Input>(outputSchema(tool)),
      annotations: {
        title,
        readOnlyHint: writes === undefined,
        destructiveHint: writes?.isDestructive ?? false,
        idempotentHint: true,
        openWorldHint: isLocal !== true,
      },
    },
    (input, context) => {
      const came = performance.now()
      return mustAskForRoots(server, context)
        ? inputRequired({ inputRequests: { [rootsRequest]: inputRequired.listRoots() } })
        : gates[writes ? 'write' : 'read'](lend => answered(caller, tool, input, context, lend, came))
    },
  )
}

/** Registers `describe_diagnostic`, which reads no file. */
export function registerDescribe(server: McpServer, { describe }: McpOptions): void {
  const title = 'Describe a diagnostic'
  server.registerTool(
    'describe_diagnostic',
    {
      title,
      description: 'What a code of check means: what Flux really does, the severity, and the page.',
      inputSchema: fromJsonSchema<{ readonly code: string }>(describeInput),
      outputSchema: fromJsonSchema<Input>(describeOutput),
      annotations: {
        title,
        readOnlyHint: true,
        destructiveHint: false,
        idempotentHint: true,
        openWorldHint: false,
      },
    },
    ({ code }) => described(code, describe),
  )
}

async function answered(
  caller: Caller,
  tool: Tool,
  input: Input,
  context: ServerContext,
  lend: () => void,
  came: number,
): Promise<CallToolResult | InputRequiredResult> {
  const { engine } = caller
  const { root, ...rest } = input
  try {
    const roots = await rootsOf(context, engine)
    const tell = progressTo(context)
    const bounds = {
      roots,
      cwd: chosenRoot(roots, root),
      signal: context.mcpReq.signal,
      progress: (message: string) => {
        lend()
        tell(message)
      },
    }
    return tool.writes
      ? await write(caller, tool, tool.writes, rest, bounds)
      : await read(caller, tool, rest, bounds, came)
  } catch (error) {
    const problem = error instanceof Refusal ? error : engine.problemOf(error)
    if (problem === undefined) throw error
    return refusedResult(problem)
  }
}

/** Tells the client how far a scan is, where it has asked for that. */
function progressTo({ mcpReq }: ServerContext): (message: string) => void {
  const progressToken = mcpReq._meta?.progressToken
  let progress = 0
  return message => {
    if (progressToken === undefined) return
    progress++
    const params = { progressToken, progress, message }
    mcpReq.notify({ method: 'notifications/progress', params }).catch(() => undefined)
  }
}
