import type { GoError } from '../go-error.ts'
import type { Bytes } from '../utf8.ts'
import {
  type Accept,
  acceptAll,
  acceptFirst,
  acceptIdent,
  acceptNotClosing,
  acceptNotColonOrClosing,
  acceptNotSlash,
  acceptOnly,
  acceptTwo,
  type Mode,
  peek,
  read,
  type Scanner,
  scan,
  scanner,
  token,
  unread,
} from './scanner.ts'

/** `${param}`, or `${param` + name + arguments + `}`, where the name is the operator: `:-`, `##`, `//` … */
export interface Substitution {
  readonly param: Bytes
  readonly name: Bytes
  readonly args: readonly Part[]
}

/** A piece of a text: as it stands, or to be substituted. */
export type Part = Bytes | Substitution

/** How deep `${a:-${b:-…}}` may nest here; the reference has no limit. */
const deepest = 200

/** A text's pieces (fluxcd/pkg/envsubst, parse/parse.go), or its first error. */
export function parse(text: Bytes): readonly Part[] | GoError {
  const s = scanner(text)
  const parts: Part[] = []
  for (;;) {
    switch (scan(s, { accept: acceptAll, ident: true, lbrack: true, escape: 'dollar' })) {
      case 'eof':
        return parts
      case 'ident':
        parts.push(token(s))
        break
      case 'lbrack': {
        const part = parseSubstitution(s, 0)
        if ('err' in part) return part
        parts.push(part)
        break
      }
      default:
        return bad
    }
  }
}

const bad: GoError = { err: 'bad substitution' }

/** What follows `${`, up to and with the closing brace. */
function parseSubstitution(s: Scanner, depth: number): Substitution | GoError {
  if (depth > deepest) return { err: `substitutions nested more than ${deepest} deep` }
  if (peek(s) === '#') return parseLength(s)
  if (!isIdent(s, acceptIdent)) return { err: 'unable to parse variable name' }
  const param = token(s)
  const draft: Draft = { s, param, depth, name: '', args: [] }
  switch (peek(s)) {
    case ':':
      return parseDefaultOrSubstring(draft)
    case '=':
      return parseDefault(draft, acceptFirst('='))
    case ',':
    case '^':
      return readOperator(draft, acceptTwo(',^', ',^')) ?? close(draft)
    case '/':
      return parseReplace(draft)
    case '#':
      return readOperator(draft, acceptTwo('#', '#')) ?? readArgument(draft, acceptNotClosing) ?? close(draft)
    case '%':
      return readOperator(draft, acceptTwo('%', '%')) ?? readArgument(draft, acceptNotClosing) ?? close(draft)
    default:
      return isRbrack(s) ? draft : { err: 'missing closing brace' }
  }
}

/** `${#param}`. */
function parseLength(s: Scanner): Substitution | GoError {
  if (!isIdent(s, acceptFirst('#'))) return bad
  const name = token(s)
  if (!isIdent(s, acceptIdent)) return bad
  const param = token(s)
  return isRbrack(s) ? { param, name, args: [] } : bad
}

function parseDefaultOrSubstring(draft: Draft): Substitution | GoError {
  read(draft.s)
  const second = peek(draft.s)
  unread(draft.s)
  return '=-?+'.includes(second) ? parseDefault(draft, acceptTwo(':', '=-?+')) : parseSubstring(draft)
}

/** `${param:=word}`, `${param:-word}` and so on; the word may be several pieces. */
function parseDefault(draft: Draft, operator: Accept): Substitution | GoError {
  if (readOperator(draft, operator) !== undefined) return { err: 'unable to parse default function' }
  while (peek(draft.s) !== '}') {
    const error = readArgument(draft, acceptNotClosing)
    if (error !== undefined) return error
  }
  return close(draft)
}

/** `${param:offset}`, `${param:offset:length}`. */
function parseSubstring(draft: Draft): Substitution | GoError {
  const error = readOperator(draft, acceptFirst(':')) ?? readArgument(draft, acceptNotColonOrClosing)
  if (error !== undefined) return error
  switch (scan(draft.s, { accept: acceptOnly(':'), ident: true, rbrack: true })) {
    case 'rbrack':
      return draft
    case 'ident':
      return readArgument(draft, acceptNotClosing) ?? close(draft)
    default:
      return bad
  }
}

/** `${param/pattern/word}`, `//`, `/#`, `/%`. */
function parseReplace(draft: Draft): Substitution | GoError {
  const error = readOperator(draft, acceptTwo('/', '/#%')) ?? readArgument(draft, acceptNotSlash, true)
  if (error !== undefined) return error
  if (!isIdent(draft.s, acceptOnly('/'))) return bad
  if (peek(draft.s) === '}') return close(draft)
  return readArgument(draft, acceptNotClosing, true) ?? close(draft)
}

/** A substitution while it is read: the name and the arguments follow the parameter. */
interface Draft extends Substitution {
  readonly s: Scanner
  readonly depth: number
  name: Bytes
  readonly args: Part[]
}

function readOperator(draft: Draft, accept: Accept): GoError | undefined {
  if (!isIdent(draft.s, accept)) return bad
  draft.name = token(draft.s)
  return undefined
}

function readArgument(draft: Draft, accept: Accept, escapes = false): GoError | undefined {
  const escaping: Pick<Mode, 'escape'> = escapes ? { escape: 'all' } : {}
  switch (scan(draft.s, { accept, ident: true, lbrack: true, ...escaping })) {
    case 'lbrack': {
      const part = parseSubstitution(draft.s, draft.depth + 1)
      if ('err' in part) return part
      draft.args.push(part)
      return undefined
    }
    case 'ident':
      draft.args.push(token(draft.s))
      return undefined
    default:
      return { err: 'unable to parse substitution within function' }
  }
}

const close = (draft: Draft): Substitution | GoError => (isRbrack(draft.s) ? draft : bad)
const isIdent = (s: Scanner, accept: Accept): boolean => scan(s, { accept, ident: true }) === 'ident'
const isRbrack = (s: Scanner): boolean => scan(s, { accept: acceptAll, rbrack: true }) === 'rbrack'
