import { parseMarker } from '../../flux/markers/marker.ts'
import { formatSetter, type Part, type Setter } from '../../flux/markers/setter.ts'
import { isFree } from '../../flux/markers/unmarked-images.ts'
import type { SourceFile } from '../../flux/workspace/source-file.ts'
import type { Entry, Node, PlacedComment, Scalar } from '../../text/node.ts'
import type { Span } from '../../text/span.ts'
import type { Edit, Fix } from '../answers.ts'

/** The canonical comment for a setter. */
function markerText(setter: Setter): string {
  return `# {"$imagepolicy": "${formatSetter(setter)}"}`
}

/** A scalar and what its marker shall ask for. */
export interface MarkedScalar {
  readonly scalar: Scalar
  readonly setter: Setter
}

/** Takes a marker from where it is and puts markers behind scalars; undefined where one of them has no room. */
export function moveMarker(
  title: string,
  file: SourceFile,
  comment: PlacedComment,
  to: readonly MarkedScalar[],
): Fix | undefined {
  const [only] = to
  const other = only?.scalar.lineComment
  if (to.length === 1 && only && other && parseMarker(other.text) === undefined) {
    // The comment in the way takes the place that the marker leaves, if that is a line of its own.
    if (comment.position !== 'above') return undefined
    const edits = [
      edit(file, comment.span, other.text.trimEnd()),
      edit(file, other.span, markerText(only.setter)),
    ]
    return { title, edits }
  }
  const added = to.map(one => additionBehind(file, one))
  if (added.length === 0 || added.some(one => one === undefined)) return undefined
  return { title, edits: [removeComment(file, comment), ...added.flatMap(one => one ?? [])] }
}

/** Takes a comment out: with its line where it has one to itself, else with the white space before it. */
export function removeComment({ path, text }: SourceFile, { span }: PlacedComment): Edit {
  const lineStart = text.lastIndexOf('\n', span[0] - 1) + 1
  const before = text.slice(lineStart, span[0])
  if (before.trim() !== '') {
    const start = lineStart + before.trimEnd().length
    return { path, span: [start, span[1]], oldText: text.slice(start, span[1]), newText: '' }
  }
  const next = text.indexOf('\n', span[1])
  const end = next === -1 ? text.length : next + 1
  return { path, span: [lineStart, end], oldText: text.slice(lineStart, end), newText: '' }
}

/** Which scalars of a node a marker behind the node can have meant, each way with a title: `tag`, `repository and tag`. */
export function markableChildren(
  node: Node,
  setter: Setter,
): readonly { readonly name: string; readonly to: readonly MarkedScalar[] }[] {
  const { part, policy } = setter
  if (node.kind === 'sequence') {
    const [only, another] = node.items
    if (only === undefined || another !== undefined) return []
    return only.kind === 'scalar'
      ? [{ name: 'item', to: [{ scalar: only, setter }] }]
      : markableChildren(only, setter)
  }
  if (node.kind !== 'mapping') return []
  const of = (wanted: Part, ...keys: readonly string[]) =>
    node.entries.flatMap(({ key, value }: Entry) =>
      key.kind === 'scalar' && keys.includes(key.text) && value?.kind === 'scalar' && isFree(value)
        ? [{ name: key.text, to: [{ scalar: value, setter: { policy, part: wanted } }] }]
        : [],
    )
  const tags = of('tag', 'tag', 'newTag')
  const names = of('name', 'repository', 'newName')
  if (part === 'tag') return tags
  if (part === 'name') return names
  if (part === 'digest') return of('digest', 'digest')
  const [tag, name] = [tags[0], names[0]]
  const both = tag && name ? [{ name: `${name.name} and ${tag.name}`, to: [...name.to, ...tag.to] }] : []
  return [...of('image', 'image'), ...tags, ...both]
}

/** The scalar whose anchor an alias names. */
export function anchored(root: Node | undefined, name: string, before: number): Node | undefined {
  let found: Node | undefined
  const visit = (node: Node | undefined): void => {
    if (node === undefined || node.span[0] >= before) return
    if (node.anchor === name) found = node
    if (node.kind === 'sequence') for (const item of node.items) visit(item)
    if (node.kind === 'mapping') for (const { value } of node.entries) visit(value)
  }
  visit(root)
  return found
}

/** The marker put at the end of a scalar's line, where nothing else stands there but a comma. */
function additionBehind(file: SourceFile, { scalar, setter }: MarkedScalar): Edit | undefined {
  const isBlock = scalar.style === 'literal' || scalar.style === 'folded'
  const from = isBlock ? scalar.span[0] : scalar.span[1]
  const rest = /^[^\r\n]*/.exec(file.text.slice(from, from + 1000))?.[0] ?? ''
  const kept = rest.trimEnd()
  if (isBlock ? kept.includes('#') : !/^[ \t]*,?$/.test(kept)) return undefined
  const at = from + kept.length
  return edit(file, [at, at], ` ${markerText(setter)}`)
}

function edit({ path, text }: SourceFile, span: Span, newText: string): Edit {
  return { path, span, oldText: text.slice(span[0], span[1]), newText }
}
