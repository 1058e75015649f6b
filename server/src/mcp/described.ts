import type { CallToolResult } from '@modelcontextprotocol/server'
import type { McpOptions } from '../cli/world.ts'
import { refusedResult, resultOf } from './answers.ts'

/** The answer of `describe_diagnostic`. */
export function described(code: string, describe: McpOptions['describe']): CallToolResult {
  const json = describe(code)
  if (json)
    return resultOf({ name: 'describe_diagnostic' }, { json, exitCode: 0, said: [] }, { offset: 0, limit: 1 })
  return refusedResult({
    code: 'E_USAGE',
    message: `There is no diagnostic ${code}`,
    remedy: 'Take the code from an answer of check.',
  })
}
