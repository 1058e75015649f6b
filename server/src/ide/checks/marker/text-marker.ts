import { editValue } from '../../../flux/automation/edit-value.ts'
import { parseMarker } from '../../../flux/markers/marker.ts'
import type { TextMarker } from '../../../flux/markers/marker-in-text.ts'
import type { SourceFile } from '../../../flux/workspace/source-file.ts'
import type { Fix } from '../../answers.ts'
import type { Check } from '../../check.ts'
import { replace } from '../../fixes/field-edits.ts'
import { visible } from '../../texts/words.ts'

/** A marker inside a multi-line or quoted string (docs/flux.md §4.5, row 15). */
export const textMarker: Check = {
  codes: [
    {
      code: 'marker-in-block-scalar',
      severity: 'warning',
      flux: 'Inside a block scalar or a quoted string there are no comments: the marker is part of the text, and Flux never looks at it. What reaches such text is a value of its own: a variable of `postBuild.substitute`, an `images` entry of a kustomization, or a separate key.',
    },
    {
      code: 'marker-in-quotes',
      severity: 'error',
      flux: 'What stands inside quotes is part of the value. A marker there is no comment: Flux never updates the value, and the cluster receives the marker as a part of the image.',
    },
  ],
  *findings({ file }) {
    const { facts } = file
    if (facts.problem) return
    for (const one of facts.textMarkers) {
      const { span, key, scalar, quoted } = one
      if (quoted) {
        yield {
          code: 'marker-in-quotes',
          span,
          message: `The quotes end behind the marker, so it is part of the value${key === '' ? '' : ` of ${key}`} and no comment: Flux never updates it. End them behind "${visible(quoted.value)}".`,
          fixes: () => outOfQuotes(file, one),
        }
        continue
      }
      const string =
        scalar.style === 'literal' || scalar.style === 'folded' ? 'multi-line string' : 'quoted string'
      const isPatch = key === 'patch' || key === 'patchesJson6902'
      const remedy = isPatch
        ? 'Take the image out of the patch, set it with images of the kustomization, and mark newTag there.'
        : 'Put the value into a key of its own, or into a variable of postBuild.substitute, and mark it there.'
      yield {
        span,
        message: `Text, not a comment: this marker stands inside the ${string}${key === '' ? '' : ` ${key}`}, and Flux never looks there. ${remedy}`,
      }
    }
  },
}

function outOfQuotes(file: SourceFile, { scalar, quoted }: TextMarker): readonly Fix[] {
  const rest = /^[^\r\n]*/.exec(file.text.slice(scalar.span[1]))?.[0] ?? ''
  const marker = `# ${(quoted?.json ?? '').replaceAll("'", '"')}`
  if (quoted === undefined || rest.trim() !== '' || parseMarker(marker)?.setter === undefined) return []
  const { span, newText } = editValue(file.text, scalar, quoted.value)
  return [
    { title: 'Move the marker out of the quotes', edits: [replace(file, span, `${newText} ${marker}`)] },
  ]
}
