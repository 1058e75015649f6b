import { sprint } from '../fmt/sprint.ts'
import { spend } from '../reflect/failure.ts'
import { type Any, isInteger } from '../reflect/type.ts'
import { concrete, elements, isTrue, of, ofInt, ofString, sortedEntries } from '../reflect/value.ts'
import { quote } from '../strconv/quote.ts'
import { evaluatePipeline } from './evaluate.ts'
import { indirect } from './indirect.ts'
import type { BranchNode, ListNode, Node, TemplateNode } from './node.ts'
import { fail, pop, type Rendering, type State, variable, write } from './state.ts'

/**
 * Executes a parsed template (text/template/exec.go). Throws `Failure`.
 *
 * Lists and invocations are walked on a stack of our own, since Go lets templates call one another 100,000 deep.
 */
export function execute(rendering: Rendering, root: ListNode, data: Any): void {
  const state = newState(rendering, rendering.name, 0, root, data)
  const stack: Walk[] = [walkList(state, data, root)]
  let ended: Jump
  for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
    const step = top.next(ended)
    ended = undefined
    if (step.done !== true) stack.push(step.value)
    else {
      stack.pop()
      ended = step.value
    }
  }
}

/** Go's own limit. */
const maxDepth = 100_000

/** How a walk ended: by `{{break}}`, `{{continue}}`, or undefined at its end. */
type Jump = 'break' | 'continue' | undefined

/** A walk yields the walks it wants done first, and gets how they ended. */
type Walk = Generator<Walk, Jump, Jump>

function newState(rendering: Rendering, template: string, depth: number, node: Node, data: Any): State {
  return { rendering, template, depth, node, variables: [{ name: '$', value: data }] }
}

function* walkList(s: State, dot: Any, list: ListNode): Walk {
  s.node = list
  for (const node of list.nodes) {
    spend(s.rendering.budget, 10)
    s.node = node
    let ended: Jump
    switch (node.kind) {
      case 'text':
        write(s.rendering, node.text)
        break
      case 'action': {
        const value = evaluatePipeline(s, dot, node.pipe)
        s.node = node
        if (node.pipe.declared.length === 0) write(s.rendering, sprint([printable(value)]))
        break
      }
      case 'break':
      case 'continue':
        return node.kind
      case 'if':
      case 'with':
        ended = yield walkIfOrWith(s, dot, node)
        break
      case 'range':
        ended = yield walkRange(s, dot, node)
        break
      case 'template':
        yield walkTemplate(s, dot, node)
        break
      default:
        break
    }
    if (ended !== undefined) return ended
  }
  return undefined
}

/** What is printed for a value: what a pointer points to, and `<no value>` for none. */
function printable(value: Any): Any {
  const target = value?.type.kind === 'ptr' ? indirect(value)[0] : value
  return target === undefined ? ofString('<no value>') : concrete(target)
}

function* walkIfOrWith(s: State, dot: Any, node: BranchNode): Walk {
  const mark = s.variables.length
  const value = evaluatePipeline(s, dot, node.pipe)
  let ended: Jump
  if (isTrue(concrete(value))) ended = yield walkList(s, node.kind === 'with' ? value : dot, node.list)
  else if (node.elseList !== undefined) ended = yield walkList(s, dot, node.elseList)
  pop(s, mark)
  return ended
}

function* walkRange(s: State, dot: Any, node: BranchNode): Walk {
  const mark = s.variables.length
  const [value] = indirect(evaluatePipeline(s, dot, node.pipe))
  const inside = s.variables.length
  let ended: Jump
  let isEmpty = true
  for (const [index, element] of iterations(s, node, value)) {
    isEmpty = false
    spend(s.rendering.budget, 10)
    assign(s, node, index, element)
    ended = yield walkList(s, element, node.list)
    pop(s, inside)
    if (ended === 'break') break
  }
  ended = isEmpty && node.elseList !== undefined ? yield walkList(s, dot, node.elseList) : undefined
  pop(s, mark)
  // As in Go, a break in the {{else}} ends this range, though the parser takes it for the one around.
  return ended === 'break' ? undefined : ended
}

/** Sets the variables of a range: the last declared is the element, the one before it the index. */
function assign(s: State, node: BranchNode, index: Any, element: Any): void {
  const { declared, isAssign } = node.pipe
  const values = declared.length > 1 ? [index, element] : [element]
  for (const [place, { names }] of declared.entries()) {
    const target = isAssign
      ? variable(s, names[0] ?? '')
      : s.variables[s.variables.length - declared.length + place]
    if (target !== undefined) target.value = values[place]
  }
}

/** What a range goes over: a number counts up to it, a map is sorted by its keys. */
function* iterations(s: State, node: BranchNode, value: Any): Generator<readonly [index: Any, element: Any]> {
  if (value === undefined) return
  if (isInteger(value.type)) {
    if (node.pipe.declared.length > 1) {
      fail(s, `can't use ${sprint([value])} to iterate over more than one variable`)
    }
    for (let number = 0n; number < (value.data as bigint); number++) yield [undefined, of(value.type, number)]
  } else if (value.type.kind === 'slice') {
    let index = 0
    for (const element of elements(value)) yield [ofInt(index++), element]
  } else if (value.type.kind === 'map') yield* sortedEntries(value)
  else fail(s, `range can't iterate over ${sprint([value])}`)
}

function* walkTemplate(s: State, dot: Any, node: TemplateNode): Walk {
  const root = s.rendering.trees.get(node.name)
  if (root === undefined) fail(s, `template ${quote(node.name)} not defined`)
  if (s.depth === maxDepth) fail(s, `exceeded maximum template depth (${maxDepth})`)
  const data = node.pipe === undefined ? undefined : evaluatePipeline(s, dot, node.pipe)
  yield walkList(newState(s.rendering, node.name, s.depth + 1, root, data), data, root)
  return undefined
}
