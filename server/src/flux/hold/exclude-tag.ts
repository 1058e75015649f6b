import { defaultExclusionList } from '../selection/tags.ts'
import { isAlone } from './anchor-line.ts'
import { addBeside, inStyle, type PlacedHoldChange } from './field-changes.ts'
import { type Form, fieldSite, words } from './form.ts'
import { type HoldRefusal, isRefusal, refusal } from './refusal.ts'

/** As many entries as an exclusion list may have (docs/flux.md §2.3). */
const mostEntries = 25

/** Adds a pattern to a repository's exclusion list; with the API's default, where there is no list. */
export function excludedTag(
  form: Form,
  list: readonly string[],
  pattern: string,
): PlacedHoldChange | HoldRefusal {
  if (list.includes(pattern)) return refusal('usage', `${words(form)} leaves ${pattern} out already.`)
  if (list.length >= mostEntries)
    return refusal(
      'state',
      `the exclusionList of ${words(form)} has ${list.length} entries, and ${mostEntries} are the most that the API server takes. Join some of them by | first.`,
    )
  const added = [...(list.length === 0 ? defaultExclusionList : []), pattern].map(one => `'${one}'`)
  const path = ['spec', 'exclusionList']
  const site = fieldSite(form, path)
  if (site && isRefusal(site)) return site
  if (site === undefined) {
    const lines = ['exclusionList:', ...added.map(one => `  - ${one}`)]
    return addBeside(form, ['spec', 'image'], { lines, braces: `exclusionList: [${added.join(', ')}]` })
  }
  const { file, spot, value, beyond } = site
  const byHand = () =>
    refusal(
      'state',
      `the exclusionList of ${words(form)} in ${file.path} cannot be added to: add ${pattern} by hand.`,
    )
  if (value.kind !== 'list' || beyond) return byHand()
  const { outer } = spot
  const [start, end] = value.span
  const first = value.items[0]
  if (value.flow || first === undefined) {
    const raw = file.text.slice(start, end)
    const at = raw.lastIndexOf(']')
    if (!raw.startsWith('[') || at < 0) return byHand()
    const isJson = /^\[\s*\\?"/.test(raw)
    const texts = [...(list.length === 0 ? defaultExclusionList : []), pattern]
    const items = texts.map(one => inStyle(isJson ? '"' : "'", one, outer)).join(', ')
    const inside = raw.slice(1, at)
    const before = inside.trimEnd().length + 1
    const isComma = inside.trimEnd().endsWith(',')
    return {
      path: file.path,
      set: [start + before, start + before],
      newText: inside.trim() === '' ? items : `${isComma ? ' ' : ', '}${items}`,
    }
  }
  // A line above the first one: the last may be the end of the file.
  const line = file.text.lastIndexOf('\n', first.span[0] - 1) + 1
  const before = file.text.slice(line, first.span[0])
  if (
    !isAlone(file.text, first.span[0]) ||
    !/^[ \t]*-[ \t]+$/.test(before) ||
    (outer && outer.style !== 'literal')
  )
    return byHand()
  return { path: file.path, above: line, lines: added.map(one => `- ${one}`) }
}
