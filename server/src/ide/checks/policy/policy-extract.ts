import { isImagePolicy } from '../../../flux/resources/image-policy.ts'
import type { ImagePolicy } from '../../../flux/resources/resources.ts'
import { isInline, partSpan, specScalar } from '../../../flux/resources/spec-field.ts'
import { policyResolution } from '../../../flux/selection/resolve.ts'
import type { SourceFile } from '../../../flux/workspace/source-file.ts'
import { isGoError } from '../../../go/go-error.ts'
import { compileRegexp } from '../../../go/regexp.ts'
import { didYouMean } from '../../../text/did-you-mean.ts'
import type { Scalar } from '../../../text/node.ts'
import type { Fix } from '../../answers.ts'
import { type Check, codesOf, type Finding, fix } from '../../check.ts'
import { visible } from '../../texts/words.ts'

const words: Readonly<Record<string, { readonly flux: string }>> = {
  'policy-extract-unknown-group': {
    flux: 'A group that the pattern does not have is empty text. The key of every tag loses that part, or is empty altogether, and the policy fails or selects any tag. Neither the API server nor Flux complains.',
  },
  'policy-extract-greedy-name': {
    flux: 'Behind `$` a name goes on as far as letters, digits and `_` do: `$v_x` is the group `v_x`. Braces end it: `${v}_x`.',
  },
  'policy-extract-constant': {
    flux: 'An extract without a group is the same text for every tag. All tags then have one key, and one of them is selected, whichever.',
  },
  'policy-extract-without-pattern': {
    flux: 'Without a pattern there are no groups to take anything from: what is extracted is the same for every tag.',
  },
}

/** What `filterTags.extract` refers to (docs/flux.md §3.2): one reading, a code for each outcome. */
export const policyExtract: Check = {
  codes: codesOf(words),
  findings: ({ resources, file, placedPolicies, snapshot }) =>
    resources.filter(isImagePolicy).flatMap(policy => {
      // Where a tag is selected all the same, Flux writes it: nothing fails.
      const isSelecting = placedPolicies.some(
        ({ policy: { node }, variants }) =>
          node === policy.node && variants.some(one => policyResolution(snapshot, one).state === 'latest'),
      )
      const found = faults(policy, file)
      return isSelecting ? found.map(one => ({ ...one, severity: 'warning' as const })) : found
    }),
}

type Fault = Finding & { readonly code: string }

function faults(policy: ImagePolicy, file: SourceFile): readonly Fault[] {
  const extract = specScalar(policy, 'filterTags', 'extract')
  const pattern = specScalar(policy, 'filterTags', 'pattern')
  if (extract === undefined || extract.elsewhere || extract.text === '') return []
  const whole = partSpan(file, extract, 0, extract.text.length)
  if (pattern === undefined || pattern.text === '') {
    const message =
      'There is no pattern to extract from: every tag gives the same text. Add filterTags.pattern.'
    return [{ code: 'policy-extract-without-pattern', span: whole, message }]
  }
  const regexp = compileRegexp(pattern.text)
  if (isGoError(regexp)) return []
  const references = [...extract.text.matchAll(/\$(?:\$|\{([\p{L}\p{Nd}_]+)\}|([\p{L}\p{Nd}_]+))/gu)].filter(
    ([text]) => text !== '$$',
  )
  if (references.length === 0) {
    const names = regexp.groupNames.filter(name => name !== '')
    const offer = names.map(name => `$${name}`).join(' or ') || '$1'
    const message = `Without a group this is the same text for every tag, and Flux selects any of them. Write ${visible(offer)}.`
    return [{ code: 'policy-extract-constant', span: whole, message }]
  }
  return references.flatMap((match): readonly Fault[] => {
    const name = match[1] ?? match[2] ?? ''
    if (hasGroup(regexp.groupNames, name)) return []
    const span = partSpan(file, extract, match.index, match.index + match[0].length)
    const written = match[2]
    const near = didYouMean(name, regexp.groupNames)
    const begun = written === undefined ? undefined : beginning(regexp.groupNames, written)
    // `$ts_x` and `$1x` run on; `$version` for a group `v` is more likely another word.
    const isSlip =
      /^[A-Za-z]/.test(name.slice(begun?.length)) && (near.length > 0 || /^[A-Za-z]$/.test(begun ?? ''))
    if (begun !== undefined && written !== undefined && !isSlip) {
      const braced = `\${${begun}}${written.slice(begun.length)}`
      const message = `This is the group ${visible(name)}, which the pattern has not: write ${braced}.`
      return [
        {
          code: 'policy-extract-greedy-name',
          span,
          message,
          fixes: () => rewrite(file, extract, match, braced),
        },
      ]
    }
    const names = near.map(one => (written === undefined ? `\${${one}}` : `$${one}`))
    const advice = names.length > 0 ? `Did you mean ${names.join(', ')}?` : groupsOf(regexp.groupNames)
    const message = `The pattern has no group ${visible(name)}: it gives the empty text for every tag. ${advice}`
    const fixes = () => names.flatMap(one => rewrite(file, extract, match, one))
    return [{ code: 'policy-extract-unknown-group', span, message, fixes }]
  })
}

function hasGroup(names: readonly string[], name: string): boolean {
  return /^[0-9]+$/.test(name) ? Number(name) <= names.length : names.includes(name)
}

/** The longest group that a name begins with. */
function beginning(names: readonly string[], name: string): string | undefined {
  for (let end = name.length - 1; end > 0; end--) {
    const start = name.slice(0, end)
    if (hasGroup(names, start) && start !== '0') return start
  }
  return undefined
}

function groupsOf(names: readonly string[]): string {
  const known = names.filter(name => name !== '')
  if (known.length > 0) return `It has ${known.map(visible).join(', ')}.`
  return names.length === 0
    ? 'It has no group at all.'
    : `It has ${names.length === 1 ? 'the group 1' : `the groups 1 to ${names.length}`}.`
}

function rewrite(file: SourceFile, extract: Scalar, match: RegExpExecArray, text: string): readonly Fix[] {
  const span = partSpan(file, extract, match.index, match.index + match[0].length)
  if (!isInline(extract) || file.text.slice(span[0], span[1]) !== match[0]) return []
  // Without quotes a brace may begin a mapping.
  if (extract.style === 'plain' && match.index === 0 && !text.startsWith('$')) return []
  return [fix(`Change to ${text}`, file, span, text)]
}
