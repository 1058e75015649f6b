/**
 * YAML as this project sees it: a tree of nodes with spans, free of any parser's classes.
 * `text/yaml.ts` makes it; everyone else reads it.
 */
import type { Span } from './span.ts'

/** A comment as go-yaml attaches it to a node. `text` begins with `#`; a block has its lines joined by `\n`. */
export interface Comment {
  readonly span: Span
  readonly text: string
}

interface Attached {
  /** The comment at the end of the node's line, where go-yaml gives it to this node. */
  readonly lineComment?: Comment
  /** The comment above, where go-yaml gives it to this node. */
  readonly headComment?: Comment
  readonly anchor?: string
  /** An explicit tag as written (`!!str`, `!custom`). */
  readonly tag?: string
  /**
   * Where it is written, where that is another file than the tree's: in an object as a cluster receives it. `span` is
   * no place of its own then.
   */
  readonly elsewhere?: { readonly path: string; readonly span: Span }
}

export type ScalarStyle = 'plain' | 'single' | 'double' | 'literal' | 'folded'

export interface Scalar extends Attached {
  readonly kind: 'scalar'
  /** The whole scalar: quotes included; a block scalar from its `|` or `>` to the end of its last line. */
  readonly span: Span
  /** The decoded text, whatever the type. Empty for a value that is not there. */
  readonly text: string
  /** The value as go-yaml v3 reads it: YAML 1.2 with octals such as `0755` and numbers such as `1_000`; a date is text. */
  readonly value: string | number | bigint | boolean | null
  readonly style: ScalarStyle
  /** Whether it stands in a flow collection, where more characters need quotes. */
  readonly inFlow?: true
}

export interface Entry {
  readonly key: Node
  /** Absent in a set-like entry (`? key`). `key:` with nothing behind it has an empty plain scalar. */
  readonly value?: Node
}

export interface Mapping extends Attached {
  readonly kind: 'mapping'
  readonly span: Span
  readonly flow: boolean
  readonly entries: readonly Entry[]
}

export interface Sequence extends Attached {
  readonly kind: 'sequence'
  readonly span: Span
  readonly flow: boolean
  readonly items: readonly Node[]
}

export interface Alias extends Attached {
  readonly kind: 'alias'
  readonly span: Span
  /** The anchor's name, without `*`. */
  readonly name: string
}

export type Node = Scalar | Mapping | Sequence | Alias

/** Why a document does not parse, in the parser's words. */
export interface ParseError {
  readonly span: Span
  readonly message: string
}

/**
 * One comment of a document, a line each, and where it stands: `line` is behind something, `above` on a line
 * of its own. `place` is what it stands behind or above; absent where that is nothing, or not part of the tree.
 */
export interface PlacedComment extends Comment {
  readonly position: 'line' | 'above'
  readonly place?: NodeRole
}

/** A node and what it is to its parent: a key of `entry`, a value of `entry`, an item of a sequence, the root. */
export type NodeRole =
  | { readonly as: 'key' | 'value'; readonly node: Node; readonly entry: Entry }
  | { readonly as: 'item' | 'root'; readonly node: Node }

/** One document of a stream. `span` covers it without its `---`. */
export interface YamlDocument {
  readonly span: Span
  readonly root?: Node
  readonly errors: readonly ParseError[]
  /** Every comment, in the order of the text: none from inside a string or a block scalar. */
  readonly comments: readonly PlacedComment[]
}

/** The value of a mapping's first entry of that name, or undefined. */
export function field(node: Node | undefined, ...path: readonly string[]): Node | undefined {
  let at = node
  for (const name of path) {
    if (at?.kind !== 'mapping') return undefined
    at = at.entries.find(entry => entry.key.kind === 'scalar' && entry.key.text === name)?.value
  }
  return at
}

/** The text of a string field (any scalar but null counts, as its text), or undefined. */
export function textAt(node: Node | undefined, ...path: readonly string[]): string | undefined {
  const at = field(node, ...path)
  return at?.kind === 'scalar' && at.value !== null ? at.text : undefined
}
