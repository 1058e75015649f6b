import { isImagePolicy } from '../../../flux/resources/image-policy.ts'
import {
  holdsVariable,
  isInline,
  partSpan,
  rewritten,
  specScalar,
} from '../../../flux/resources/spec-field.ts'
import { globPattern } from '../../../flux/selection/glob-pattern.ts'
import { impossiblePattern } from '../../../flux/selection/impossible-pattern.ts'
import { patternFault } from '../../../flux/selection/policy-faults.ts'
import { tagRemarksOf } from '../../../flux/selection/resolve.ts'
import type { SourceFile } from '../../../flux/workspace/source-file.ts'
import { regexpError } from '../../../go/regexp.ts'
import type { Scalar } from '../../../text/node.ts'
import type { Fix } from '../../answers.ts'
import { type Check, fix } from '../../check.ts'
import { visible } from '../../texts/words.ts'

/** A filter pattern that Go does not take (docs/flux.md §3.2). */
export const policyRegex: Check = {
  codes: [
    {
      code: 'policy-regex',
      severity: 'error',
      flux: 'The pattern is a regular expression of Go (RE2). One that does not compile stalls the policy with `InvalidPolicy`.',
    },
  ],
  *findings({ resources, file }) {
    for (const policy of resources.filter(isImagePolicy)) {
      const fault = patternFault(policy)
      if (fault === undefined || fault.pattern.elsewhere || fault.lookaround) continue
      const { pattern, err } = fault
      const [start, end] = errorRange(pattern.text, err)
      const meant = globPattern(pattern.text)?.regexp
      const advice =
        meant === undefined
          ? ''
          : `. It looks like a glob, and Flux takes a regular expression: write ${meant}`
      yield {
        span: partSpan(file, pattern, start, end),
        message: `Go cannot read this pattern, and Flux stalls the policy: ${visible(err)}${visible(advice)}`,
        fixes: () => rewrite(file, pattern, meant),
      }
    }
  },
}

/** A glob, or a pattern of Flux v1, that Go reads as another regular expression (docs/flux.md §3.2). */
export const policyRegexGlob: Check = {
  codes: [
    {
      code: 'policy-regex-glob',
      severity: 'warning',
      flux: 'The pattern is a regular expression. In one `*` repeats what stands before it: `main-*` is "main" with any number of hyphens. The forms `glob:`, `regexp:` and `semver:` of Flux v1 are text like any other, and no tag has it.',
    },
  ],
  *findings({ resources, file }) {
    for (const policy of resources.filter(isImagePolicy)) {
      const pattern = specScalar(policy, 'filterTags', 'pattern')
      const glob = pattern && globPattern(pattern.text)
      if (!pattern || pattern.elsewhere || !glob || regexpError(pattern.text)) continue
      const advice =
        glob.regexp === undefined
          ? 'Remove it, and write policy.semver.range'
          : `Write ${visible(glob.regexp)}`
      const what = /^\w+:/.test(pattern.text) ? 'a form of Flux v1' : 'a glob'
      yield {
        span: partSpan(file, pattern, 0, pattern.text.length),
        message: `This is ${what}, and Flux takes it for a regular expression, which means something else. ${advice}.`,
        fixes: () => rewrite(file, pattern, glob.regexp),
      }
    }
  },
}

function rewrite(file: SourceFile, pattern: Scalar, text: string | undefined): readonly Fix[] {
  return text !== undefined && isInline(pattern) && !regexpError(text)
    ? [fix(`Change to ${text}`, file, pattern.span, rewritten(pattern, text))]
    : []
}

/** What other engines have and Go's lacks (docs/flux.md §3.2). */
export const policyRegexLookaround: Check = {
  codes: [
    {
      code: 'policy-regex-lookaround',
      severity: 'error',
      flux: 'Go’s regular expressions know neither look-ahead and look-behind nor references back to a group, nor possessive and atomic groups. The policy is stalled with "invalid or unsupported Perl syntax".',
    },
  ],
  *findings({ resources, file }) {
    for (const policy of resources.filter(isImagePolicy)) {
      const fault = patternFault(policy)
      const found = fault?.lookaround
      if (fault === undefined || fault.pattern.elsewhere || found === undefined) continue
      yield {
        span: partSpan(file, fault.pattern, found.start, found.end),
        message: `Go knows no ${found.what}, and Flux stalls the policy. Describe what the tag has instead of what it has not, or leave tags out by the exclusionList.`,
      }
    }
  },
}

/** A pattern that is found in the middle of tags (docs/flux.md §3.2). */
export const policyRegexUnanchored: Check = {
  codes: [
    {
      code: 'policy-regex-unanchored',
      severity: 'warning',
      flux: 'A pattern is found anywhere in a tag. Without `^` and `$` it lets tags in that hold more than it says: `v1.2.3` as well as `SHA-v1.2.3-prod`.',
    },
  ],
  *findings({ file, snapshot, placedPolicies }) {
    for (const { policy, variants } of placedPolicies) {
      const pattern = specScalar(policy, 'filterTags', 'pattern')
      if (!pattern || pattern.text === '' || holdsVariable(pattern.text) || regexpError(pattern.text))
        continue
      const { text } = pattern
      const begins = /^(?:\(\?[a-zA-Z]+\))?(?:\^|\\A|\.\*)/.test(text)
      const ends = /(?:[^\\]|^)(?:\\\\)*(?:\$|\\z|\.\*)$/.test(text)
      if ((begins && ends) || text.includes('|') || globPattern(text) || impossiblePattern(policy)) continue
      const remarks = variants.flatMap(one => tagRemarksOf(snapshot, one) ?? [])
      const [more] = remarks.flatMap(one => (one.kind === 'unanchored' ? [one.tag] : []))
      const isKnown = variants.some(one => tagRemarksOf(snapshot, one) !== undefined)
      // Where the tags are known and anchors would change nothing, there is nothing to say.
      if (more === undefined && (isKnown || begins || ends)) continue
      const anchored = `${begins ? '' : '^'}${text}${ends ? '' : '$'}`
      yield {
        span: partSpan(file, pattern, 0, text.length),
        ...(more === undefined ? { severity: 'hint' } : {}),
        message: `Found anywhere in a tag${more === undefined ? '' : `: ${visible(more)} passes too`}. Write ${anchored} where the whole tag is meant.`,
        fixes: () =>
          isInline(pattern)
            ? [fix(`Change to ${anchored}`, file, pattern.span, rewritten(pattern, anchored))]
            : [],
      }
    }
  },
}

/** The part that Go's error quotes, where the pattern has it once; else the whole pattern. */
function errorRange(pattern: string, error: string): readonly [number, number] {
  const [, part] = /: `(.*)`$/s.exec(error) ?? []
  const at = part === undefined || part === '' ? -1 : pattern.indexOf(part)
  return part === undefined || at === -1 || pattern.indexOf(part, at + 1) !== -1
    ? [0, pattern.length]
    : [at, at + part.length]
}
