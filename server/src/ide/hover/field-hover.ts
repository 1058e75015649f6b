import { describedPlace } from '../../flux/schema/described-place.ts'
import { definitionsAt } from '../../flux/version/flux-version-at.ts'
import type { Snapshot } from '../../flux/workspace/snapshot.ts'
import type { SourceFile } from '../../flux/workspace/source-file.ts'
import { code, joined, md } from '../../text/markdown.ts'
import type { Node } from '../../text/node.ts'
import { contains, type Span } from '../../text/span.ts'
import type { Hover } from '../answers.ts'
import { messagePreview } from '../texts/message-preview.ts'
import { fieldEffect } from './field-effect.ts'
import { fieldMarkdown } from './field-markdown.ts'

/**
 * What the field whose name stands at an offset is, in the objects of the three kinds; of one that decides over tags,
 * first what it does to them, and also where its value is.
 */
export function fieldHover(
  snapshot: Snapshot,
  { path, facts }: SourceFile,
  offset: number,
): Hover | undefined {
  const root = facts.documents.find(({ span }) => contains(span, offset))?.root
  const at = root && keyAt(root, offset, [])
  const place = at && describedPlace(root, at.path, definitionsAt(snapshot, path))
  if (at === undefined || place === undefined || place.schema.description === '') return undefined
  const field = md`**${code(place.path)}** of ${place.kind}: ${fieldMarkdown(place.schema, place.moment)}`
  const isMessage = place.path === 'spec.git.commit.messageTemplate'
  const preview = isMessage ? messagePreview(snapshot, place.object) : undefined
  const effect = fieldEffect(snapshot, path, offset, place.path)
  if (at.isValue && effect === undefined) return undefined
  return { span: at.span, ...joined([effect ?? '', field, preview ?? ''], '\n\n') }
}

type KeyPath = readonly (string | number)[]

/** The key at an offset, or the scalar, and the way to its value. */
function keyAt(
  node: Node,
  offset: number,
  path: KeyPath,
): { readonly span: Span; readonly path: KeyPath; readonly isValue?: boolean } | undefined {
  if (node.kind === 'sequence') {
    const index = node.items.findIndex(item => contains(item.span, offset))
    const item = node.items[index]
    return item && keyAt(item, offset, [...path, index])
  }
  if (node.kind === 'scalar' && path.length > 0) return { span: node.span, path, isValue: true }
  if (node.kind !== 'mapping') return undefined
  for (const { key, value } of node.entries) {
    if (key.kind !== 'scalar') continue
    const inner = [...path, key.text]
    if (contains(key.span, offset)) return { span: key.span, path: inner }
    if (value && contains(value.span, offset)) return keyAt(value, offset, inner)
  }
  return undefined
}
