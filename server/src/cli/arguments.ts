import { parseArgs } from 'node:util'

/** The user erred: one sentence, exit 2. */
export class UsageError extends Error {}

/** The verbs and, for each, its own options beside the common ones. `many` ones may be repeated. */
const verbs = {
  check: { flags: ['outdated-is-error', 'fix', 'dry-run', 'yes'], values: [], many: [] },
  policies: { flags: [], values: [], many: [] },
  explain: { flags: [], values: [], many: [] },
  update: {
    flags: ['dry-run', 'commit', 'push'],
    values: ['branch', 'message'],
    many: ['policy', 'automation'],
  },
  resources: { flags: [], values: ['root'], many: [] },
  scan: { flags: [], values: ['output'], many: [] },
  tags: { flags: ['insecure'], values: [], many: ['exclude'] },
  lsp: { flags: ['stdio', 'node-ipc'], values: ['clientProcessId'], many: [] },
} as const

export type Verb = keyof typeof verbs

export interface Arguments {
  readonly verb: Verb
  /** Paths, or what the verb takes in their place. */
  readonly operands: readonly string[]
  readonly format: 'text' | 'json'
  readonly flags: ReadonlySet<string>
  readonly values: ReadonlyMap<string, string>
  readonly many: ReadonlyMap<string, readonly string[]>
}

/** Reads a command line (without the program's name), or throws a `UsageError` with the valid choices. */
export function readArguments(argv: readonly string[]): Arguments {
  const [verb, ...rest] = argv
  if (!isVerb(verb)) {
    const said = verb === undefined ? 'say what to do' : `"${verb}" is not a verb`
    throw new UsageError(`${said}: fluxmark ${Object.keys(verbs).join('|')} [PATH…]; see --help`)
  }
  const own = verbs[verb]
  const flags = [...own.flags, 'offline', 'verbose']
  const values = [...own.values, 'format', 'tags', 'flux-version']
  const many = [...own.many, 'allow-host', 'insecure-host']
  const { values: given, positionals } = parsed(rest, flags, values, many)
  const format = given.format ?? 'text'
  if (format !== 'text' && format !== 'json')
    throw new UsageError(`--format is text or json, not "${String(format)}"`)
  return {
    verb,
    operands: positionals,
    format,
    flags: new Set(flags.filter(name => given[name] === true)),
    values: new Map(
      values.flatMap(name => (typeof given[name] === 'string' ? [[name, given[name]] as const] : [])),
    ),
    many: new Map(
      many.flatMap(name => (Array.isArray(given[name]) ? [[name, given[name].map(String)] as const] : [])),
    ),
  }
}

function parsed(
  args: readonly string[],
  flags: readonly string[],
  values: readonly string[],
  many: readonly string[],
) {
  const options = Object.fromEntries([
    ...flags.map(name => [name, { type: 'boolean' as const }] as const),
    ...values.map(
      name => [name, { type: 'string' as const, ...(name === 'output' ? { short: 'o' } : {}) }] as const,
    ),
    ...many.map(name => [name, { type: 'string' as const, multiple: true }] as const),
  ])
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true }) as {
      values: Record<string, string | boolean | (string | boolean)[] | undefined>
      positionals: string[]
    }
  } catch (error) {
    const problem = (error instanceof Error ? error.message : String(error)).split('. ')[0]
    const valid = [...flags, ...values, ...many].map(name => `--${name}`).join(' ')
    throw new UsageError(`${problem}; valid here: ${valid}`)
  }
}

function isVerb(verb: string | undefined): verb is Verb {
  return verb !== undefined && Object.hasOwn(verbs, verb)
}

export const usage: string = `fluxmark VERB [PATH…] [options]

  check       what is wrong, and what is outdated    --outdated-is-error
                                                     --fix (--dry-run shows, --yes asks nothing)
  policies    what every ImagePolicy selects now, and why not
  explain     the chain behind FILE:LINE or ns:name
  update      write the latest tags at the markers   --dry-run --policy ns:name --automation ns:name
                                                     --commit --branch NAME --push --message TEXT
  resources   the resources as the cluster receives them            --root DIR
  scan        list every repository's tags into a file for --tags   -o FILE
  tags IMAGE  list one image's tags                  --insecure --exclude REGEX
  lsp         the language server                    --stdio

  --format text|json   --offline   --tags FILE   --flux-version 2.9
  --allow-host HOST    --insecure-host HOST      --verbose

Exit codes: 0 answered; 1 check found a warning or an error; 2 wrong usage; 3 something asked for
could not be had; 70 a bug of ours. PATH defaults to the repository of the current folder.
`
