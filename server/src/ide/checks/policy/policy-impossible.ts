import { isImagePolicy } from '../../../flux/resources/image-policy.ts'
import { isInline, partSpan, rewritten } from '../../../flux/resources/spec-field.ts'
import { type ImpossiblePattern, impossiblePattern } from '../../../flux/selection/impossible-pattern.ts'
import { type Check, fix } from '../../check.ts'
import { visible } from '../../texts/words.ts'

/** A pattern that no tag can match, whatever the registry lists (docs/flux.md §3.2). */
export const policyPatternImpossible: Check = {
  codes: [
    {
      code: 'policy-pattern-impossible',
      severity: 'error',
      flux: 'A tag has letters, digits, `_`, `.` and `-`, at most 128 of them, and begins with a letter, a digit or `_`. Flux compares the pattern with the tag alone, without the name of the image. A pattern that asks for anything else leaves no tag, and the policy fails with "version list argument cannot be empty".',
    },
  ],
  *findings({ file, resources }) {
    for (const policy of resources.filter(isImagePolicy)) {
      const found = impossiblePattern(policy)
      if (found === undefined || found.pattern.elsewhere) continue
      const { pattern, single } = found
      yield {
        span: partSpan(file, pattern, 0, pattern.text.length),
        message: `No tag can match this: ${whyNot(found)}. The policy always fails. ${adviceOn(found)}`,
        fixes: () =>
          single !== undefined && isInline(pattern)
            ? [fix(`Change to ${single}`, file, pattern.span, rewritten(pattern, single))]
            : [],
      }
    }
  },
}

function whyNot({ letters, isBeginning }: ImpossiblePattern): string {
  if (isBeginning) return 'no tag begins with a dot or a hyphen'
  if (letters.length === 0) return 'what it asks for is in no tag, which has 1 to 128 characters'
  const names = letters.map(letter => letterNames[letter] ?? `"${letter}"`)
  return `it asks for ${names.join(' and ')}, and no tag has ${letters.length === 1 ? 'one' : 'them'}`
}

const letterNames: Readonly<Record<string, string>> = { '\\': 'a backslash', ' ': 'a space' }

function adviceOn({ single, letters }: ImpossiblePattern): string {
  if (single !== undefined) return `Write each backslash once: ${visible(single)}`
  if (letters.some(letter => '/:@'.includes(letter)))
    return 'The pattern is for the tag alone: leave out the name of the image and the digest.'
  return 'Write what the tags have.'
}
