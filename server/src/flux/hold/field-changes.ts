import { type MapValue, type Value, withEntry } from '../../kustomize/values/value.ts'
import type { Scalar } from '../../text/node.ts'
import type { Span } from '../../text/span.ts'
import { isAlone } from './anchor-line.ts'
import { type FieldSite, type Form, fieldSite, ownSpec, words } from './form.ts'
import { type HoldRefusal, isRefusal, refusal } from './refusal.ts'
import type { HoldChange } from './remember.ts'
import type { WayStep } from './spot.ts'

/** A change and the file it is made in. */
export type PlacedHoldChange = HoldChange & { readonly path: string }

/** Gives a field another text, in the quotes that are there. Undefined where nothing gives the field. */
export function setText(
  form: Form,
  path: readonly string[],
  text: string,
): PlacedHoldChange | HoldRefusal | undefined {
  const site = fieldSite(form, path)
  if (site === undefined || isRefusal(site)) return site
  const { file, span, spot, beyond, value } = site
  const [start, end] = span
  // A block scalar ends behind its line break, which stays.
  const set: Span = [start, start + file.text.slice(start, end).trimEnd().length]
  if (beyond === undefined && value.kind !== 'scalar')
    return refusal('state', `${path.join('.')} of ${words(form)} is no text.`)
  const newText =
    beyond === undefined
      ? inStyle(file.text.slice(...set), text, spot.outer)
      : inBraces(aliased(form, path, beyond), beyond, text)
  return { path: file.path, set, newText }
}

/** Takes a field out, with its line, or with its comma. Undefined where nothing gives the field. */
export function cutField(form: Form, path: readonly string[]): PlacedHoldChange | HoldRefusal | undefined {
  const site = fieldSite(form, path)
  if (site === undefined || isRefusal(site)) return site
  const { file, spot } = site
  const last = spot.steps.at(-1)
  // A JSON 6902 operation that sets the field goes as a whole.
  const isOperation = last?.entry && nameOf(last) === 'value'
  const step = isOperation ? spot.steps.at(-2) : last
  const cut = step && (isOperation || nameOf(step) === path.at(-1)) ? cutStep(site, step) : undefined
  return cut
    ? { path: file.path, ...cut }
    : refusal(
        'state',
        `${path.join('.')} of ${words(form)} cannot be taken out of ${file.path}: take it out by hand first.`,
      )
}

/**
 * Adds a field beside another, where that is written, else in the object's own `spec`. `lines` is the field in lines,
 * `braces` the same in braces.
 */
export function addBeside(
  form: Form,
  beside: readonly string[],
  { lines, braces }: { readonly lines: readonly string[]; readonly braces: string },
): PlacedHoldChange | HoldRefusal {
  const site = fieldSite(form, beside)
  if (site && !isRefusal(site)) {
    const { file, spot } = site
    const step = spot.steps.findLast(one => nameOf(one) === beside.at(-1))
    const change = step && addedTo(file.text, step, lines, braces, spot.outer)
    if (change) return { path: file.path, ...change }
  }
  const own = ownSpec(form)
  for (const entry of own?.spec.entries ?? []) {
    if (own === undefined || entry.value === undefined) break
    const step: WayStep = {
      container: own.spec,
      entry,
      span: [entry.key.span[0], entry.value.span[1]],
      place: one => one,
      isBlock: !own.spec.flow,
      isInner: false,
    }
    const change = addedTo(own.file.text, step, lines, braces, undefined)
    if (change) return { path: own.file.path, ...change }
  }
  return refusal(
    'state',
    `${words(form)} in ${form.placed.path} has no place for ${lines[0] ?? ''} Add it by hand.`,
  )
}

function addedTo(
  text: string,
  { container, entry, span: [start], place }: WayStep,
  lines: readonly string[],
  braces: string,
  outer: Scalar | undefined,
): HoldChange | undefined {
  if (container.kind !== 'mapping' || entry === undefined) return undefined
  if (container.flow) {
    const at = place([entry.key.span[0], entry.key.span[0]])[0]
    const isJson = /^\\?"/.test(text.slice(at))
    return { set: [at, at], newText: escaped(`${isJson ? asJson(braces) : braces}, `, outer) }
  }
  const line = text.lastIndexOf('\n', start - 1) + 1
  if (text.slice(line, start).trim() !== '' || (outer && outer.style !== 'literal')) return undefined
  return { above: line, lines }
}

/** Names in double quotes, for braces of JSON: `{pattern: '^1$'}` as `{"pattern": "^1$"}`. */
function asJson(braces: string): string {
  return braces
    .replace(/'((?:[^']|'')*)'/g, (_, inner: string) => JSON.stringify(inner.replaceAll("''", "'")))
    .replace(/([{,]\s*|^)([A-Za-z]+):/g, '$1"$2":')
}

/** What takes an entry or an item out; undefined where it is the only one, or shares its line. */
function cutStep({ file: { text }, spot }: FieldSite, step: WayStep): HoldChange | undefined {
  const { container, entry, span, place } = step
  const parts =
    container.kind === 'mapping'
      ? container.entries.map(({ key, value }) => [key.span[0], value?.span[1] ?? key.span[1]] as const)
      : container.items.map(item => [item.span[0], item.span[1]] as const)
  if (parts.length === 1) return undefined
  if (container.flow) {
    const places = parts.map(place)
    const index = places.findIndex(([start]) => start === span[0])
    const [before, own, after] = [places[index - 1], places[index], places[index + 1]]
    if (own === undefined) return undefined
    const set: Span = before ? [before[1], own[1]] : [own[0], after?.[0] ?? own[1]]
    return { set, newText: '' }
  }
  if (!isAlone(text, span[0]) || (spot.outer && step.isInner && spot.outer.style !== 'literal'))
    return undefined
  const line = text.lastIndexOf('\n', span[0] - 1) + 1
  const before = text.slice(line, span[0])
  // The first entry of an item shares its line with the dash; of an item the dash goes along.
  if (entry && before.trim() !== '') return undefined
  const start = line + (/^[ \t]*/.exec(before)?.[0].length ?? 0)
  const lastCharacter = text.slice(0, span[1]).trimEnd().length
  const end = lastCharacter + (/\r?\n|$/.exec(text.slice(lastCharacter))?.index ?? 0)
  return { cut: [start, end] }
}

function nameOf({ entry }: WayStep): string | undefined {
  return entry?.key.kind === 'scalar' ? entry.key.text : undefined
}

/** A scalar's new text in place of what is written, quotes included, in quotes of the same kind. */
export function inStyle(raw: string, text: string, outer: Pick<Scalar, 'style'> | undefined): string {
  const [quote] = raw.replace(/^\\/, '')
  const plain = quote === '"' ? JSON.stringify(text) : quote === "'" || !isWord(text) ? single(text) : text
  return escaped(plain, outer)
}

/** YAML as a part of another scalar's text. */
function escaped(yaml: string, outer: Pick<Scalar, 'style'> | undefined): string {
  if (outer?.style === 'double') return JSON.stringify(yaml).slice(1, -1)
  return outer?.style === 'single' ? yaml.replaceAll("'", "''") : yaml
}

/** Whether a text needs no quotes, in lines or in braces. */
function isWord(text: string): boolean {
  return /^[A-Za-z0-9][\w./:+-]*$/.test(text)
}

function single(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}

/** What an alias stands for. */
function aliased({ read }: Form, path: readonly string[], beyond: readonly string[]): Value {
  let at: Value = read.body
  for (const name of path.slice(0, path.length - beyond.length))
    at = (at.kind === 'map' && at.entries.find(({ key }) => key === name)?.value) || at
  return at
}

/** The value of an alias, written out in braces, with one field of it changed. */
function inBraces(value: Value, [name, ...rest]: readonly string[], text: string): string {
  const print = (one: Value): string => {
    if (one.kind === 'scalar')
      return one.style.startsWith('plain') && isWord(one.text) ? one.text : single(one.text)
    if (one.kind === 'list') return `[${one.items.map(print).join(', ')}]`
    return `{${one.entries.map(entry => `${entry.key}: ${print(entry.value)}`).join(', ')}}`
  }
  if (name === undefined) return isWord(text) ? text : single(text)
  if (value.kind !== 'map') return print(value)
  return print(withChanged(value, [name, ...rest], text))
}

function withChanged(map: MapValue, [name = '', ...rest]: readonly string[], text: string): MapValue {
  const old = map.entries.find(({ key }) => key === name)?.value
  if (old === undefined) return map
  const next: Value =
    rest.length > 0 && old.kind === 'map'
      ? withChanged(old, rest, text)
      : { ...old, kind: 'scalar', text, tag: '!!str', style: 'quoted' }
  return withEntry(map, name, next)
}
