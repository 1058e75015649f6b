import { parseFloat64 } from '../float.ts'
import type { GoError } from '../go-error.ts'
import type { Complex } from '../reflect/type.ts'
import { parseInt64, parseUint64 } from '../strconv/parse-int.ts'
import { quote } from '../strconv/quote.ts'
import { unquoteChar } from '../strconv/unquote.ts'
import type { Token } from './lexer.ts'
import type { NumberNode } from './node.ts'

/** A number or character constant, as `newNumber` of text/template/parse reads it. */
export function parseNumber(token: Token): NumberNode | GoError {
  switch (token.type) {
    case 'charConstant':
      return parseCharacter(token)
    case 'complex':
      return parseComplex(token)
    default:
      return parseImaginary(token) ?? parseReal(token)
  }
}

function number(token: Token, found: Partial<NumberNode>): NumberNode {
  const none = { int: undefined, uint: undefined, float: undefined, complex: undefined }
  return { kind: 'number', position: token.position, text: token.value, ...none, ...found }
}

function parseCharacter(token: Token): NumberNode | GoError {
  const found = unquoteChar(token.value, 1, "'")
  if (found === undefined) return { err: 'invalid syntax' }
  if (token.value.slice(found.end) !== "'") return { err: `malformed character constant: ${token.value}` }
  const int = BigInt(found.rune)
  return number(token, { int, uint: int, float: found.rune })
}

/** `1+2i`, which Go reads with `fmt.Sscan`. */
function parseComplex(token: Token): NumberNode | GoError {
  const float = String.raw`[+-]?(?:0[xX][0-9a-fA-F_]*\.?[0-9a-fA-F_]*(?:[pP][+-]?[0-9_]+)?|[0-9_]*\.?[0-9_]*(?:[eEpP][+-]?[0-9_]+)?)`
  const [, real = '', imaginary = ''] =
    new RegExp(`^(${float})([+-]${float.slice(5)})i$`).exec(token.value) ?? []
  if (imaginary === '') return { err: 'syntax error scanning complex number' }
  const re = parseFloat64(real)
  if (typeof re !== 'number') return re
  const im = parseFloat64(imaginary)
  return typeof im === 'number' ? number(token, simplified({ re, im })) : im
}

function parseImaginary(token: Token): NumberNode | undefined {
  if (!token.value.endsWith('i')) return undefined
  const im = parseFloat64(token.value.slice(0, -1))
  return typeof im === 'number' ? number(token, simplified({ re: 0, im })) : undefined
}

function parseReal(token: Token): NumberNode | GoError {
  const { value } = token
  const int = parseInt64(value, 0)
  // `-0` is no unsigned number for ParseUint, but it is one.
  const uint = parseUint64(value, 0) ?? (int === 0n ? 0n : undefined)
  const exact = int ?? uint
  if (exact !== undefined) return number(token, { int, uint, float: Number(exact) })
  const float = parseFloat64(value)
  if (typeof float !== 'number') return { err: `illegal number syntax: ${quote(value)}` }
  if (!/[.eEpP]/.test(value)) return { err: `integer overflow: ${quote(value)}` }
  return number(token, { float, ...asIntegers(float) })
}

/** A complex number with no imaginary part is a float as well, and perhaps an integer. */
function simplified(complex: Complex): Partial<NumberNode> {
  return complex.im === 0 ? { complex, float: complex.re, ...asIntegers(complex.re) } : { complex }
}

/** The integers that are the same number; on amd64 a float beyond them does not convert back to itself. */
function asIntegers(float: number): Pick<NumberNode, 'int' | 'uint'> {
  if (!Number.isInteger(float)) return { int: undefined, uint: undefined }
  const integer = BigInt(float)
  return {
    int: BigInt.asIntN(64, integer) === integer ? integer : undefined,
    uint: BigInt.asUintN(64, integer) === integer ? integer : undefined,
  }
}
