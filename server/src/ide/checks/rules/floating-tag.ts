import { parseReference } from '../../../flux/resources/image.ts'
import { holdsVariable, innerSpan } from '../../../flux/resources/spec-field.ts'
import { isGoError } from '../../../go/go-error.ts'
import type { Node, Scalar } from '../../../text/node.ts'
import type { Check, Finding } from '../../check.ts'
import { visible } from '../../texts/words.ts'

/** What runs is not what is written. */
export const floatingTag: Check = {
  codes: [
    {
      code: 'floating-tag',
      severity: 'warning',
      default: 'strict',
      flux: 'A tag such as `latest` or `main` is moved with each build. What runs depends on when a node pulled it, a rollback brings nothing back, and Flux sees no change. Write a version, or the digest beside the tag.',
    },
  ],
  *findings({ file }) {
    const { documents, markedValues } = file.facts
    for (const { root } of documents) yield* images(root)
    for (const { marker, setter, key, siblings } of markedValues) {
      const { scalar } = marker.value
      const hasDigest = siblings.some(one => one.key.kind === 'scalar' && one.key.text === 'digest')
      if (setter.part !== 'tag' || key === 'image' || hasDigest || !isFloating(scalar.text)) continue
      yield finding(scalar, scalar.text)
    }
  },
}

function* images(node: Node | undefined): Iterable<Finding> {
  if (node?.kind === 'sequence') for (const item of node.items) yield* images(item)
  if (node?.kind !== 'mapping') return
  for (const { key, value } of node.entries) {
    if (value?.kind !== 'scalar') yield* images(value)
    else if (key.kind === 'scalar' && key.text === 'image') {
      const tag = tagOf(value.text)
      if (tag !== undefined && isFloating(tag)) yield finding(value, tag)
    }
  }
}

/** The tag that is written; none where a digest is. */
function tagOf(text: string): string | undefined {
  if (holdsVariable(text) || text.includes('@') || !/:[^/]*$/.test(text)) return undefined
  const reference = parseReference(text)
  return isGoError(reference) || reference.kind !== 'tag' ? undefined : reference.identifier
}

/** Whether a tag certainly moves: no number is in it. A short version such as `1.25` may move, and is left alone. */
function isFloating(tag: string): boolean {
  return tag !== '' && !holdsVariable(tag) && !/[0-9]/.test(tag)
}

function finding(scalar: Scalar, tag: string): Finding {
  return {
    span: innerSpan(scalar),
    message: `The tag ${visible(tag)} moves: what runs is not what is written here. Write a version, or add the digest.`,
  }
}
