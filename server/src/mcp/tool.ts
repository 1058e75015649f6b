import type { JsonSchemaType } from '@modelcontextprotocol/server'

/** A tool: a verb, with what an assistant may say of its arguments. */
export interface Tool {
  readonly name: string
  readonly title: string
  readonly description: string
  readonly verb: string
  readonly parameters: Readonly<Record<string, Parameter>>
  readonly required?: readonly string[]
  /** Arguments of the verb that the tool always gives. */
  readonly always?: readonly string[]
  /** The list of the answer that is given in pages. An answer that is a list itself gets this name. */
  readonly list?: string
  /** The answer's own fields, for the output schema. */
  readonly output: Readonly<Record<string, JsonSchemaType>>
  /** Fields that each answer of a reading tool has. */
  readonly certain?: readonly string[]
  /** Asks no registry and no forge. */
  readonly isLocal?: boolean
  /** Absent for a tool that only reads. */
  readonly writes?: Writing
}

/** How a tool shows what it would write, and writes it. */
export interface Writing {
  readonly dry: readonly string[]
  readonly wet: readonly string[]
  /** What `--allow` must name for these arguments. */
  readonly needs: (input: Input) => 'write' | 'push'
  /** Whether it can take something away that is not kept elsewhere. */
  readonly isDestructive: boolean
  /** Whether the verb shows its changes as a diff on standard error, and they are the preview. */
  readonly isDiff?: boolean
}

export interface Parameter {
  readonly schema: JsonSchemaType
  /** The verb's operand; else an option of the same name in kebab case. */
  readonly isOperand?: boolean
  /** Another name of the option. */
  readonly option?: string
}

/** What came with a call; the schema has been held. */
export type Input = Readonly<Record<string, unknown>>

/** What a tool does, and of one that writes that it shows first. */
export function toolDescription({ description, writes }: Tool): string {
  return writes
    ? `${description} Without token: answers {preview, token} and writes nothing; with the token of a preview it is written.`
    : description
}

/** The verb's command line. No value of a call can be read as an option: all stand behind `=` or `--`. */
export function commandLine(
  { verb, parameters, always = [] }: Tool,
  input: Input,
  more: readonly string[],
): string[] {
  const options: string[] = []
  const operands: string[] = []
  for (const [name, { isOperand, option = kebab(name) }] of Object.entries(parameters)) {
    const given = input[name]
    const values = (Array.isArray(given) ? given : [given]).filter(value => value !== undefined)
    for (const value of values) {
      if (isOperand) operands.push(String(value))
      else if (value === true) options.push(`--${option}`)
      else if (value !== false) options.push(`--${option}=${String(value)}`)
    }
  }
  return [verb, ...always, ...more, ...options, '--format=json', '--', ...operands]
}

function kebab(name: string): string {
  return name.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`)
}
