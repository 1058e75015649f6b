import { commonOptions } from './options/common-options.ts'
import { UsageError } from './usage-error.ts'
import type { Option, Verb } from './verb.ts'

/** `fluxmark help`, `fluxmark help VERB` and `fluxmark VERB --help`, for people; made from the table of verbs. */
export function help(verbs: readonly Verb[], argv: readonly string[]): string {
  const words = argv.filter(word => word !== 'help' && !word.startsWith('-'))
  const [name] = words
  if (name === undefined) return overview(verbs)
  const verb = verbs.find(one => one.name === name)
  if (verb === undefined) throw new UsageError(notAVerb(verbs, name))
  return ofVerb(verb)
}

/** One sentence with the valid choices. */
export function notAVerb(verbs: readonly Verb[], word: string | undefined): string {
  const said = word === undefined ? 'say what to do' : `"${word}" is not a verb`
  return `${said}: fluxmark ${verbs.map(({ name }) => name).join('|')} [PATH…]; see fluxmark help`
}

/**
 * An option as help shows it: `-o, --output FILE`.
 * @internal docs/cli.md is made from it too.
 */
export function signature({ name, value, choices, letter, isValueOptional }: Option): string {
  const taken = choices?.join('|') ?? value
  if (isValueOptional) return `--${name}[=${taken}]`
  return `${letter === undefined ? '' : `-${letter}, `}--${name}${taken === undefined ? '' : ` ${taken}`}`
}

/**
 * What an option does, with what it goes with.
 * @internal docs/cli.md is made from it too.
 */
export function meaning({ summary, goesWith, isRepeatable }: Option): string {
  const notes = [
    ...(goesWith === undefined ? [] : [`with --${goesWith}`]),
    ...(isRepeatable ? ['repeatable'] : []),
  ]
  return notes.length === 0 ? summary : `${summary} (${notes.join('; ')})`
}

/** @internal docs/cli.md is made from them too. */
export const exitCodes: readonly string[] = [
  '0   answered, whatever the answer',
  '1   `check` found a warning or an error',
  '2   wrong usage',
  '3   something that was asked for could not be had',
  '70  a bug of Fluxmark',
]

function overview(verbs: readonly Verb[]): string {
  return [
    'fluxmark VERB [PATH…] [options]',
    '',
    ...aligned(verbs.map(({ name, summary }) => [name, summary])),
    ...aligned([['help VERB', 'what a verb takes']]),
    '',
    'Options of every verb:',
    ...optionLines(commonOptions({})),
    '',
    'Exit codes:',
    ...exitCodes.map(line => `  ${line.replaceAll('`', '')}`),
    '',
    'PATH defaults to the repository of the current folder.',
    '',
  ].join('\n')
}

function ofVerb(verb: Verb): string {
  const { name, operands, summary, details = [], options, examples } = verb
  return [
    ['fluxmark', name, operands, '[options]'].filter(word => word !== '').join(' '),
    '',
    ...wrapped(`${summary}.`, 100),
    ...details.flatMap(paragraph => ['', ...wrapped(paragraph.replaceAll('`', ''), 100)]),
    ...(options.length === 0 ? [] : ['', 'Options:', ...optionLines(options)]),
    '',
    'Options of every verb:',
    ...optionLines(commonOptions(verb)),
    '',
    'Examples:',
    ...examples.flatMap(({ command, does }) => [`  fluxmark ${command}`, `      ${does}`]),
    '',
  ].join('\n')
}

function optionLines(options: readonly Option[]): readonly string[] {
  return aligned(options.map(option => [signature(option), meaning(option).replaceAll('`', '')]))
}

/** Two columns, the second one wrapped; a first that is too long gets a line of its own. */
function aligned(rows: readonly (readonly [string, string])[]): readonly string[] {
  const width = 28
  return rows.flatMap(([left, right]) => {
    const lines = wrapped(right, 100 - width - 2)
    const indent = ' '.repeat(width + 2)
    if (left.length > width - 2) return [`  ${left}`, ...lines.map(line => indent + line)]
    return lines.map((line, at) => (at === 0 ? `  ${left.padEnd(width)}${line}` : indent + line))
  })
}

function wrapped(text: string, width: number): readonly string[] {
  const lines: string[] = []
  for (const word of text.split(' ')) {
    const last = lines.at(-1)
    if (last !== undefined && last.length + 1 + word.length <= width)
      lines[lines.length - 1] = `${last} ${word}`
    else lines.push(word)
  }
  return lines
}
