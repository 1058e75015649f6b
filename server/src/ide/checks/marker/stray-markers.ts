import type { StrayMarker, StrayMarkerCode } from '../../../flux/markers/stray-marker.ts'
import { isFree } from '../../../flux/markers/unmarked-images.ts'
import type { SourceFile } from '../../../flux/workspace/source-file.ts'
import type { NodeRole, Scalar } from '../../../text/node.ts'
import type { Fix, Severity } from '../../answers.ts'
import { type Check, codesOf, fix } from '../../check.ts'
import { anchored, markableChildren, moveMarker, removeComment } from '../../fixes/marker-edits.ts'

const words: Readonly<Record<StrayMarkerCode, Words>> = {
  'marker-above-mapping': {
    flux: 'A comment above an entry belongs to the key. Flux looks at the comment behind a value (and above a plain item of a list), so this value is never updated.',
    message: ({ target }) =>
      `Flux ignores a marker above an entry: move it to the end of the line${target ? `, behind the value${ofKey(target)}` : ''}.`,
  },
  'marker-below': {
    flux: 'A comment on the line after a value belongs to what follows, or to nothing. The value above it is never updated.',
    message: ({ target }) =>
      `Flux ignores a marker below a value: move it to the end of the line above${target ? `, behind the value${ofKey(target)}` : ''}.`,
  },
  'marker-on-collection': {
    flux: 'Flux replaces scalars only. A comment behind the key of a mapping or list, or behind its closing bracket, is never looked at.',
    message: ({ target }) =>
      `Flux ignores a marker that stands behind ${target?.node.kind === 'sequence' ? 'a list' : target ? 'a mapping' : 'no value'}: put it behind the single value that it shall replace${target?.node.kind === 'mapping' ? ', with the suffix :tag, :name or :digest where the image is split' : ''}.`,
  },
  'marker-on-alias': {
    flux: 'An alias (`*name`) has no value of its own. Flux ignores a marker behind it; behind the anchored value it works, and the aliases follow.',
    message: ({ target }) =>
      `Flux ignores a marker behind an alias: mark the value at the anchor ${target?.node.kind === 'alias' ? `&${target.node.name}` : ''} instead.`,
  },
  'marker-on-empty': {
    severity: 'warning',
    flux: 'A key with nothing behind it has no scalar for Flux to replace: the comment belongs to the key, and nothing is ever written.',
    message: ({ target }) => `There is no value here for Flux to replace${ofKey(target)}: write "" for it.`,
  },
  'marker-head-shadowed': {
    flux: 'For an item of a list Flux takes the comment behind it; only where there is none, the one above, which must then be a single line. The other is never looked at.',
    message: ({ target, isDoubtful }) => {
      if (isDoubtful) return 'This marker stands behind the item as well: Flux does not look at this one.'
      return lineComment(target)
        ? 'Flux reads only the comment behind the item, and this marker stands above it: swap the two.'
        : 'A marker above an item must be the only line of its comment: Flux ignores this one. Move it behind the item.'
    },
  },
  'marker-duplicate-key': {
    severity: 'warning',
    flux: 'Of two entries with one key Flux reads the first. Most other tools take the last, so the value in use is never updated.',
    message: ({ target }) =>
      `This key stands here a second time${ofKey(target)}: Flux updates only the first entry. Remove one of them.`,
  },
}

/** Markers without a slip in a place where Flux looks for none (docs/flux.md §4.5, rows 10 to 14, 16 and 17). */
export const strayMarkers: Check = {
  codes: codesOf(words),
  findings: ({ file }) =>
    // A file that Flux skips as a whole is reported once, not at every marker.
    (file.facts.problem ? [] : file.facts.strayMarkers).map(stray => ({
      code: stray.code,
      span: [stray.comment.span[0], stray.comment.span[0] + stray.comment.text.trimEnd().length],
      message: words[stray.code].message(stray),
      fixes: () => fixes(stray, file).flatMap(one => one ?? []),
      ...(stray.isDoubtful ? { severity: 'hint' } : {}),
    })),
}

interface Words {
  readonly severity?: Severity
  readonly flux: string
  readonly message: (stray: StrayMarker) => string
}

function fixes(stray: StrayMarker, file: SourceFile): readonly (Fix | undefined)[] {
  const { code, comment, setter, target, isDoubtful } = stray
  const node = target?.node
  switch (code) {
    case 'marker-on-empty':
      return [target && insertEmpty(target, file)]
    case 'marker-on-alias': {
      const anchor =
        node?.kind === 'alias'
          ? file.facts.documents
              .map(({ root }) => anchored(root, node.name, comment.span[0]))
              .findLast(found => found !== undefined)
          : undefined
      if (anchor?.kind !== 'scalar') return []
      return isFree(anchor)
        ? [moveMarker('Move the marker to the anchor', file, comment, [{ scalar: anchor, setter }])]
        : [{ title: 'Remove the marker', edits: [removeComment(file, comment)] }]
    }
    case 'marker-duplicate-key':
      return []
    case 'marker-head-shadowed':
      if (isDoubtful) return [{ title: 'Remove the marker above', edits: [removeComment(file, comment)] }]
      break
    default:
  }
  if (node === undefined) return []
  if (node.kind !== 'scalar') {
    return markableChildren(node, setter).map(({ name, to }) =>
      moveMarker(`Move the marker to ${name}`, file, comment, to),
    )
  }
  return isFree(node)
    ? [moveMarker('Move the marker behind the value', file, comment, [{ scalar: node, setter }])]
    : []
}

function insertEmpty({ node }: NodeRole, file: SourceFile): Fix | undefined {
  const colon = /^[ \t]*:/.exec(file.text.slice(node.span[1], node.span[1] + 100))?.[0].length
  if (colon === undefined) return undefined
  const at = node.span[1] + colon
  return fix('Insert ""', file, [at, at], ' ""')
}

function ofKey(place: NodeRole | undefined): string {
  if (place === undefined || !('entry' in place)) return ''
  const { key } = place.entry
  return key.kind === 'scalar' ? ` of ${key.text}` : ''
}

function lineComment(place: NodeRole | undefined): Scalar['lineComment'] {
  return place?.node.kind === 'scalar' ? place.node.lineComment : undefined
}
