import type { Part } from '../../flux/markers/setter.ts'
import { canonicalImage, parseReference } from '../../flux/resources/image.ts'
import type { Placed } from '../../flux/resources/resource-index.ts'
import type { ImagePolicy } from '../../flux/resources/resources.ts'
import { repositories, type Snapshot } from '../../flux/workspace/snapshot.ts'
import type { SourceFile } from '../../flux/workspace/source-file.ts'
import { isGoError } from '../../go/go-error.ts'
import { type Entry, type Mapping, type Node, type Scalar, textAt } from '../../text/node.ts'
import { contains } from '../../text/span.ts'
import type { Completion } from '../answers.ts'

/**
 * Markers for the value that a comment stands behind: every policy, with the suffix that the value's key asks for;
 * those of the value's image first.
 */
export function markerCompletions(
  snapshot: Snapshot,
  { text, facts }: SourceFile,
  offset: number,
): readonly Completion[] {
  const document = facts.documents.find(({ span }) => contains(span, offset))
  const comment = document?.comments.find(({ span }) => span[0] < offset && offset <= span[1])
  if (comment?.place?.node.kind !== 'scalar' || comment.position !== 'line') return []
  const bodyAt = comment.span[0] + (/^#\s*/.exec(comment.text)?.[0].length ?? 1)
  const typed = text.slice(Math.min(bodyAt, offset), offset)
  if (!begun.test(typed)) return []
  const after = text.slice(offset, comment.span[1])
  // What an editor closed by itself, or what stands there of a marker, goes with what was typed.
  const rest = /^[\w:.-]*["'}\s]*$/.test(after) ? after : ''
  const { name, entry } = placeOf(comment.place, document?.root)
  const part = partFor(name)
  // Behind any value one may begin any comment: markers are offered where an image is likely, or one was begun.
  const isLikely = part !== 'image' || name === 'image' || /[:/@]/.test(comment.place.node.text)
  if (typed === '' && !isLikely) return []
  const image = imageOf(comment.place.node, part, entry)
  const isAsked = typed.endsWith(':') && /"[^"]*:[^"]*:$/.test(typed)
  const parts: readonly Part[] = isAsked ? ['tag', 'name', 'digest'] : [part]
  return [...snapshot.index.policies]
    .map(([key, placed]) => ({
      key,
      placed,
      fits: image !== undefined && images(placed, snapshot).includes(image),
    }))
    .sort((a, b) => Number(b.fits) - Number(a.fits) || (a.key < b.key ? -1 : 1))
    .flatMap(({ key, placed, fits }) =>
      parts.map((suffix): Completion => {
        const setter = suffix === 'image' ? key : `${key}:${suffix}`
        const newText = `{"$imagepolicy": "${setter}"}`
        const [where] = images(placed, snapshot)
        return {
          label: setter,
          kind: 'reference',
          detail: fits ? 'tracks this image' : (where ?? 'repository not found'),
          span: [Math.min(bodyAt, offset), offset + rest.length],
          newText: text[bodyAt - 1] === '#' ? ` ${newText}` : newText,
          filterText: newText,
        }
      }),
    )
}

/** The beginnings of a marker, however far: `{`, `{"$im`, `{"$imagepolicy": "apps:w`. */
const begun = /^(\{\s*("(\$([a-z]*("(\s*(:\s*("[^"]*)?)?)?)?)?)?)?)?$/

/** The images whose tags a policy's repositories list, by canonical name. */
function images(placed: readonly Placed<ImagePolicy>[], snapshot: Snapshot): readonly string[] {
  return placed
    .flatMap(policy => repositories(snapshot, policy))
    .flatMap(({ resource }) => {
      const name = canonicalImage(resource.image?.value ?? '')
      return isGoError(name) ? [] : [name]
    })
}

/** What the marker behind a value of this key has to end in. */
function partFor(key: string): Part {
  if (/^(newTag|.*tag|version)$/i.test(key)) return 'tag'
  if (/^(newName|name|repository)$/i.test(key)) return 'name'
  return /digest$/i.test(key) ? 'digest' : 'image'
}

/** The canonical name of the image that a value is of, or is a part of. */
function imageOf({ text }: Scalar, part: Part, mapping: Mapping | undefined): string | undefined {
  if (part === 'image' || part === 'name') {
    const reference = parseReference(text)
    return isGoError(reference) ? undefined : reference.context.canonical
  }
  const names = ['repository', 'newName', 'image', 'name'].flatMap(key => textAt(mapping, key) ?? [])
  const [name] = names
  if (name === undefined) return undefined
  const registry = textAt(mapping, 'registry')
  const canonical = canonicalImage(registry === undefined ? name : `${registry}/${name}`)
  return isGoError(canonical) ? undefined : canonical
}

/** The key of the commented value, and the mapping that it is in. */
function placeOf(
  place: { readonly node: Node; readonly entry?: Entry },
  root: Node | undefined,
): { readonly name: string; readonly entry: Mapping | undefined } {
  const key = place.entry?.key
  return { name: key?.kind === 'scalar' ? key.text : '', entry: place.entry && parentOf(place.entry, root) }
}

function parentOf(entry: Entry, node: Node | undefined): Mapping | undefined {
  if (node?.kind === 'sequence') return firstOf(node.items, item => parentOf(entry, item))
  if (node?.kind !== 'mapping') return undefined
  if (node.entries.includes(entry)) return node
  return firstOf(node.entries, ({ value }) => parentOf(entry, value))
}

function firstOf<T, R>(list: readonly T[], ask: (item: T) => R | undefined): R | undefined {
  for (const item of list) {
    const answer = ask(item)
    if (answer !== undefined) return answer
  }
  return undefined
}
