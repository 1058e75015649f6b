import type { SourceFile } from '../../../flux/workspace/source-file.ts'
import { field, type Mapping } from '../../../text/node.ts'
import type { Fix } from '../../answers.ts'
import type { Check, Finding } from '../../check.ts'
import { entryOf, removeField } from '../../fixes/field-edits.ts'
import { visible } from '../../texts/words.ts'

/** Annotations by which Flux v1 updated images, where Flux 2 does so now. */
export const legacyAnnotations: Check = {
  codes: [
    {
      code: 'legacy-annotation',
      severity: 'information',
      flux: 'Flux v1 updated images of workloads with the annotation `fluxcd.io/automated`, by the filters in `fluxcd.io/tag.NAME`. Flux 2 does not read them: which tags are taken is for an ImagePolicy to say, and where they are written for a marker.',
    },
  ],
  *findings({ file, snapshot }): Iterable<Finding> {
    if (!/fluxcd\.io\/|flux\.weave\.works\//.test(file.text)) return
    if (snapshot.index.policies.size === 0 && snapshot.index.unplaced.length === 0) return
    for (const { root, errors } of file.facts.documents) {
      const metadata = errors.length === 0 ? field(root, 'metadata') : undefined
      const annotations = field(metadata, 'annotations')
      if (metadata?.kind !== 'mapping' || annotations?.kind !== 'mapping') continue
      const old = annotations.entries.flatMap(({ key }) =>
        key.kind === 'scalar' && isOfFluxV1(key.text) ? [key] : [],
      )
      const [first] = old
      if (first === undefined) continue
      const names = [...new Set(old.map(({ text }) => text))]
      yield {
        span: first.span,
        message: `Flux 2 does not read ${names.map(visible).join(', ')}: Flux v1 did. What they said belongs into an ImagePolicy, and a marker at the image. Remove ${names.length === 1 ? 'it' : 'them'}.`,
        fixes: () => removal(file, metadata, annotations, names),
      }
    }
  },
}

/** The annotations of Flux v1 and of its Helm operator that decide about images. */
function isOfFluxV1(name: string): boolean {
  return (
    /^fluxcd\.io\/(?:automated|locked|locked_msg|locked_user|tag\..+)$/.test(name) ||
    /^(?:filter|repository|registry|image|tag)\.fluxcd\.io\/[\w.-]+$/.test(name) ||
    /^flux\.weave\.works\/(?:automated|locked|locked_msg|locked_user|tag\..+)$/.test(name)
  )
}

function removal(
  file: SourceFile,
  metadata: Mapping,
  annotations: Mapping,
  names: readonly string[],
): readonly Fix[] {
  const isAll = annotations.entries.length === names.length
  const edits = isAll
    ? [removeField(file, metadata, 'annotations')]
    : names.map(name => (entryOf(annotations, name) ? removeField(file, annotations, name) : undefined))
  const found = edits.flatMap(edit => edit ?? [])
  // In braces neighbours share a comma.
  if (found.length < edits.length || (annotations.flow && !isAll && names.length > 1)) return []
  return [{ title: `Remove ${names.length === 1 ? names[0] : 'the annotations of Flux v1'}`, edits: found }]
}
