import { canonicalImage } from '../../../flux/resources/image.ts'
import { isImageRepository } from '../../../flux/resources/image-repository.ts'
import type { ImageResource } from '../../../flux/resources/kinds.ts'
import type { ImageRepository } from '../../../flux/resources/resources.ts'
import { holdsVariable, innerSpan, isInline, specField } from '../../../flux/resources/spec-field.ts'
import { exclusion } from '../../../flux/selection/tags.ts'
import { recalled } from '../../../flux/workspace/recalled.ts'
import type { Snapshot } from '../../../flux/workspace/snapshot.ts'
import type { SourceFile } from '../../../flux/workspace/source-file.ts'
import { isGoError } from '../../../go/go-error.ts'
import { regexpError } from '../../../go/regexp.ts'
import type { Scalar } from '../../../text/node.ts'
import type { Fix } from '../../answers.ts'
import { type Check, fix } from '../../check.ts'
import { visible } from '../../texts/words.ts'

/** An expression of the exclusion list that Go does not take (docs/flux.md §2.3). */
export const repoExclusionRegex: Check = {
  codes: [
    {
      code: 'repo-exclusion-regex',
      severity: 'error',
      flux: 'Each item of the exclusion list is a regular expression of Go. One that does not compile fails every scan.',
    },
  ],
  *findings({ resources, snapshot }) {
    for (const [item] of exclusions(resources).filter(([item]) => !item.elsewhere)) {
      const error = errorOf(snapshot, item.text)
      if (error)
        yield {
          span: innerSpan(item),
          message: `Go cannot read this expression, and every scan fails: ${visible(error.err)}`,
        }
    }
  },
}

/** A tag written out as an expression (docs/flux.md §2.3). */
export const repoExclusionUnanchored: Check = {
  codes: [
    {
      code: 'repo-exclusion-unanchored',
      severity: 'warning',
      flux: 'An item is found anywhere in a tag, and a dot is any character: `1.0.2` leaves out 11.0.20 and 1.0.2-rc1 too.',
    },
  ],
  *findings({ file, resources }) {
    for (const [item] of exclusions(resources).filter(([item]) => !item.elsewhere)) {
      if (!/^v?[0-9]+(?:\.[0-9]+)+(?:-[0-9A-Za-z.]+)?$/.test(item.text)) continue
      const exact = `^${item.text.replaceAll('.', '\\.')}$`
      const other = item.text.startsWith('v') ? `${item.text}0` : `1${item.text}0`
      yield {
        span: innerSpan(item),
        message: `This leaves out more than the tag ${item.text}: ${other} too, since it is found anywhere and a dot is any character. Write ${exact} for that tag alone.`,
        fixes: () => (isInline(item) ? [fix(`Change to ${exact}`, file, item.span, `'${exact}'`)] : []),
      }
    }
  },
}

/** A list that no longer leaves out signatures (docs/flux.md §2.3). */
export const repoExclusionDropsSigDefault: Check = {
  codes: [
    {
      code: 'repo-exclusion-drops-sig-default',
      severity: 'warning',
      flux: 'Without an exclusion list Flux leaves out signatures (`^.*\\.sig$`). A list of one’s own replaces that: the tags of signatures count then, unless the list names them again.',
    },
  ],
  *findings({ file, snapshot, resources }) {
    for (const repository of resources.filter(isImageRepository)) {
      const items = exclusions([repository])
      const [first] = items[0] ?? []
      const patterns = items.map(([{ text }]) => text)
      if (first === undefined || first.elsewhere || patterns.length === 0 || patterns.some(holdsVariable))
        continue
      if (dropsSignatures(snapshot, patterns) !== true) continue
      const signature = signatureOf(repository, snapshot)
      // Where the tags are known and none is a signature, nothing is lost.
      if (signature === null) continue
      yield {
        span: first.span,
        ...(signature === undefined ? { severity: 'information' } : {}),
        message: `This list replaces Flux's default, which leaves out signatures${signature === undefined ? '' : ` such as ${visible(signature)}`}. Add ^.*\\.sig$ to it.`,
        fixes: () => addSignatures(file, first),
      }
    }
  },
}

// Most repositories of a workspace have the same list.
const errorOf = recalled((_, pattern: string) => regexpError(pattern))

/** Whether a list leaves signatures in; undefined where Go cannot read it. */
const dropsSignatures = recalled(
  (_, patterns: readonly string[]) => {
    const excludes = exclusion(patterns)
    return isGoError(excludes) ? undefined : excludes(`sha256-${'0a'.repeat(32)}.sig`) === undefined
  },
  patterns => JSON.stringify(patterns),
)

/** A signature among the tags of an image; null where there is none, undefined where the tags are not known. */
function signatureOf({ image }: ImageRepository, { scans }: Snapshot): string | null | undefined {
  const canonical = canonicalImage(image?.value ?? '')
  const scan = typeof canonical === 'string' ? scans.get(canonical) : undefined
  if (scan === undefined || !('value' in scan)) return undefined
  return scan.value.tags.find(tag => tag.endsWith('.sig')) ?? null
}

/** One more item above the first, in a list whose items have lines of their own. */
function addSignatures(file: SourceFile, { span }: Scalar): readonly Fix[] {
  const line = file.text.lastIndexOf('\n', span[0] - 1) + 1
  const dash = file.text.slice(line, span[0])
  if (!/^[ \t]*- +$/.test(dash)) return []
  return [fix('Add ^.*\\.sig$', file, [line, line], `${dash}'^.*\\.sig$'\n`)]
}

/** The items of exclusion lists, each with its ImageRepository. */
function exclusions(resources: readonly ImageResource[]): readonly (readonly [Scalar, ImageRepository])[] {
  return resources.filter(isImageRepository).flatMap(repository => {
    const list = specField(repository, 'exclusionList')
    const items = list?.kind === 'sequence' ? list.items : []
    return items.flatMap(item => (item.kind === 'scalar' ? [[item, repository] as const] : []))
  })
}
