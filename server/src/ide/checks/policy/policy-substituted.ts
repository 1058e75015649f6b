import { isImagePolicy } from '../../../flux/resources/image-policy.ts'
import type { Placed } from '../../../flux/resources/resource-index.ts'
import type { ImagePolicy } from '../../../flux/resources/resources.ts'
import { isInline, partSpan, policiesIn, specScalar } from '../../../flux/resources/spec-field.ts'
import type { Snapshot } from '../../../flux/workspace/snapshot.ts'
import type { SourceFile } from '../../../flux/workspace/source-file.ts'
import { isGoError } from '../../../go/go-error.ts'
import { compileRegexp } from '../../../go/regexp.ts'
import type { Scalar } from '../../../text/node.ts'
import type { Fix } from '../../answers.ts'
import { type Check, fix } from '../../check.ts'
import { visible } from '../../texts/words.ts'

/** A group of a filter that a Kustomization takes for a variable (docs/flux.md §6.4). */
export const policyExtractSubstituted: Check = {
  codes: [
    {
      code: 'policy-extract-substituted',
      severity: 'warning',
      flux: 'A Kustomization with `postBuild` replaces every `${name}` in what it applies, in `filterTags` too. A variable that is not set is empty: the extract `${ts}` arrives as the empty text, and Flux compares whole tags. `$ts` is left alone, and `$${ts}` arrives as `${ts}`.',
    },
  ],
  *findings({ file, snapshot }) {
    for (const policy of policiesIn(file)) {
      for (const name of ['extract', 'pattern'] as const) {
        const scalar = specScalar(policy, 'filterTags', name)
        if (scalar === undefined || !scalar.text.includes('$')) continue
        const received = receivedText(policy, name, scalar.text, file, snapshot)
        if (received === undefined) continue
        const group = groupIn(scalar.text, policy)
        const at = group ?? { start: 0, text: scalar.text }
        const corrected = group && scalar.text.replace(group.text, group.safe)
        yield {
          span: partSpan(file, scalar, at.start, at.start + at.text.length),
          message: `postBuild of a Kustomization replaces ${visible(at.text)}, and the cluster receives "${visible(received)}". Write ${group ? visible(group.safe) : 'each $ twice that shall stay'}.`,
          fixes: () =>
            corrected === undefined || group === undefined ? [] : groupFixes(file, scalar, group),
        }
      }
    }
  },
}

/** What a cluster receives in place of a text, where that is another because of a variable. */
function receivedText(
  { node }: ImagePolicy,
  name: 'extract' | 'pattern',
  text: string,
  { path }: SourceFile,
  { index }: Snapshot,
): string | undefined {
  const variants = [...[...index.policies.values()].flat(), ...index.unplaced].filter(
    (placed): placed is Placed<ImagePolicy> =>
      placed.path === path && isImagePolicy(placed.resource) && placed.resource.node === node,
  )
  const received = variants.map(({ resource }) => resource.filter?.[name] ?? '')
  return /\$\{|\$\$/.test(text) ? received.find(one => one !== text) : undefined
}

interface Group {
  readonly start: number
  readonly text: string
  /** The same group, in a form that no substitution touches. */
  readonly safe: string
}

/** The first `${…}` that is a group of the pattern. */
function groupIn(text: string, { filter }: ImagePolicy): Group | undefined {
  const regexp = compileRegexp(filter?.pattern ?? '')
  const names = isGoError(regexp) ? [] : regexp.groupNames
  for (const match of text.matchAll(/(?<!\$)\$\{([\p{L}\p{Nd}_]+)\}/gu)) {
    const [whole, name = ''] = match
    if (!names.includes(name) && !/^[0-9]+$/.test(name)) continue
    const isFollowed = /^[\p{L}\p{Nd}_]/u.test(text.slice(match.index + whole.length))
    return { start: match.index, text: whole, safe: isFollowed ? `$${whole}` : `$${name}` }
  }
  return undefined
}

function groupFixes(file: SourceFile, scalar: Scalar, { start, text, safe }: Group): readonly Fix[] {
  const span = partSpan(file, scalar, start, start + text.length)
  if (!isInline(scalar) || file.text.slice(span[0], span[1]) !== text) return []
  return [fix(`Change to ${safe}`, file, span, safe)]
}
