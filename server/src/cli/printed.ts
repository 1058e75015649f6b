import { forTerminal, inLine, shown } from '../text/foreign.ts'

/** What the command line may print: made here and in `table.ts` alone, so that nothing foreign steers a terminal or a CI run. */
export type Printed = string & { readonly [made]: true }

declare const made: unique symbol

/** Text, in one or more lines. */
export function printable(text: string): Printed {
  return asItIs(forTerminal(text))
}

/** The same in one line, without a break at its end. */
export function printableLine(text: string): Printed {
  return printable(inLine(text))
}

/** A value as JSON, indented, with a line break at its end. The same value, whatever is escaped in it. */
export function json(value: unknown): Printed {
  const text = shown(JSON.stringify(value, null, 2))
  return asItIs(`${text.replace(/##(?=\w*\[)/g, '\\u0023#')}\n`)
}

/** Text in a format that has escapes of its own, or that no person reads: a report, a patch for a pipe. */
export function asItIs(text: string): Printed {
  return text as Printed
}

/** Whether a text on standard error only says what is waited for: it ends so, and is no part of an answer. */
export function isWait(text: Printed): boolean {
  return text.trimEnd().endsWith('…')
}

/** One after another. */
export function together(...parts: readonly Printed[]): Printed {
  return asItIs(parts.join(''))
}
