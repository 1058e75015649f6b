import { canonicalImage } from '../../flux/resources/image.ts'
import { naturalOrder, shapeOf } from '../../flux/selection/natural-order.ts'
import { recalled } from '../../flux/workspace/recalled.ts'
import type { Snapshot } from '../../flux/workspace/snapshot.ts'
import type { Completion } from '../answers.ts'
import { maxTags } from './tags.ts'

/**
 * The tags of a value without a marker, whose image an ImageRepository of the workspace scans: behind the colon of
 * `image:`, or as a whole value behind `tag:` and `newTag:` beside a name. What is being written may not be YAML, so that
 * only lines are read. The highest of the shape that is written come first.
 */
export function unmarkedTagCompletions(
  snapshot: Snapshot,
  text: string,
  offset: number,
): readonly Completion[] {
  const start = text.lastIndexOf('\n', offset - 1) + 1
  const line = lineAt(text, start)
  const [, indent = '', key = '', space = '', quote = '', value = ''] = unmarked.exec(line) ?? []
  if (key === '' || value.includes('@')) return []
  const valueAt = start + indent.length + key.length + 1 + space.length + quote.length
  const colon = key === 'image' ? /^[^@]*:(?=[^/]*$)/.exec(value)?.[0].length : 0
  if (colon === undefined) return []
  const name = key === 'image' ? value.slice(0, colon - 1) : nameBeside(text, start, indent.length)
  const canonical = name === undefined || name === '' ? undefined : canonicalImage(name)
  if (typeof canonical !== 'string') return []
  const span = [valueAt + colon, valueAt + value.length] as const
  if (offset < span[0] || offset > span[1]) return []
  const typed = text.slice(span[0], offset)
  const shape = shapeOf(value.slice(colon))
  const found = tagsOf(snapshot, canonical).filter(tag => tag.startsWith(typed))
  const isAlike = (tag: string) => shapeOf(tag) === shape
  return [...found.filter(isAlike), ...found.filter(tag => !isAlike(tag))]
    .slice(0, maxTags)
    .map((tag): Completion => ({ label: tag, kind: 'value', detail: '', span, newText: tag }))
}

/** A line that holds an image or a tag, and no comment: indentation with `- `, key, spaces, quote, value. */
const unmarked = /^(\s*(?:- +)*)(image|tag|newTag):([ \t]+)(["']?)([^\s#"']*)["']?[ \t]*$/

const names = /^(\s*(?:- +)*)(newName|name|repository|image):[ \t]+["']?([^\s#"']+)["']?/

/** How many lines around a tag are looked at. */
const near = 8

/** The image's name in the same mapping, as kustomizations and charts write it: `newName` before `name`. */
function nameBeside(text: string, start: number, indent: number): string | undefined {
  const found = new Map<string, string>()
  const look = (line: string): boolean => {
    const column = /^\s*(?:- +)*/.exec(line)?.[0].length ?? 0
    if (line.trim() !== '' && column < indent) return false
    const [, before = '', key = '', value = ''] = names.exec(line) ?? []
    if (key !== '' && before.length === indent && !found.has(key)) found.set(key, value)
    return true
  }
  for (let at = start, left = near; at > 0 && left > 0; left--) {
    at = text.lastIndexOf('\n', at - 2) + 1
    const line = lineAt(text, at)
    if (!look(line) || /^\s*- /.test(line)) break
  }
  for (let at = start, left = near; left > 0; left--) {
    const end = text.indexOf('\n', at)
    if (end === -1) break
    at = end + 1
    const line = lineAt(text, at)
    if (/^\s*- /.test(line) || !look(line)) break
  }
  return found.get('newName') ?? found.get('repository') ?? found.get('name') ?? found.get('image')
}

function lineAt(text: string, start: number): string {
  const end = text.indexOf('\n', start)
  return text.slice(start, end === -1 ? text.length : end)
}

/** All tags of an image that were listed, the highest first. */
const tagsOf = recalled((snapshot: Snapshot, image: string): readonly string[] => {
  const list = snapshot.scans.get(image)
  return list && 'value' in list ? list.value.tags.toSorted((a, b) => naturalOrder(b, a)) : []
})
