import type { ObjectSchema } from './schema.ts'

/** Durations as the published definitions allow them: Go's units without those below a millisecond. */
export const duration = '^([0-9]+(\\.[0-9]+)?(ms|s|m|h))+$'

/** A reference to an object of the same namespace. */
export function namedRef(description: string): ObjectSchema {
  return {
    type: 'object',
    description,
    fields: { name: { type: 'string', required: true, description: 'The name of the object.' } },
  }
}
