import type { Entry, Mapping, Node, Scalar } from '../../text/node.ts'
import type { Span } from '../../text/span.ts'
import { exists, type Limits, limitsAt, type Moment, type ObjectSchema, type Schema } from './schema.ts'

/** What of an object the definitions do not allow. `path` is the field's, such as `spec.policy.semver`. */
export type SchemaProblem = { readonly path: string; readonly span: Span } & (
  | {
      readonly problem: 'required'
      readonly name: string
      readonly schema: Schema
      /** Where the field would stand, or the entry that stands there without a value. */
      readonly at: Mapping | Entry
    }
  | {
      readonly problem: 'unknown-field'
      readonly name: string
      readonly entry: Entry
      readonly parent: Mapping
      readonly schema: ObjectSchema
    }
  | { readonly problem: 'type'; readonly node: Node; readonly schema: Schema }
  | { readonly problem: 'enum' | 'pattern' | 'limit'; readonly node: Node; readonly limits: Limits }
)

/** A value's path, and what names it in the text: where what it lacks is reported. */
export interface FieldPlace {
  readonly path: string
  readonly span: Span
}

/**
 * Holds a value to its schema as it was at a moment. What is not known from the text is no problem: an alias,
 * a merge key, a value with `${…}` or `{{…}}` in it. Null is as good as absent, as for the API server.
 */
export function problems(
  node: Node,
  schema: Schema,
  place: FieldPlace,
  at: Moment,
): readonly SchemaProblem[] {
  const { path } = place
  if (isUnknown(node) || isNull(node)) return []
  switch (schema.type) {
    case 'object':
      return node.kind === 'mapping'
        ? objectProblems(node, schema, place, at)
        : [typeProblem(node, schema, path)]
    case 'map':
      return node.kind === 'mapping' ? mapProblems(node, path, at) : [typeProblem(node, schema, path)]
    case 'array':
      return node.kind === 'sequence'
        ? [
            ...limitProblems(node, node.items.length, schema, path, at),
            ...node.items.flatMap((item, i) =>
              problems(item, schema.items, { path: `${path}[${i}]`, span: head(item) }, at),
            ),
          ]
        : [typeProblem(node, schema, path)]
    case 'string':
    case 'boolean':
      return isOfType(node, schema.type)
        ? scalarProblems(node, schema, path, at)
        : [typeProblem(node, schema, path)]
  }
}

/** Whether a value is left to others to fill in: a template, a variable, an anchor elsewhere. */
export function isUnknown(node: Node): boolean {
  if (node.kind === 'scalar') return /\$\{|\{\{/.test(node.text)
  // `{{ .value }}` without quotes is YAML for an object whose key is an object.
  return node.kind === 'alias' || (node.kind === 'mapping' && node.entries[0]?.key.kind === 'mapping')
}

function objectProblems(
  node: Mapping,
  schema: ObjectSchema,
  place: FieldPlace,
  at: Moment,
): readonly SchemaProblem[] {
  const found: SchemaProblem[] = []
  const present = new Set<string>()
  let isWhole = true
  for (const entry of node.entries) {
    const { key, value } = entry
    const name = nameOf(key)
    // A merge key, a key from elsewhere, a directive for a patch: there may be more than can be seen.
    if (name === undefined || name === '<<' || name.startsWith('$')) {
      isWhole = false
      continue
    }
    const inner = join(place.path, name)
    const field = Object.hasOwn(schema.fields, name) ? schema.fields[name] : undefined
    if (field === undefined || !exists(field, at)) {
      if (!schema.open)
        found.push({
          problem: 'unknown-field',
          path: inner,
          span: key.span,
          name,
          entry,
          parent: node,
          schema,
        })
    } else if (value === undefined || isNull(value)) {
      present.add(name)
      if (isRequired(field, at))
        found.push({ problem: 'required', path: inner, span: key.span, name, schema: field, at: entry })
    } else {
      present.add(name)
      found.push(...problems(value, field, { path: inner, span: key.span }, at))
    }
  }
  if (!isWhole) return found
  const missing = Object.entries(schema.fields).filter(
    ([name, field]) => !present.has(name) && exists(field, at) && isRequired(field, at),
  )
  return [
    ...found,
    ...missing.map(
      ([name, field]): SchemaProblem => ({
        problem: 'required',
        path: join(place.path, name),
        span: place.span,
        name,
        schema: field,
        at: node,
      }),
    ),
  ]
}

/** A default is filled in before anything is found missing. */
function isRequired(field: Schema, at: Moment): boolean {
  const limits = limitsAt(field, at)
  return limits.required === true && limits.default === undefined
}

function mapProblems(node: Mapping, path: string, at: Moment): readonly SchemaProblem[] {
  return node.entries.flatMap(({ key, value }) =>
    value && nameOf(key) !== '<<'
      ? problems(
          value,
          { type: 'string', description: '' },
          { path: join(path, nameOf(key) ?? ''), span: key.span },
          at,
        )
      : [],
  )
}

function scalarProblems(node: Scalar, schema: Schema, path: string, at: Moment): readonly SchemaProblem[] {
  const limits = limitsAt(schema, at)
  const { span } = node
  if (limits.enum && !limits.enum.includes(node.text)) return [{ problem: 'enum', path, span, node, limits }]
  if (limits.pattern !== undefined && !new RegExp(limits.pattern).test(node.text))
    return [{ problem: 'pattern', path, span, node, limits }]
  return limitProblems(node, [...node.text].length, schema, path, at)
}

/** `size` is the number of items, or of characters. */
function limitProblems(
  node: Node,
  size: number,
  schema: Schema,
  path: string,
  at: Moment,
): readonly SchemaProblem[] {
  const limits = limitsAt(schema, at)
  const most = limits.maxItems ?? limits.maxLength ?? Number.POSITIVE_INFINITY
  return size > most ? [{ problem: 'limit', path, span: node.span, node, limits }] : []
}

/**
 * Whether a scalar is of a type. Words such as `yes` are strings to kustomize and booleans to the API server, so that
 * nothing is said about them.
 */
function isOfType(node: Node, type: 'string' | 'boolean'): node is Scalar {
  if (node.kind !== 'scalar') return false
  if (/^(y|yes|n|no|on|off)$/i.test(node.text) && node.style === 'plain') return true
  return typeof node.value === type
}

/** Where an item of a list begins. */
function head(item: Node): Span {
  return item.kind === 'mapping' ? (item.entries[0]?.key.span ?? item.span) : item.span
}

function typeProblem(node: Node, schema: Schema, path: string): SchemaProblem {
  return { problem: 'type', path, span: node.span, node, schema }
}

/** Written as null, or not at all. */
function isNull(node: Node): boolean {
  return node.kind === 'scalar' && node.value === null && node.style === 'plain'
}

function nameOf(key: Node): string | undefined {
  return key.kind === 'scalar' && !isUnknown(key) ? key.text : undefined
}

function join(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`
}
