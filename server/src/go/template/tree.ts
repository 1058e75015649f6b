import { Failure } from '../reflect/failure.ts'
import type { Bytes } from '../utf8.ts'
import { nextToken } from './lex.ts'
import { describe, type Lexer, type Token, type TokenType } from './lexer.ts'
import type { ListNode } from './node.ts'

/** A template while it is parsed. Those of one text share its lexer, but each looks ahead on its own. */
export interface Tree {
  readonly name: Bytes
  readonly source: Source
  /** Up to three tokens of look-ahead, the nearest last. */
  readonly tokens: [Token, Token, Token]
  peeked: number
  /** The variables defined at the moment. */
  readonly variables: Bytes[]
  /** Line of the action at work; 0 outside. */
  actionLine: number
  /** How many `range` are open. */
  ranges: number
}

/** What all templates of one text share. */
export interface Source {
  /** The name of the text, which error messages show. */
  readonly name: Bytes
  readonly lexer: Lexer
  readonly trees: Map<Bytes, ListNode>
  readonly hasFunction: (name: Bytes) => boolean
  /** How deep actions and parentheses are nested. */
  depth: number
}

export function newTree(name: Bytes, source: Source): Tree {
  const none: Token = { type: 'error', position: 0, value: '', line: 0 }
  return { name, source, tokens: [none, none, none], peeked: 0, variables: ['$'], actionLine: 0, ranges: 0 }
}

export function next(t: Tree): Token {
  if (t.peeked > 0) t.peeked--
  else t.tokens[0] = nextToken(t.source.lexer)
  return tokenAt(t, t.peeked)
}

export function peek(t: Tree): Token {
  if (t.peeked === 0) {
    t.peeked = 1
    t.tokens[0] = nextToken(t.source.lexer)
  }
  return tokenAt(t, t.peeked - 1)
}

export function nextNonSpace(t: Tree): Token {
  let token = next(t)
  while (token.type === 'space') token = next(t)
  return token
}

export function peekNonSpace(t: Tree): Token {
  const token = nextNonSpace(t)
  backup(t)
  return token
}

/** Puts the token just read back. */
export function backup(t: Tree): void {
  t.peeked++
}

/** Puts back the token just read and one or two before it. */
export function backupWith(t: Tree, before: Token, first?: Token): void {
  t.tokens[1] = before
  if (first !== undefined) t.tokens[2] = first
  t.peeked = first === undefined ? 2 : 3
}

/** Ends parsing with this message. */
export function fail(t: Tree, message: Bytes): never {
  const [{ line, position }] = t.tokens
  throw new Failure(`template: ${t.source.name}:${line}: ${message}`, 'go', position)
}

/** Ends parsing at a token that may not stand there. */
export function unexpected(t: Tree, token: Token, context: Bytes): never {
  if (token.type !== 'error') fail(t, `unexpected ${describe(token)} in ${context}`)
  const started = t.actionLine !== 0 && t.actionLine !== token.line
  // Avoids "action in action".
  const place = token.value.endsWith(' action') ? ' started at' : ' in action started at'
  fail(t, token.value + (started ? `${place} ${t.source.name}:${t.actionLine}` : ''))
}

export function expect(t: Tree, context: Bytes, ...types: readonly TokenType[]): Token {
  const token = nextNonSpace(t)
  if (!types.includes(token.type)) unexpected(t, token, context)
  return token
}

/** How deep actions and parentheses may nest here; Go's own limit for parentheses is 10,000. */
const deepest = 200

/** Parses something nested one deeper. */
export function deeper<T>(t: Tree, parse: () => T): T {
  if (t.source.depth === deepest) {
    throw new Failure(`the template nests actions more than ${deepest} deep`, 'limit', t.tokens[0].position)
  }
  t.source.depth++
  const parsed = parse()
  t.source.depth--
  return parsed
}

const tokenAt = (t: Tree, index: number): Token => t.tokens[index] ?? t.tokens[0]
