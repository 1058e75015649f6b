import { kinds } from '../../../flux/resources/kinds.ts'
import type { SchemaProblem } from '../../../flux/schema/problems.ts'
import { problems } from '../../../flux/schema/problems.ts'
import { exists, hasReached, type ObjectSchema } from '../../../flux/schema/schema.ts'
import type { Found } from '../../../flux/schema/schema-problems.ts'
import { choice, momentWords, theKind, versionWords } from '../../../flux/schema/words.ts'
import { didYouMean } from '../../../text/did-you-mean.ts'
import type { Check } from '../../check.ts'
import { replaceNode } from '../../fixes/field-edits.ts'
import { moveField } from '../../fixes/move-field.ts'

type Unknown = Found<Extract<SchemaProblem, { problem: 'unknown-field' }>>

/** A field that the definition of this API version and Flux version does not have. */
export const schemaUnknownField: Check = {
  codes: [
    {
      code: 'schema-unknown-field',
      severity: 'error',
      flux: 'Flux applies objects by server-side apply, which refuses a field that the definition does not have ("field not declared in schema"): nothing of the Kustomization is applied. Applied by other means, the field is dropped without a word.',
    },
  ],
  *findings({ file, schemaProblems }) {
    for (const found of schemaProblems) {
      if (found.problem !== 'unknown-field') continue
      const meant = candidates(found)
      // Of what a patch brings, only a key that was found in the file's text can be written anew.
      const isOwn = file.facts.imageObjects.some(({ node }) => node === found.object.node)
      const hasKey = isOwn || file.text.slice(...found.span) === found.name
      yield {
        span: found.span,
        message: message(found, meant),
        fixes: () => [
          ...meant
            .filter(name => hasKey && isSound(found, name))
            .map(name => ({
              title: `Rename to ${name}`,
              edits: [replaceNode(file, found.entry.key, name)],
            })),
          ...elsewhere(found).flatMap(where => {
            const edit = isOwn ? moveField(file, found.object.node, found.path, where) : undefined
            return edit ? [{ title: `Move to ${where}`, edits: [edit] }] : []
          }),
        ],
      }
    }
  },
}

function message(found: Unknown, meant: readonly string[]): string {
  const { path, name, schema, kind, moment } = found
  const refused = 'Flux cannot apply the object ("field not declared in schema").'
  const known = schema.fields[name]
  if (known) {
    const missing = known.from?.find(version => !hasReached(version, moment))
    const advice = elsewhere(found).map(where => ` It belongs at ${where}.`)[0] ?? ''
    return missing === undefined
      ? `${path} is a field of ${theKind(kind)} up to ${known.until} only, and this is ${moment.api}: ${refused}${advice}`
      : `${path} came with ${versionWords(missing)}, and this is ${momentWords(moment, missing)}: ${refused}`
  }
  const advice =
    meant.length > 0
      ? ` Did you mean ${choice(meant)}?`
      : elsewhere(found).map(where => ` It belongs at ${where}.`)[0]
  const subject = theKind(kind)
  return `${subject[0]?.toUpperCase()}${subject.slice(1)} has no field ${path}: ${refused}${advice ?? ''}`
}

/** Fields of the same object with a like name that are not there yet. */
function candidates({ name, schema, parent, moment }: Unknown): readonly string[] {
  const taken = new Set(parent.entries.flatMap(({ key }) => (key.kind === 'scalar' ? [key.text] : [])))
  const free = Object.entries(schema.fields)
    .filter(([other, field]) => !taken.has(other) && exists(field, moment))
    .map(([other]) => other)
  if (Object.hasOwn(schema.fields, name)) return []
  const sameButForCase = free.filter(other => other.toLowerCase() === name.toLowerCase())
  return sameButForCase.length > 0 ? sameButForCase : didYouMean(name, free)
}

/** Whether the value would do under the other name. */
function isSound({ entry, schema, path, span, moment }: Unknown, name: string): boolean {
  const field = schema.fields[name]
  return (
    field !== undefined &&
    (entry.value === undefined || problems(entry.value, field, { path, span }, moment).length === 0)
  )
}

/** The one place of the kind's `spec` where a field of this name does exist. */
function elsewhere({ name, kind, moment }: Unknown): readonly string[] {
  const found: string[] = []
  const visit = (schema: ObjectSchema, path: string): void => {
    for (const [other, field] of Object.entries(schema.fields)) {
      if (!exists(field, moment)) continue
      if (other === name) found.push(`${path}.${other}`)
      if (field.type === 'object') visit(field, `${path}.${other}`)
    }
  }
  visit(kinds[kind].spec, 'spec')
  return found.length === 1 ? found : []
}
