import { explodedList } from '../../../flux/markers/exploded-list.ts'
import type { SourceFile } from '../../../flux/workspace/source-file.ts'
import type { Mapping, Node } from '../../../text/node.ts'
import type { Fix } from '../../answers.ts'
import { type Check, fix } from '../../check.ts'
import { count } from '../../texts/words.ts'

/** Markers inside a `kind: List` (docs/flux.md §4.5, row 27). */
export const listKind: Check = {
  codes: [
    {
      code: 'marker-in-list-kind',
      severity: 'error',
      flux: 'A file that is one `kind: List` (or `ResourceList`) is taken apart: Flux writes each item that changed, and its siblings, to new files in the update path, and leaves the List as it is.',
    },
  ],
  *findings({ file }) {
    const list = explodedList(file.facts)
    if (list === undefined) return
    const { root, kind, items, markers: inItems } = list
    const split = splitList(file, root, items)
    yield {
      span: kind.span,
      message: `Flux takes a List apart: it would write its items to new files and leave this one, with its ${count(inItems.length, 'marker')}, as it is. Make each item a document of its own.`,
      fixes: () => (split ? [split] : []),
    }
  },
}

/** Each item as a document, with the comments above it; only where the List holds nothing else. */
function splitList(file: SourceFile, root: Mapping, items: Node): Fix | undefined {
  const { text } = file
  const others = root.entries.flatMap(({ key }) => (key.kind === 'scalar' ? [key.text] : ['?']))
  if (others.some(key => !['apiVersion', 'kind', 'items'].includes(key))) return undefined
  if (root.flow || items.kind !== 'sequence' || items.flow || others.at(-1) !== 'items') return undefined
  const starts = items.items.map(item => dashLine(text, item))
  const end = root.span[1]
  const documents = items.items.map((item, index) => {
    if (item.kind !== 'mapping' || item.flow) return undefined
    const from = starts[index] ?? 0
    const column = item.span[0] - (text.lastIndexOf('\n', item.span[0] - 1) + 1)
    const whole = text.slice(from, starts[index + 1] ?? end)
    const dash = whole.search(/^[ \t]*-/m)
    return `${whole.slice(0, dash)}${whole.slice(dash).replace('-', ' ')}`
      .split('\n')
      .map(line => line.replace(new RegExp(`^ {0,${column}}`), ''))
      .join('\n')
      .replace(/^\n+/, '')
  })
  if (documents.length === 0 || documents.some(one => one === undefined)) return undefined
  const joined = documents.map(one => (one?.endsWith('\n') ? one : `${one}\n`)).join('---\n')
  const isTerminated = text[end - 1] === '\n' || text[end] !== '\n'
  return fix(
    'Split the List into documents',
    file,
    [root.span[0], end],
    isTerminated && end < text.length ? joined : joined.replace(/\n$/, ''),
  )
}

/** The start of the line with an item's dash, or of the comments directly above it. */
function dashLine(text: string, item: Node): number {
  const dash = text.lastIndexOf('-', item.span[0] - 1)
  let start = text.lastIndexOf('\n', dash) + 1
  for (;;) {
    const above = text.lastIndexOf('\n', start - 2) + 1
    if (start === 0 || !/^[ \t]*#/.test(text.slice(above, start))) return start
    start = above
  }
}
