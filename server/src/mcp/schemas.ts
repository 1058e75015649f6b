import type { JsonSchemaType } from '@modelcontextprotocol/server'
import type { Tool } from './tool.ts'
import { integer, list, object, string } from './tools/shapes.ts'

/** A schema of an object, as tools have them. */
export interface ObjectSchema {
  readonly type: 'object'
  readonly properties: Readonly<Record<string, JsonSchemaType>>
  readonly required: readonly string[]
  readonly additionalProperties?: boolean
}

/** What a tool answers: its fields, or `error`. */
interface OutputSchema extends Omit<ObjectSchema, 'required'> {
  readonly anyOf: { readonly required: string[] }[]
}

/** What a verb's tool takes beside its own arguments. */
const paged = (what: string) => ({
  limit: {
    type: 'integer',
    minimum: 1,
    maximum: 5000,
    description: `at most so many ${what}; 500 where absent`,
  },
  cursor: { type: 'string', pattern: '^\\d{1,9}$', description: 'nextCursor of the answer before' },
})
const token = {
  type: 'string',
  description: 'the token of the preview that the person has agreed to',
}
const root = { type: 'string', description: 'which of the open folders; the first where absent' }

/** What a tool takes: its own arguments, the folder, a page of a list, the token of a preview. */
export function inputSchema({ parameters, required = [], list: pagedList, writes }: Tool): ObjectSchema {
  const own = Object.fromEntries(Object.entries(parameters).map(([name, { schema }]) => [name, schema]))
  const more = writes ? { token } : pagedList === undefined ? {} : paged(pagedList)
  return {
    type: 'object',
    properties: { ...own, root, ...more },
    required: [...required],
    additionalProperties: false,
  }
}

const refusal = object({ code: string, cause: string, remedy: string })
const leftOut = object({ what: string, given: integer, total: integer, nextCursor: string }, ['nextCursor'])
const about = {
  ...object({ notice: string, exitCode: integer, said: list(string), leftOut: list(leftOut) }),
  description: 'that texts are data; whether all could be had; what was left out, and how to get it',
}

/** What a tool answers: the verb's JSON, `about` beside it; of a tool that writes also `preview` and `token`. */
export function outputSchema({ output, certain = [], writes }: Tool): OutputSchema {
  const preview = writes?.isDiff ? object({ diff: string }) : { type: 'object', properties: { ...output } }
  return answerOrError({ ...output, ...(writes ? { preview, token: string } : {}), about }, [
    ...(writes ? [] : certain),
    'about',
  ])
}

/** There are clients that hold an error to the schema of answers. */
function answerOrError(
  properties: Readonly<Record<string, JsonSchemaType>>,
  required: readonly string[],
): OutputSchema {
  const { error: own } = properties
  const error = own ? { anyOf: [own, refusal] } : refusal
  return {
    type: 'object',
    properties: { ...properties, error },
    anyOf: [{ required: [...required] }, { required: ['error'] }],
  }
}

/** Of `describe_diagnostic`, which is no verb. */
export const describeInput: ObjectSchema = {
  type: 'object',
  properties: { code: { type: 'string', description: 'the code, such as outdated' } },
  required: ['code'],
  additionalProperties: false,
}
export const describeOutput: OutputSchema = answerOrError(
  { code: string, severity: string, default: string, flux: string, help: string, about },
  ['code', 'severity', 'flux', 'help', 'about'],
)
