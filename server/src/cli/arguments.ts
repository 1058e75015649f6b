import { parseArgs } from 'node:util'
import { commonOptions } from './options/common-options.ts'
import { UsageError } from './usage-error.ts'
import { type Arguments, formatsOf, type Option, type Verb } from './verb.ts'

/** Reads what follows a verb, or throws a `UsageError` with the valid choices. */
export function readArguments(verb: Verb, argv: readonly string[]): Arguments {
  const options = [...verb.options, ...commonOptions(verb)]
  const { values: given, positionals } = parsed(argv, options)
  for (const { name, implies = [] } of options)
    if (given[name] !== undefined) for (const other of implies) given[other] ??= true
  const texts = (name: string) => {
    const value = given[name]
    return (Array.isArray(value) ? value : [value]).flatMap(one => (typeof one === 'string' ? [one] : []))
  }
  for (const option of options) {
    for (const value of texts(option.name)) refuse(option, value)
    if (given[option.name] !== undefined && option.goesWith && given[option.goesWith] === undefined)
      throw new UsageError(`--${option.name} goes with --${option.goesWith}`)
  }
  const single = options.filter(({ isRepeatable }) => !isRepeatable)
  const repeatable = options.filter(({ isRepeatable }) => isRepeatable)
  return {
    operands: positionals,
    format: texts('format').at(-1) ?? formatsOf(verb)[0] ?? 'text',
    flags: new Set(options.flatMap(({ name }) => (given[name] === true ? [name] : []))),
    values: new Map(single.flatMap(({ name }) => texts(name).map(value => [name, value] as const))),
    many: new Map(
      repeatable.flatMap(({ name }) => (given[name] === undefined ? [] : [[name, texts(name)] as const])),
    ),
  }
}

function refuse({ name, choices, problem }: Option, value: string): void {
  if (choices && !choices.includes(value))
    throw new UsageError(`--${name} is ${alternatives(choices)}, not "${value}"`)
  const reason = problem?.(value)
  if (reason !== undefined) throw new UsageError(`--${name} ${reason}`)
}

/** An option whose value may be left out takes no word after it: `--changed apps` is `--changed=` and a path. */
function withValues(argv: readonly string[], options: readonly Option[]): string[] {
  const bare = options.flatMap(({ name, isValueOptional }) => (isValueOptional ? [`--${name}`] : []))
  const end = argv.includes('--') ? argv.indexOf('--') : argv.length
  return argv.map((word, at) => (at < end && bare.includes(word) ? `${word}=` : word))
}

/** `a, b or c`. */
function alternatives(words: readonly string[]): string {
  return words.length < 2 ? words.join() : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`
}

function parsed(argv: readonly string[], options: readonly Option[]) {
  const config = Object.fromEntries(
    options.map(
      ({ name, value, choices, isRepeatable = false, letter }) =>
        [
          name,
          {
            type: value === undefined && choices === undefined ? ('boolean' as const) : ('string' as const),
            multiple: isRepeatable,
            ...(letter === undefined ? {} : { short: letter }),
          },
        ] as const,
    ),
  )
  try {
    return parseArgs({
      args: withValues(argv, options),
      options: config,
      allowPositionals: true,
      strict: true,
    }) as {
      values: Record<string, string | boolean | (string | boolean)[] | undefined>
      positionals: string[]
    }
  } catch (error) {
    const problem = (error instanceof Error ? error.message : String(error)).split(/\. |\n/)[0]
    const valid = options.map(({ name }) => `--${name}`).join(' ')
    throw new UsageError(`${problem}; valid here: ${valid}`)
  }
}
