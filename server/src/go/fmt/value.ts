import { checkDepth } from '../reflect/failure.ts'
import { type Any, type Complex, type GoValue, isInteger, isUnsigned } from '../reflect/type.ts'
import { callString, concrete, elements, held, isNil, pointee, sortedEntries } from '../reflect/value.ts'
import { canBackquote, quote, quoteToAscii } from '../strconv/quote.ts'
import type { Bytes } from '../utf8.ts'
import { formatComplex, formatFloatVerb, formatHex64, formatInteger } from './number.ts'
import { formatHex, formatString, type Printer, pad, truncate, write } from './printer.ts'

/** Prints what an interface holds, as package fmt's `printArg` does. */
export function printArgument(p: Printer, argument: Any, verb: string): void {
  if (argument === undefined) {
    if (verb === 'T' || verb === 'v') pad(p, '<nil>')
    else badVerb(p, undefined, verb)
  } else if (verb === 'T') formatString(p, argument.type.name)
  else if (verb === 'p') {
    if (!printPointer(p, argument, verb)) badVerb(p, argument, verb)
  } else if (!printByMethod(p, argument, verb)) printValue(p, argument, verb, 0)
}

/** Prints a value by its kind; one that lies in another (depth above 0) by its method, where it has one. */
function printValue(p: Printer, value: GoValue, verb: string, depth: number): void {
  checkDepth(depth)
  if (depth > 0 && printByMethod(p, value, verb)) return
  if (!printKind(p, value, verb, depth)) badVerb(p, value, verb)
}

/** False for a verb that the kind does not have. */
function printKind(p: Printer, value: GoValue, verb: string, depth: number): boolean {
  const { type, data } = value
  if (isInteger(type)) return formatInteger(p, data as bigint, verb, !isUnsigned(type))
  switch (type.kind) {
    case 'bool':
      if (verb !== 't' && verb !== 'v') return false
      pad(p, String(data))
      return true
    case 'float64':
      return formatFloatVerb(p, data as number, verb)
    case 'complex128':
      return formatComplex(p, (data as Complex).re, (data as Complex).im, verb)
    case 'string':
      return printString(p, data as Bytes, verb)
    case 'ptr': {
      const target = depth === 0 ? pointee(value) : undefined
      if (target === undefined || !['slice', 'struct', 'map'].includes(target.type.kind)) {
        return printPointer(p, value, verb)
      }
      write(p, '&')
      printValue(p, target, verb, depth + 1)
      return true
    }
    case 'map':
      printMap(p, value, verb, depth)
      return true
    case 'struct':
      printStruct(p, value, verb, depth)
      return true
    case 'slice':
      printSlice(p, value, verb, depth)
      return true
    default:
      printInterface(p, value, verb, depth)
      return true
  }
}

/** By `Error` or `String`, for the verbs that a string has. */
function printByMethod(p: Printer, value: GoValue, verb: string): boolean {
  if (p.erroring) return false
  if (verb === 'w') {
    badVerb(p, value, verb)
    return true
  }
  if (p.flags.sharpV || !'vsxXq'.includes(verb)) return false
  const method = value.type.methods?.has('Error') === true ? 'Error' : 'String'
  if (value.type.methods?.has(method) !== true) return false
  // A method of a nil pointer panics, and fmt makes that `<nil>`.
  if (isNil(value)) write(p, '<nil>')
  else printString(p, callString(value, method) ?? '', verb)
  return true
}

function printString(p: Printer, text: Bytes, verb: string): boolean {
  if (verb === 'q' || (verb === 'v' && p.flags.sharpV)) printQuoted(p, text)
  else if (verb === 'v' || verb === 's') formatString(p, text)
  else if (verb === 'x' || verb === 'X') formatHex(p, text, verb)
  else return false
  return true
}

function printQuoted(p: Printer, text: Bytes): void {
  const cut = truncate(p, text)
  if (p.flags.sharp && canBackquote(cut)) pad(p, `\`${cut}\``)
  else pad(p, p.flags.plus ? quoteToAscii(cut) : quote(cut))
}

function printMap(p: Printer, value: GoValue, verb: string, depth: number): void {
  const go = p.flags.sharpV
  write(p, go ? value.type.name + (isNil(value) ? '(nil)' : '{') : 'map[')
  for (const [index, [key, item]] of sortedEntries(value).entries()) {
    if (index > 0) write(p, go ? ', ' : ' ')
    printValue(p, key, verb, depth + 1)
    write(p, ':')
    printValue(p, item, verb, depth + 1)
  }
  if (!go) write(p, ']')
  else if (!isNil(value)) write(p, '}')
}

function printStruct(p: Printer, value: GoValue, verb: string, depth: number): void {
  const { sharpV, plusV } = p.flags
  write(p, sharpV ? `${value.type.name}{` : '{')
  const data = value.data as readonly unknown[]
  for (const [index, field] of (value.type.fields ?? []).entries()) {
    if (index > 0) write(p, sharpV ? ', ' : ' ')
    if (sharpV || plusV) write(p, `${field.name}:`)
    const inner = held(field.type, data[index])
    printValue(p, concrete(inner) ?? inner, verb, depth + 1)
  }
  write(p, '}')
}

function printInterface(p: Printer, value: GoValue, verb: string, depth: number): void {
  const inner = concrete(value)
  if (inner !== undefined) printValue(p, inner, verb, depth + 1)
  else write(p, p.flags.sharpV ? `${value.type.name}(nil)` : '<nil>')
}

function printSlice(p: Printer, value: GoValue, verb: string, depth: number): void {
  const go = p.flags.sharpV
  write(p, go ? value.type.name + (isNil(value) ? '(nil)' : '{') : '[')
  for (const [index, element] of elements(value).entries()) {
    if (index > 0) write(p, go ? ', ' : ' ')
    printValue(p, element, verb, depth + 1)
  }
  if (!go) write(p, ']')
  else if (!isNil(value)) write(p, '}')
}

/** An address that is as good as any: Go's differ from run to run. */
const address = 0xc000012345n

function printPointer(p: Printer, value: GoValue, verb: string): boolean {
  if (!['map', 'slice', 'ptr'].includes(value.type.kind)) return false
  const at = isNil(value) ? 0n : address
  if (verb !== 'v' && verb !== 'p') return 'bodxX'.includes(verb) && formatInteger(p, at, verb, false)
  if (verb === 'v' && p.flags.sharpV) {
    write(p, `(${value.type.name})(${at === 0n ? 'nil' : `0x${at.toString(16)}`})`)
  } else if (verb === 'v' && at === 0n) pad(p, '<nil>')
  else formatHex64(p, at, !p.flags.sharp)
  return true
}

/** `%!d(string=x)`. */
function badVerb(p: Printer, value: Any, verb: string): void {
  p.erroring = true
  write(p, `%!${verb}(`)
  if (value === undefined) write(p, '<nil>')
  else {
    write(p, `${value.type.name}=`)
    printValue(p, value, 'v', 0)
  }
  write(p, ')')
  p.erroring = false
}
