import { isImagePolicy } from '../../../flux/resources/image-policy.ts'
import type { ImagePolicy } from '../../../flux/resources/resources.ts'
import { isInline, partSpan, policiesIn, rewritten } from '../../../flux/resources/spec-field.ts'
import { missingExtract } from '../../../flux/selection/missing-extract.ts'
import type { SourceFile } from '../../../flux/workspace/source-file.ts'
import { isGoError } from '../../../go/go-error.ts'
import { compileRegexp } from '../../../go/regexp.ts'
import type { Scalar } from '../../../text/node.ts'
import type { Fix } from '../../answers.ts'
import { type Check, fix } from '../../check.ts'
import { setField } from '../../fixes/field-edits.ts'
import { visible } from '../../texts/words.ts'

/** A pattern whose tags all begin with a word, of which Flux is to read a version or a number (docs/flux.md §3.3, §3.5). */
export const policyExtractMissing: Check = {
  codes: [
    {
      code: 'policy-extract-missing',
      severity: 'error',
      flux: 'Without `extract` Flux reads the whole tag as the version or the number. `prod-v1.2.0` is no version and `build-7` is no number: such a policy never selects a tag.',
    },
  ],
  *findings({ file, resources }) {
    for (const policy of resources.filter(isImagePolicy)) {
      const missing = missingExtract(policy)
      if (missing === undefined || missing.pattern.elsewhere) continue
      const { pattern, start, kind } = missing
      yield {
        span: partSpan(file, pattern, 0, pattern.text.length),
        message: `Every tag that this takes begins with "${visible(start.text)}", so none is a ${kind} as a whole, and the policy fails. Extract the ${kind}: put it into a group, and name that in filterTags.extract.`,
        fixes: () => extraction(file, policy, pattern, start.end, kind),
      }
    }
  },
}

/** Names the only group of the pattern, or makes one of what stands behind the word. */
function extraction(
  file: SourceFile,
  policy: ImagePolicy,
  pattern: Scalar,
  at: number,
  kind: 'version' | 'number',
): readonly Fix[] {
  const isOwn = policiesIn(file).some(({ node }) => node === policy.node)
  const regexp = compileRegexp(pattern.text)
  if (!isOwn || !isInline(pattern) || isGoError(regexp) || regexp.groupNames.length > 1) return []
  const set = (value: string) => setField(file, policy.node, ['spec', 'filterTags', 'extract'], `'${value}'`)
  const [group] = regexp.groupNames
  if (group !== undefined) {
    const value = `$${group === '' ? '1' : group}`
    const edit = set(value)
    return edit ? [{ title: `Set extract to ${value}`, edits: [edit] }] : []
  }
  const isEnded = pattern.text.endsWith('$')
  const rest = pattern.text.slice(at, isEnded ? -1 : undefined)
  if (!hasOnly[kind].test(rest)) return []
  const edit = set(`$${kind}`)
  const grouped = `${pattern.text.slice(0, at)}(?P<${kind}>${rest})${isEnded ? '$' : ''}`
  const group1 = fix('', file, pattern.span, rewritten(pattern, grouped))
  return edit ? [{ title: `Extract the ${kind}: ${grouped}`, edits: [...group1.edits, edit] }] : []
}

/** What takes versions, or numbers, and nothing beside them. */
const hasOnly = {
  version: /^v?\??(?:\.[*+]|\[[0-9.v\\d-]+\][+*]|\\d[+*]?|\[0-9\]|[+*]|\\?\.|\(\?:|\))+$/,
  number: /^(?:\[0-9\]|\\d)(?:[+*]|\{[0-9,]+\})$/,
} as const
