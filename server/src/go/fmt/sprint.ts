import type { Any } from '../reflect/type.ts'
import type { Bytes } from '../utf8.ts'
import { type Printer, printer, write } from './printer.ts'
import { printArgument } from './value.ts'

/** `fmt.Sprint`: a space between two arguments of which neither is a string. */
export function sprint(args: readonly Any[]): Bytes {
  const p = printer()
  let wasString = false
  for (const [index, argument] of args.entries()) {
    const isString = argument?.type.kind === 'string'
    if (index > 0 && !isString && !wasString) write(p, ' ')
    printArgument(p, argument, 'v')
    wasString = isString
  }
  return p.out
}

/** `fmt.Sprintln`. */
export function sprintln(args: readonly Any[]): Bytes {
  const p: Printer = printer()
  for (const [index, argument] of args.entries()) {
    if (index > 0) write(p, ' ')
    printArgument(p, argument, 'v')
  }
  return `${p.out}\n`
}
