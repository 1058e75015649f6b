import type { DescribedPlace } from '../../flux/schema/described-place.ts'
import { exists, limitsAt, type Moment, type Schema } from '../../flux/schema/schema.ts'
import type { Snapshot } from '../../flux/workspace/snapshot.ts'
import type { Cursor } from '../../text/cursor.ts'
import type { Completion } from '../answers.ts'
import { fieldMarkdown, typeName } from '../hover/field-markdown.ts'
import { labelKeys } from './references.ts'

/** The fields that an object does not have yet, required ones first, each with what is required within it. */
export function fieldCompletions(
  cursor: Cursor,
  place: DescribedPlace,
  snapshot: Snapshot,
): readonly Completion[] {
  const { schema, moment } = place
  if (schema.type === 'map') return keyCompletions(cursor, place, snapshot)
  if (schema.type !== 'object') return []
  const present = new Set(
    cursor.mapping?.entries.flatMap(({ key }) => (key.kind === 'scalar' ? [key.text] : [])),
  )
  return Object.entries(schema.fields)
    .filter(([name, field]) => !present.has(name) && exists(field, moment))
    .sort(([, a], [, b]) => rank(a, moment) - rank(b, moment))
    .map(([name, field]) => ({
      label: name,
      kind: 'field',
      detail: rank(field, moment) === 0 ? `${typeName(field)}, required` : typeName(field),
      ...fieldMarkdown(field, moment),
      span: cursor.span,
      ...inserted(name, field, cursor, moment),
    }))
}

function rank(field: Schema, moment: Moment): number {
  const { required, default: fallback } = limitsAt(field, moment)
  return required && fallback === undefined ? 0 : 1
}

/** Labels that the policies have, as keys of a selector. */
function keyCompletions(cursor: Cursor, place: DescribedPlace, snapshot: Snapshot): readonly Completion[] {
  return labelKeys(place, snapshot).map(label => ({
    label,
    kind: 'reference',
    span: cursor.span,
    newText: cursor.hasColon ? label : `${label}: `,
  }))
}

function inserted(
  name: string,
  field: Schema,
  { hasColon, isFlow, indent }: Cursor,
  moment: Moment,
): Pick<Completion, 'newText' | 'snippet'> {
  if (hasColon) return { newText: name }
  const stops = { next: 1 }
  const snippet = isFlow ? `${name}: ${inBrackets(field, stops)}` : block(name, field, indent, moment, stops)
  return { newText: withoutStops(snippet), snippet }
}

/** Where the next place to fill in gets its number from. */
interface Stops {
  next: number
}

/** A field on lines of its own, with what it requires. */
function block(name: string, field: Schema, indent: number, moment: Moment, stops: Stops): string {
  const inner = `\n${' '.repeat(indent + 2)}`
  if (field.type === 'map') return `${name}:${inner}$${stops.next++}`
  if (field.type === 'object') return `${name}:${inner}${required(field.fields, indent + 2, moment, stops)}`
  if (field.type === 'array') {
    const item =
      field.items.type === 'object'
        ? required(field.items.fields, indent + 4, moment, stops)
        : `$${stops.next++}`
    return `${name}:${inner}- ${item}`
  }
  const choices = field.type === 'boolean' ? ['true', 'false'] : limitsAt(field, moment).enum
  if (choices?.length === 1) return `${name}: ${choices[0]}`
  const stop = stops.next++
  return choices ? `${name}: \${${stop}|${choices.join(',')}|}` : `${name}: $${stop}`
}

function required(
  fields: Readonly<Record<string, Schema>>,
  indent: number,
  moment: Moment,
  stops: Stops,
): string {
  const wanted = Object.entries(fields).filter(
    ([, field]) => exists(field, moment) && limitsAt(field, moment).required === true,
  )
  if (wanted.length === 0) return `$${stops.next++}`
  return wanted
    .map(([name, field]) => block(name, field, indent, moment, stops))
    .join(`\n${' '.repeat(indent)}`)
}

function inBrackets(field: Schema, stops: Stops): string {
  const stop = `$${stops.next++}`
  if (field.type === 'array') return `[${stop}]`
  return field.type === 'object' || field.type === 'map' ? `{${stop}}` : stop
}

/** The text for an editor without snippets: what is to be filled in stays empty, or as it is proposed. */
export function withoutStops(snippet: string): string {
  return snippet
    .replace(/\$\d+|\$\{\d+\|[^}]*\|\}/g, '')
    .replace(/\$\{\d+:([^}]*)\}/g, '$1')
    .replace(/\\([$}\\])/g, '$1')
}
