import type { Problem } from '../../flux/schema/problems.ts'
import type { SourceFile } from '../../flux/source-file.ts'
import type { Fix } from '../answers.ts'
import { type Check, fix } from '../check.ts'
import { insertField, insertValue } from '../field-edits.ts'
import { type Found, schemaProblems } from '../schema-problems.ts'
import { plain, theKind } from '../schema-words.ts'

type Required = Found<Extract<Problem, { problem: 'required' }>>

/** A field that must be there and is not, or has no value. */
export const schemaRequired: Check = {
  code: 'schema-required',
  severity: 'error',
  flux: 'The API server rejects an object without a required field, and Flux then applies nothing of the Kustomization that the object belongs to. A field without a value counts as missing. Where a kustomization patches objects of the kind, or the file is a patch itself, what is missing may come from elsewhere, and nothing is said.',
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
    for (const found of schemaProblems(file, snapshot)) {
      if (found.problem !== 'required') continue
      yield { span: found.span, message: message(found), fixes: fixes(found, file) }
    }
  },
}

function message({ path, schema, at, kind }: Required): string {
  const lack = 'key' in at ? 'has no value' : 'is missing'
  return `${path} ${lack}: the API server rejects ${theKind(kind)} without it. ${plain(schema.description)}`
}

function fixes({ name, path, schema, at }: Required, file: SourceFile): readonly Fix[] {
  if (schema.example === undefined) return []
  const title = `Add ${path}: ${schema.example}`
  if (!('key' in at)) {
    const edit = insertField(file, at, `${name}: ${schema.example}`)
    return edit ? [{ title, edits: [edit] }] : []
  }
  const { key, value } = at
  if (value?.kind === 'scalar' && value.text !== '') return [fix(title, file, value.span, schema.example)]
  return [{ title, edits: [insertValue(file, key, schema.example)] }]
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
