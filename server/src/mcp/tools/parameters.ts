import type { Parameter } from '../tool.ts'

/** What several tools take. */

export const paths: Parameter = {
  isOperand: true,
  schema: {
    type: 'array',
    items: { type: 'string', minLength: 1 },
    description: 'files or folders, relative to the root; everything where absent',
  },
}

export const policies: Parameter = {
  schema: {
    type: 'array',
    items: { type: 'string' },
    description: 'only by these policies, as namespace:name',
  },
}

export const automations: Parameter = {
  schema: {
    type: 'array',
    items: { type: 'string' },
    description: 'only what these ImageUpdateAutomations update, as namespace:name',
  },
}

export function text(description: string): Parameter {
  return { schema: { type: 'string', description } }
}

export function flag(description: string): Parameter {
  return { schema: { type: 'boolean', description } }
}

export function operand(description: string): Parameter {
  return { isOperand: true, schema: { type: 'string', minLength: 1, description } }
}

export function oneOf(choices: readonly string[], description: string): Parameter {
  return { schema: { type: 'string', enum: [...choices], description } }
}

export function texts(description: string): Parameter {
  return { schema: { type: 'array', items: { type: 'string' }, description } }
}

/** Where a change is committed. */
export const commitParameters: Readonly<Record<'commit' | 'branch' | 'message' | 'push', Parameter>> = {
  commit: flag('commit the values, and nothing else'),
  branch: text('the branch to commit on; by default the one that the automation pushes to'),
  message: text('the commit message, instead of the automation’s'),
  push: flag('push what was committed'),
}
