import { applyOperator, type Panic } from './envsubst/functions.ts'
import { type Part, parse, type Substitution } from './envsubst/parse.ts'
import type { GoError } from './go-error.ts'
import { quote } from './strconv/quote.ts'
import { type Bytes, toBytes, toText } from './utf8.ts'

/**
 * A text with its `${…}` replaced, as Flux's `postBuild` does it (fluxcd/pkg/envsubst, a fork of drone/envsubst;
 * vector family `envsubst`). With `strict`, a variable that is not there is an error instead of empty, unless its
 * operator gives a default. `panic` is where Flux's controller would panic: a negative length in `${a:1:-1}`.
 */
export function envsubst(
  text: string,
  vars: Readonly<Record<string, string>>,
  strict: boolean,
): string | GoError | Panic {
  const parts = parse(toBytes(text))
  if ('err' in parts) return parts
  // There may be many more variables than the text names.
  const find = (param: Bytes) => {
    const name = toText(param)
    return Object.hasOwn(vars, name) ? toBytes(vars[name] ?? '') : undefined
  }
  const result = evaluateAll(parts, { find, strict })
  return typeof result === 'string' ? toText(result) : result
}

interface Context {
  readonly find: (param: Bytes) => Bytes | undefined
  readonly strict: boolean
}

type Result = Bytes | GoError | Panic

function evaluateAll(parts: readonly Part[], context: Context): Result {
  const texts: Bytes[] = []
  for (const part of parts) {
    const text = typeof part === 'string' ? part : evaluate(part, context)
    if (typeof text !== 'string') return text
    texts.push(text)
  }
  return texts.join('')
}

function evaluate({ param, name, args }: Substitution, context: Context): Result {
  const words: Bytes[] = []
  for (const arg of args) {
    const word = evaluateAll([arg], context)
    if (typeof word !== 'string') return word
    words.push(word)
  }
  const value = context.find(param)
  if (value === undefined && context.strict && !defaults.has(name)) {
    return { err: `variable not set (strict mode): ${toText(quote(param))}` }
  }
  return applyOperator(name, value ?? '', words)
}

/** The operators that say what to take for a variable that is not set. */
const defaults: ReadonlySet<Bytes> = new Set(['-', '+', '=', '?', ':-', ':+', ':=', ':?'])
