import { isDeepStrictEqual } from 'node:util'
import { reprint } from '../../server/src/flux/setters/reprint.ts'
import { isGoError } from '../../server/src/go/go-error.ts'
import { composeDocument } from '../../server/src/go/yaml/compose.ts'
import { encodeDocuments } from '../../server/src/go/yaml/encode.ts'
import type { YamlNode } from '../../server/src/go/yaml/node.ts'
import { readDocuments } from '../../server/src/text/yaml.ts'
import { attempt, casesOf, isThrown, type Row, type Suite } from './suite.ts'
import {
  contentOf,
  isComparable,
  placesOf,
  positionIn,
  type Tree,
  treeOf,
  withoutPlaces,
} from './yaml-tree.ts'

interface YamlCase {
  readonly id: string
  readonly text: string
  /** What go-yaml reads and prints: nothing, an error, or a tree. */
  readonly go: {
    readonly panic?: string
    readonly none?: boolean
    readonly err?: string
    readonly tree?: Tree
    readonly wide?: string
    readonly compact?: string
    readonly value?: unknown
  }
  /** What kyaml's reader says of it, and how Flux would print it anew. */
  readonly kio: {
    readonly panic?: string
    readonly readErr?: string
    readonly files?: Readonly<Record<string, string>>
  }
}

/** go-yaml's own tests, kyaml's and yaml-test-suite: read, printed, printed anew, and read by our reader. */
export const yamlSuite: Suite = {
  name: 'yaml',
  mark: 24_730,
  *rows(folder) {
    for (const one of casesOf<YamlCase>(folder)) {
      const composed = attempt(() => composeDocument(one.text))
      if (isThrown(composed)) {
        yield row(one, 'tree', composed, one.go)
        continue
      }
      yield* reading(one, composed)
      if (one.go.panic === undefined) yield* printing(one)
    }
  },
}

type Composed = ReturnType<typeof composeDocument>

function row(one: YamlCase, what: string, ours: unknown, theirs: unknown): Row {
  const id = `${one.id} ${what}`
  return isDeepStrictEqual(ours, theirs) ? { id, ok: true } : { id, ok: false, ours, theirs }
}

function* reading(one: YamlCase, composed: Composed): Iterable<Row> {
  const { go, text } = one
  const isError = composed !== undefined && isGoError(composed)
  if (go.panic !== undefined) yield row(one, 'tree', composed === undefined || isError, true)
  else if (go.none) yield row(one, 'tree', composed, undefined)
  else if (go.err !== undefined) {
    yield row(one, 'accept', isError, true)
    if (isError) yield row(one, 'error text', composed.err, go.err.replace(/^yaml: (?:line \d+: )?/, ''))
  } else if (composed === undefined || isError || !go.tree) yield row(one, 'accept', composed, 'reads')
  else yield* trees(one, composed, treeOf(composed, positionIn(text)), go.tree)
}

function* trees(one: YamlCase, composed: YamlNode, ours: Tree, theirs: Tree): Iterable<Row> {
  const [mine, its] = [withoutPlaces(ours), withoutPlaces(theirs)]
  yield row(one, 'tree', mine, its)
  const isSame = isDeepStrictEqual(mine, its)
  // go-yaml places a node with an anchor or a tag now at one, now at the other.
  if (isSame && !/[&!]/.test(one.text))
    yield row(one, 'places', placesOf(ours), placesOf(withinText(theirs, one.text)))
  for (const sequences of ['wide', 'compact'] as const) {
    // Printing changes the tree.
    const print = () => encodeDocuments([{ node: composeDocument(one.text) as YamlNode, sequences }])
    if (one.go[sequences] !== undefined) yield row(one, sequences, attempt(print), one.go[sequences])
  }
  const top = composed.content[0]
  if (isSame && one.go.value !== undefined && top && isComparable(top) && !one.text.includes('<<'))
    yield row(one, 'value', JSON.parse(JSON.stringify(contentOf(composed))), one.go.value)
}

/** go-yaml begins a line at the end of a text that ends without a line break: that place is the text's end. */
function withinText({ at, content, ...rest }: Tree, text: string): Tree {
  const end = positionIn(text)(text.length)
  const isBehind = at !== undefined && (at[0] ?? 0) > (end[0] ?? 0)
  return {
    ...rest,
    ...(content ? { content: content.map(child => withinText(child, text)) } : {}),
    ...(at ? { at: isBehind ? end : at } : {}),
  }
}

/** Where go-yaml panics nothing is printed. */
function* printing(one: YamlCase): Iterable<Row> {
  const { kio, text } = one
  const { files = {} } = kio
  if (kio.panic === undefined) {
    const printed = Object.keys(files).length === 1 ? files['file.yaml'] : undefined
    yield row(
      one,
      'reprint',
      attempt(() => reprint(text)),
      printed,
    )
  }
  const documents = attempt(() => readDocuments(text))
  if (isThrown(documents)) {
    yield row(one, 'documents', documents, kio.readErr ?? 'reads')
    return
  }
  // kyaml wants mappings: to refuse something else is not the parser's word.
  const isOther = kio.readErr?.startsWith('wrong node kind') === true
  if (isOther) return
  const isBad = documents.some(({ errors }) => errors.length > 0)
  if (kio.panic !== undefined) yield row(one, 'documents', true, true)
  else yield row(one, 'documents', isBad, kio.readErr !== undefined)
}
