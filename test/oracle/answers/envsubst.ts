import { envsubst as substitute } from '../../../server/src/go/envsubst.ts'
import type { Answer, Case } from '../compare.ts'

interface Input extends Case {
  readonly in: string
  readonly vars: Readonly<Record<string, string>>
  readonly strict: boolean
}

export function envsubst(input: Input): Answer {
  const result = substitute(input.in, input.vars, input.strict)
  return typeof result === 'string' ? { ok: result } : result
}
