import { Failure } from './reflect/failure.ts'
import { functions } from './template/functions.ts'
import type { FieldNode, IdentifierNode, Node, VariableNode } from './template/node.ts'
import { parse, type Trees } from './template/parse.ts'
import { longestTemplate } from './template.ts'
import { type Bytes, decodeRune, isAscii, toBytes, toText } from './utf8.ts'

/** What an editor wants to know of a template without rendering it. Offsets are UTF-16 units. */
export interface TemplateFacts {
  /** Go's parse error, and where the parser stood. An unknown function is one. */
  readonly error?: { readonly message: string; readonly offset: number }
  readonly fields: readonly FieldUse[]
  readonly functions: readonly FunctionUse[]
}

/** `.Changed.Changes`, `$.Values.x`, `$change.Setter`. */
export interface FieldUse {
  /** The names from the template's data on; only those written where it is not known what they belong to. */
  readonly path: readonly string[]
  readonly isFromData: boolean
  readonly span: readonly [start: number, end: number]
}

export interface FunctionUse {
  readonly name: string
  /** Whether Flux has it: text/template's and sprig's hermetic functions. */
  readonly isKnown: boolean
  readonly span: readonly [start: number, end: number]
}

/** The facts of a commit message template. Nothing is known of one that does not parse but its error. */
export function templateFacts(template: string): TemplateFacts {
  const text = toBytes(template)
  if (text.length > longestTemplate) return { fields: [], functions: [] }
  const error = parsed(text, name => functions.has(name))
  const trees = error instanceof Failure ? parsed(text, () => true) : error
  const offset = utf16Offsets(text)
  const fields: FieldUse[] = []
  const used: FunctionUse[] = []
  if (!(trees instanceof Failure)) {
    for (const [name, root] of trees) {
      // With what a definition is invoked is not followed.
      const isMain = name === templateName
      collect({ offset, fields, functions: used, isMain }, root, isMain ? [] : undefined)
    }
  }
  if (!(error instanceof Failure)) return { fields, functions: used }
  return {
    error: { message: toText(error.message), offset: offset(error.position ?? 0) },
    fields,
    functions: used,
  }
}

const templateName = 'commit message'

function parsed(text: Bytes, hasFunction: (name: Bytes) => boolean): Trees | Failure {
  try {
    return parse(templateName, text, hasFunction)
  } catch (error) {
    if (error instanceof Failure) return error
    throw error
  }
}

interface Collected {
  readonly offset: (position: number) => number
  readonly fields: FieldUse[]
  readonly functions: FunctionUse[]
  /** Whether `$` is the data, as it is outside of definitions. */
  readonly isMain: boolean
}

/** Where dot stands: the names from the data on, undefined where that is not known. */
type Dot = readonly Bytes[] | undefined

function collect(facts: Collected, node: Node, dot: Dot): void {
  switch (node.kind) {
    case 'list':
      for (const inner of node.nodes) collect(facts, inner, dot)
      break
    case 'pipe':
      for (const inner of node.commands) collect(facts, inner, dot)
      break
    case 'command':
      for (const inner of node.args) collect(facts, inner, dot)
      break
    case 'action':
      collect(facts, node.pipe, dot)
      break
    case 'template':
      if (node.pipe !== undefined) collect(facts, node.pipe, dot)
      break
    case 'if':
    case 'range':
    case 'with':
      collect(facts, node.pipe, dot)
      collect(
        facts,
        node.list,
        node.kind === 'if' ? dot : node.kind === 'with' ? target(facts, node.pipe, dot) : undefined,
      )
      if (node.elseList !== undefined) collect(facts, node.elseList, dot)
      break
    case 'chain':
      collect(facts, node.node, dot)
      break
    case 'identifier':
      facts.functions.push(functionUse(facts, node))
      break
    case 'field':
    case 'variable':
      if (node.kind === 'field' || node.names.length > 1) facts.fields.push(fieldUse(facts, node, dot))
      break
    default:
      break
  }
}

/** Where dot stands inside a `with`: known of a field alone. */
function target(facts: Collected, pipe: Extract<Node, { kind: 'pipe' }>, dot: Dot): Dot {
  const [command, more] = pipe.commands
  const [first, ...others] = command?.args ?? []
  if (more !== undefined || others.length > 0) return undefined
  if (first?.kind === 'dot') return dot
  return first?.kind === 'field' || first?.kind === 'variable' ? fromData(facts, first, dot) : undefined
}

/** The names from the data on; variables but `$` are not followed. */
function fromData(facts: Collected, node: FieldNode | VariableNode, dot: Dot): Dot {
  if (node.kind === 'field') return dot === undefined ? undefined : [...dot, ...node.names]
  return node.names[0] === '$' && facts.isMain ? node.names.slice(1) : undefined
}

function fieldUse(facts: Collected, node: FieldNode | VariableNode, dot: Dot): FieldUse {
  const { names, position } = node
  const written =
    node.kind === 'field'
      ? names.map(name => `.${name}`)
      : names.map((name, i) => (i === 0 ? name : `.${name}`))
  // Of several names the parser keeps the place of the second.
  const start = names.length > 1 ? position - (written[0]?.length ?? 0) : position
  const path = fromData(facts, node, dot)
  return {
    path: (path ?? (node.kind === 'field' ? names : names.slice(1))).map(toText),
    isFromData: path !== undefined,
    span: [facts.offset(start), facts.offset(start + written.join('').length)],
  }
}

function functionUse({ offset }: Collected, { name, position }: IdentifierNode): FunctionUse {
  const span = [offset(position), offset(position + name.length)] as const
  return { name: toText(name), isKnown: functions.has(name), span }
}

/** From byte offsets to UTF-16 units. */
function utf16Offsets(text: Bytes): (position: number) => number {
  if (isAscii(text)) return position => position
  const offsets = new Uint32Array(text.length + 1)
  let units = 0
  for (let at = 0; at < text.length; ) {
    const [rune, width] = decodeRune(text, at)
    offsets.fill(units, at, at + width)
    at += width
    units += rune > 0xffff ? 2 : 1
  }
  offsets[text.length] = units
  return position => offsets[position] ?? units
}
