import type { World } from './world.ts'

/** A verb of the command line: its row of the table makes its arguments, its help and its entry in docs/cli.md. */
export interface Verb {
  readonly name: string
  /** What it takes beside options, as help shows it: `[PATH…]`. */
  readonly operands: string
  /** One line without a full stop: what the verb answers. */
  readonly summary: string
  /** Further paragraphs for `fluxmark help VERB`. */
  readonly details?: readonly string[]
  /** Its own options; `commonOptions` come beside them. */
  readonly options: readonly Option[]
  /** The names that `--format` takes, the default first; `text` and `json` where absent. */
  readonly formats?: readonly string[]
  readonly examples: readonly Example[]
  /** Answers, and gives the exit code (contract: exit codes). Throws a `UsageError`. */
  readonly run: (args: Arguments, world: World) => Promise<number>
}

export interface Option {
  /** Without the dashes. */
  readonly name: string
  readonly summary: string
  /** What it takes, as help shows it: `NAME`; a flag takes nothing. */
  readonly value?: string
  /** Whether it may stand without its value, which is empty then: `--changed` or `--changed=REF`. */
  readonly isValueOptional?: boolean
  /** The only values that it takes; they stand in place of `value` in help. */
  readonly choices?: readonly string[]
  readonly isRepeatable?: boolean
  /** A single letter for it: `o` for `-o`. */
  readonly letter?: string
  /** Another option, without which this one means nothing. */
  readonly goesWith?: string
  /** Other flags that it stands for, too. */
  readonly implies?: readonly string[]
  /** What is wrong with a value, as the rest of a sentence that begins with the option: `takes …, not "x"`. */
  readonly problem?: (value: string) => string | undefined
}

export interface Example {
  /** The command line without `fluxmark`. */
  readonly command: string
  readonly does: string
}

/** A command line as it was read. */
export interface Arguments {
  /** Paths, or what the verb takes in their place. */
  readonly operands: readonly string[]
  /** One of the verb's formats. */
  readonly format: string
  readonly flags: ReadonlySet<string>
  readonly values: ReadonlyMap<string, string>
  readonly many: ReadonlyMap<string, readonly string[]>
}

/** What `--format` takes for a verb, the default first. */
export function formatsOf({ formats = ['text', 'json'] }: Pick<Verb, 'formats'>): readonly string[] {
  return formats
}
