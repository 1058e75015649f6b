import { imageGroup, isKindName, kinds } from '../../../flux/resources/kinds.ts'
import { choice } from '../../../flux/schema/words.ts'
import { didYouMean } from '../../../text/did-you-mean.ts'
import type { Check } from '../../check.ts'
import { replaceNode } from '../../fixes/field-edits.ts'
import { visible } from '../../texts/words.ts'

/** A kind that the group does not have. */
export const schemaKind: Check = {
  codes: [
    {
      code: 'schema-kind',
      severity: 'error',
      flux: 'The group image.toolkit.fluxcd.io has three kinds. With any other Flux applies nothing of the Kustomization ("no matches for kind").',
    },
  ],
  *findings({ file }) {
    for (const { group, kind } of file.facts.imageObjects) {
      if (group !== imageGroup || isKindName(kind.text) || kind.text.includes('{{')) continue
      const names = Object.keys(kinds)
      yield {
        span: kind.span,
        message: `${imageGroup} has no kind "${visible(kind.text)}": Flux can apply nothing of it. The kinds are ${choice(names)}.`,
        fixes: () =>
          didYouMean(kind.text, names).map(name => ({
            title: `Change to ${name}`,
            edits: [replaceNode(file, kind, name)],
          })),
      }
    }
  },
}
