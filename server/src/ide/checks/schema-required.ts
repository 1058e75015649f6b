import type { SourceFile } from '../../flux/source-file.ts'
import type { Fix } from '../answers.ts'
import type { Check } from '../check.ts'
import { setField, setValue } from '../field-edits.ts'
import { missingFields } from '../schema-problems.ts'
import { plain, theKind } from '../schema-words.ts'
import { visible } from '../words.ts'

type Missing = ReturnType<typeof missingFields>[number]

/** A field that must be there and is not, or has no value. */
export const schemaRequired: Check = {
  code: 'schema-required',
  severity: 'error',
  flux: 'The API server rejects an object without a required field, and Flux then applies nothing of the Kustomization that the object belongs to. A field without a value counts as missing. What counts is what the cluster receives: nothing is said of a patch, nor where a kustomization brings the field or may do so.',
  example: {
    bad: example(`
    spec:
#   ^^^^ schema-required: spec.interval is missing: the API server rejects an ImageRepository without it.
      image: ghcr.io/acme/web`),
    good: example(`
    spec:
      image: ghcr.io/acme/web
      interval: 5m`),
  },
  *findings(file, snapshot) {
    for (const found of missingFields(file, snapshot))
      yield { span: found.span, message: message(found), fixes: fixes(found, file) }
  },
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

function example(spec: string): string {
  return `#- repositories.yaml
apiVersion: v1
kind: List
items:
  - apiVersion: image.toolkit.fluxcd.io/v1
    kind: ImageRepository
    metadata: {name: web, namespace: apps}${spec}`
}
