import { exists, hasReached, limitsAt, type Moment, type Schema } from '../../flux/schema/schema.ts'
import { versionWords } from '../../flux/schema/words.ts'
import { code, joined, type Markdown, md, ours } from '../../text/markdown.ts'

/** A field in Markdown: what it is, what it may hold, its default, since when. */
export function fieldMarkdown(schema: Schema, moment: Moment): Markdown {
  const limits = limitsAt(schema, moment)
  const facts = [
    limits.required && limits.default === undefined ? `${typeName(schema)}, required` : typeName(schema),
    ...(limits.enum ? [md`one of ${joined(limits.enum.map(code), ', ')}`] : []),
    ...(limits.default === undefined ? [] : [md`default ${code(valueText(limits.default))}`]),
    ...(limits.maxItems === undefined ? [] : [`at most ${limits.maxItems} items`]),
    ...(limits.maxLength === undefined ? [] : [`at most ${limits.maxLength} characters`]),
    ...(schema.from ?? [])
      .filter(version => hasReached(version, moment))
      .map(version => `since ${versionWords(version)}`),
    ...(exists(schema, moment) ? [] : [`not in ${moment.api} of Flux ${moment.flux}`]),
  ]
  return md`${ours(schema.description)}\n\n${joined(facts, ' · ')}`
}

/** What type a field has, in YAML's words. */
export function typeName(schema: Schema): string {
  if (schema.type === 'array')
    return `list of ${schema.items.type === 'object' ? 'object' : schema.items.type}s`
  if (schema.type === 'map') return 'object of strings'
  return schema.pattern === undefined ? schema.type : 'duration'
}

function valueText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}
