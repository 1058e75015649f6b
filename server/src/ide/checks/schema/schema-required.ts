import type { MissingField as Missing } from '../../../flux/schema/schema-problems.ts'
import { plain, theKind } from '../../../flux/schema/words.ts'
import type { SourceFile } from '../../../flux/workspace/source-file.ts'
import { field, textAt } from '../../../text/node.ts'
import type { Fix } from '../../answers.ts'
import type { Check } from '../../check.ts'
import { setField, setValue } from '../../fixes/field-edits.ts'
import { type Incomplete, patchesFor } from '../../fixes/incomplete.ts'
import { visible } from '../../texts/words.ts'

/** A field that must be there and is not, or has no value. */
export const schemaRequired: Check = {
  codes: [
    {
      code: 'schema-required',
      severity: 'error',
      flux: 'The API server rejects an object without a required field, and Flux then applies nothing of the Kustomization that the object belongs to. A field without a value counts as missing. What counts is what the cluster receives: nothing is said of a patch, nor where a kustomization brings the field or may do so.',
    },
  ],
  *findings({ file, snapshot, missingFields, incomplete, of }) {
    for (const found of missingFields) {
      // It is there, and at the wrong place: that is reported where it stands.
      if (found.path === 'spec' && field(found.object.node, 'metadata', 'spec')) continue
      const [patch, ...others] = patchesFor(snapshot, found)
      if (patch && of(patch.path)?.incomplete.some(group => group.some(one => isSame(one, file, found))))
        continue
      yield {
        span: found.span,
        message: `${message(found)}${patch ? ` ${visible(patch.path)} has patches that bring it, and none of them selects this one.` : ''}`,
        fixes: () => fixes(found, file),
        related: (patch ? [patch, ...others] : []).map(one => ({
          ...one,
          message: 'a patch that brings it',
        })),
      }
    }
    for (const group of incomplete) {
      const [first] = group
      const [patch] = first?.patches ?? []
      if (first && patch)
        yield { span: patch.span, message: groupMessage(group, first), related: group.map(related) }
    }
  },
}

function isSame(one: Incomplete, { path }: SourceFile, { span, path: field }: Missing): boolean {
  return one.path === path && one.missing.span[0] === span[0] && one.missing.path === field
}

/** Many lack what one patch should have brought: reported once, where that is. */
function groupMessage(group: readonly Incomplete[], { missing, patches }: Incomplete): string {
  const names = group.map(({ missing: { object } }) =>
    visible(textAt(object.node, 'metadata', 'name') ?? '?'),
  )
  const shown = names.length > 5 ? `${names.slice(0, 5).join(', ')} …` : names.join(', ')
  const which =
    patches.length === 1
      ? 'this patch, which brings it, selects none of them'
      : `none of the ${patches.length} patches that bring it selects them`
  return `${missing.path} is missing in ${names.length} objects of kind ${missing.kind} (${shown}), and the API server rejects them: ${which}.`
}

function related({ path, missing }: Incomplete) {
  return { path, span: missing.span, message: `${missing.path} is missing` }
}

function message({ path, schema, at, kind, via, isEverywhere }: Missing): string {
  const lack = 'key' in at ? 'has no value' : 'is missing'
  const where = isEverywhere ? '' : ` in what ${via.map(visible).join(' and ')} gives`
  // The definitions let a whole `spec` be absent, and each controller fails on what it lacks then.
  if (path === 'spec')
    return `spec ${lack}${where}: without it ${theKind(kind)} does nothing. ${plain(schema.description)}`
  return `${path} ${lack}${where}: the API server rejects ${theKind(kind)} without it. ${plain(schema.description)}`
}

function fixes({ name, path, schema, at }: Missing, file: SourceFile): readonly Fix[] {
  return (schema.examples ?? []).flatMap(value => {
    const edit = 'key' in at ? setValue(file, at, value) : setField(file, at, [name], value)
    return edit ? [{ title: `Add ${path}: ${value}`, edits: [edit] }] : []
  })
}
