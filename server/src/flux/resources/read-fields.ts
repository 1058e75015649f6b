import { field, type Mapping, type Node, textAt } from '../../text/node.ts'
import type { Span } from '../../text/span.ts'

/** A value that was read from a file, and where it stands. */
export interface Field<T> {
  readonly value: T
  readonly span: Span
  /** Where it is written, where that is another file than the object's; see `Node`. */
  readonly elsewhere?: { readonly path: string; readonly span: Span }
}

/** A reference to another object; `namespace` is absent where the file leaves it to the referring object's. */
export interface ObjectRef {
  readonly name: string
  readonly namespace?: string
  readonly span: Span
}

/** What every kind has. */
export interface CommonFields {
  readonly apiVersion: string
  readonly name: string
  /** Absent where the file does not say: a kustomization or the command line decides then. */
  readonly namespace?: string
  readonly labels: ReadonlyMap<string, string>
  /** The value of `metadata.name`: where a reader is sent. */
  readonly span: Span
  /** As written in its file: also where a kustomization changes what the cluster receives. */
  readonly node: Mapping
  readonly suspend: boolean
}

/** A reference to another object; undefined where it names none. */
export function objectRef(node: Node | undefined): ObjectRef | undefined {
  const name = field(node, 'name')
  if (name?.kind !== 'scalar') return undefined
  return { name: name.text, ...optional('namespace', textAt(node, 'namespace')), span: name.span }
}

/** A scalar that is not null, and where it stands. */
export function stringField(node: Node | undefined): Field<string> | undefined {
  if (node?.kind !== 'scalar' || node.value === null) return undefined
  return { value: node.text, span: node.span, ...optional('elsewhere', node.elsewhere) }
}

/** The scalars of a list. */
export function strings(node: Node): readonly string[] {
  return node.kind === 'sequence'
    ? node.items.flatMap(item => (item.kind === 'scalar' ? [item.text] : []))
    : []
}

/** The scalars of a mapping, by key. */
export function stringMap(node: Node | undefined): ReadonlyMap<string, string> {
  const entries = node?.kind === 'mapping' ? node.entries : []
  return new Map(
    entries.flatMap(({ key, value }) =>
      key.kind === 'scalar' && value?.kind === 'scalar' ? [[key.text, value.text] as const] : [],
    ),
  )
}

/** Whether a field is a mapping. */
export function isMapping(node: Node | undefined, name: string): boolean {
  return field(node, name)?.kind === 'mapping'
}

/** Whether a node is the boolean `true`. */
export function isTrue(node: Node | undefined): boolean {
  return node?.kind === 'scalar' && node.value === true
}

/** An object with one field, or with none where the value is undefined. */
export function optional<K extends string, V>(key: K, value: V | undefined): { [P in K]?: V } {
  return (value === undefined ? {} : { [key]: value }) as { [P in K]?: V }
}
