import { isGoError } from '../../go/go-error.ts'
import { compileRegexp } from '../../go/regexp.ts'
import { type TagFilter, tagKey } from '../selection/tags.ts'

/** A tag as a pattern that finds nothing but it: `^1\.2\.3$`. */
export function patternOfTag(tag: string): string {
  return `^${escaped(tag)}$`
}

/**
 * The pattern of a filter narrowed to one tag, with the groups that `extract` names, so that the tag's key stays:
 * `^main-[a-f0-9]+-(?P<ts>[0-9]+)$` at `main-ab12-17` is `^main-ab12-(?P<ts>17)$`. Undefined where the filter leaves the
 * tag out, or where its groups do not nest in the tag.
 */
export function narrowedPattern({ pattern, extract }: TagFilter, tag: string): string | undefined {
  const key = keyIn({ pattern, extract }, tag)
  if (key === undefined) return undefined
  const narrowed = extract === '' ? patternOfTag(tag) : withGroups(pattern, tag)
  return narrowed !== undefined && keyIn({ pattern: narrowed, extract }, tag) === key ? narrowed : undefined
}

function keyIn(filter: TagFilter, tag: string): string | undefined {
  const keyOf = tagKey(filter)
  return isGoError(keyOf) ? undefined : keyOf(tag)
}

interface Group {
  readonly name: string
  readonly start: number
  readonly end: number
}

/** Every group in its order, so that numbers stay, around the part of the tag that it took; none of what took no part. */
function withGroups(pattern: string, tag: string): string | undefined {
  const regexp = compileRegexp(pattern)
  if (isGoError(regexp)) return undefined
  const offsets = regexp.find(tag)
  if (offsets === undefined) return undefined
  const groups = regexp.groupNames.map(
    (name, at): Group => ({
      name,
      start: offsets[2 * at + 2] ?? -1,
      end: offsets[2 * at + 3] ?? -1,
    }),
  )
  let [result, at] = ['', 0]
  const open: Group[] = []
  const closeUntil = (place: number) => {
    for (let last = open.at(-1); last && last.end <= place; last = open.at(-1)) {
      result += `${escaped(tag.slice(at, last.end))})`
      at = last.end
      open.pop()
    }
  }
  for (const group of groups) {
    const head = group.name === '' ? '(' : `(?P<${group.name}>`
    if (group.start < 0) {
      result += `${head})`
      continue
    }
    closeUntil(group.start)
    const around = open.at(-1)
    if (group.start < at || (around && around.end < group.end)) return undefined
    result += `${escaped(tag.slice(at, group.start))}${head}`
    at = group.start
    open.push(group)
  }
  closeUntil(tag.length)
  return `^${result}${escaped(tag.slice(at))}$`
}

/** What Go's `regexp.QuoteMeta` gives. */
function escaped(text: string): string {
  return text.replace(/[\\.+*?()|[\]{}^$]/g, '\\$&')
}
