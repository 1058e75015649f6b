import { type Budget, checkSize, Failure } from '../reflect/failure.ts'
import type { Any, GoFunction } from '../reflect/type.ts'
import { quote } from '../strconv/quote.ts'
import type { Bytes } from '../utf8.ts'
import { type Node, show } from './node.ts'
import type { Trees } from './parse.ts'

/** One rendering. */
export interface Rendering {
  /** The name of the text, which error messages show. */
  readonly name: Bytes
  readonly text: Bytes
  readonly trees: Trees
  readonly functions: ReadonlyMap<Bytes, GoFunction>
  readonly budget: Budget
  readonly out: Bytes[]
  size: number
}

/** One invocation of a template; its variables are its own. */
export interface State {
  readonly rendering: Rendering
  /** The name of the template invoked. */
  readonly template: Bytes
  /** How many invocations deep. */
  readonly depth: number
  readonly variables: Variable[]
  /** Where it stands, for error messages. */
  node: Node
}

export interface Variable {
  readonly name: Bytes
  value: Any
}

/** The value a pipeline hands to its next command. The first has none, which is not the same as an invalid value. */
export interface Final {
  readonly value: Any
}

/** Ends the rendering with a message at the current node (`errorf` of text/template). */
export function fail(s: State, message: Bytes): never {
  const { name, text } = s.rendering
  const { position } = s.node
  const before = text.slice(0, position)
  const line = before.split('\n').length
  const column = position - (before.lastIndexOf('\n') + 1)
  const place = `template: ${name}:${line}:${column}: executing ${quote(s.template)}`
  throw new Failure(`${place} at <${show(s.node)}>: ${message}`, 'go', position)
}

/** The largest message there may be: no commit has one of a megabyte. */
const longest = 1_000_000

export function write(rendering: Rendering, text: Bytes): void {
  rendering.size += text.length
  checkSize(text.length)
  if (rendering.size > longest) {
    throw new Failure(`the rendered text is longer than ${longest} bytes`, 'limit')
  }
  rendering.out.push(text)
}

export function push(s: State, name: Bytes, value: Any): void {
  s.variables.push({ name, value })
}

/** Drops the variables declared since. */
export function pop(s: State, mark: number): void {
  s.variables.length = mark
}

/** The variable declared last under the name. */
export function variable(s: State, name: Bytes): Variable {
  return s.variables.findLast(one => one.name === name) ?? fail(s, `undefined variable: ${name}`)
}
