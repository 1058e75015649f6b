import { isGoError } from '../go-error.ts'
import { type Budget, checkSize, panic, spend } from '../reflect/failure.ts'
import { fn, metered } from '../reflect/function.ts'
import { boolType, type GoFunction, intType, type Slice, stringsType, stringType } from '../reflect/type.ts'
import type { Expander } from '../regexp/expand.ts'
import { readRegexp } from '../regexp/syntax.ts'
import { compileRegexp, type Regexp } from '../regexp.ts'
import { canBackquote, quote } from '../strconv/quote.ts'
import { type Bytes, toBytes, toText } from '../utf8.ts'

/** sprig's functions over regular expressions (regex.go). Without `must`, a bad pattern panics. */
export const regexFunctions: Readonly<Record<string, GoFunction>> = {
  regexMatch: metered([stringType, stringType], boolType, (budget, pattern, text) => {
    const regexp = tryCompile(budget, pattern, text)
    return typeof regexp !== 'string' && regexp.test(toText(text))
  }),
  mustRegexMatch: metered([stringType, stringType], boolType, (budget, pattern, text) =>
    compile(budget, pattern, text, true).test(toText(text)),
  ),
  ...pair('FindAll', must =>
    metered([stringType, stringType, intType], stringsType, (budget, pattern, text, most) =>
      findAll(compile(budget, pattern, text, must), text, Number(most)),
    ),
  ),
  ...pair('Find', must =>
    metered(
      [stringType, stringType],
      stringType,
      (budget, pattern, text) => (findAll(compile(budget, pattern, text, must), text, 1) ?? [''])[0] ?? '',
    ),
  ),
  ...pair('ReplaceAll', must =>
    metered([stringType, stringType, stringType], stringType, (budget, pattern, text, replacement) =>
      replaceAll(compile(budget, pattern, text, must), text, replacement, true),
    ),
  ),
  ...pair('ReplaceAllLiteral', must =>
    metered([stringType, stringType, stringType], stringType, (budget, pattern, text, replacement) =>
      replaceAll(compile(budget, pattern, text, must), text, replacement, false),
    ),
  ),
  ...pair('Split', must =>
    metered([stringType, stringType, intType], stringsType, (budget, pattern, text, most) =>
      split(compile(budget, pattern, text, must), pattern, text, Number(most)),
    ),
  ),
  regexQuoteMeta: fn([stringType], stringType, text => text.replace(/[\\.+*?()|[\]{}^$]/g, '\\$&')),
}

function pair(name: string, make: (must: boolean) => GoFunction): Record<string, GoFunction> {
  return { [`regex${name}`]: make(false), [`mustRegex${name}`]: make(true) }
}

/** A pattern ready to match, or the text of its error. */
function tryCompile(budget: Budget, pattern: Bytes, text: Bytes): Regexp | Bytes {
  const syntax = readRegexp(toText(pattern))
  // Compiling and matching take time in proportion to the size of the program.
  spend(budget, (pattern.length + (isGoError(syntax) ? 10 : syntax.size)) * (text.length + 100))
  const regexp = compileRegexp(toText(pattern))
  return isGoError(regexp) ? toBytes(regexp.err) : regexp
}

function compile(budget: Budget, pattern: Bytes, text: Bytes, must: boolean): Regexp {
  const regexp = tryCompile(budget, pattern, text)
  if (typeof regexp !== 'string') return regexp
  const quoted = canBackquote(pattern) ? `\`${pattern}\`` : quote(pattern)
  return panic(must ? regexp : `regexp: Compile(${quoted}): ${regexp}`)
}

/** `FindAllString`: nil where nothing is found. */
function findAll(regexp: Regexp, text: Bytes, most: number): Slice<Bytes> {
  const subject = toText(text)
  const found = most === 0 ? [] : regexp.findAll(subject, most < 0 ? -1 : most)
  return found.length === 0 ? null : found.map(([start = 0, end = 0]) => toBytes(subject.slice(start, end)))
}

/** `ReplaceAllString`, or with `expands` false `ReplaceAllLiteralString`. */
function replaceAll(regexp: Regexp, text: Bytes, replacement: Bytes, expands: boolean): Bytes {
  const subject = toText(text)
  const template = toText(replacement)
  const expand: Expander = expands ? regexp.expander(template) : () => template
  let result = ''
  let from = 0
  for (const offsets of regexp.findAll(subject, -1)) {
    const [start = 0, end = 0] = offsets
    result += subject.slice(from, start) + expand(subject, offsets)
    checkSize(result.length)
    from = end
  }
  return toBytes(result + subject.slice(from))
}

/** `Split`: the parts between the matches, at most so many; an empty match at the start parts nothing. */
function split(regexp: Regexp, pattern: Bytes, text: Bytes, most: number): Slice<Bytes> {
  if (most === 0) return null
  const subject = toText(text)
  if (subject === '' && pattern !== '') return ['']
  const parts: string[] = []
  let [begin, end] = [0, 0]
  for (const [start = 0, stop = 0] of regexp.findAll(subject, most < 0 ? -1 : most)) {
    if (most > 0 && parts.length === most - 1) break
    end = start
    if (stop !== 0) parts.push(subject.slice(begin, end))
    begin = stop
  }
  if (end !== subject.length) parts.push(subject.slice(begin))
  return parts.map(toBytes)
}
