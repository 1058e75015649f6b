/**
 * Where each UTF-16 unit of a scalar's text stands in what is written, and where the last one ends: `text.length + 1`
 * offsets into `raw`, the scalar from its quote or header to its end. Every style: plain, quoted in either way, literal
 * and folded, over several lines, with escapes (YAML 1.2, chapters 5.7, 7.3 and 8.1). Undefined where the text does not
 * come out of what is written, so that no place is ever a guess.
 */
export function scalarPlaces(raw: string, text: string): readonly number[] | undefined {
  const written: Written = { text: '', places: [] }
  const [first] = raw
  const end = first === '|' || first === '>' ? readBlock(raw, text, written) : readFlow(raw, written)
  // Line breaks at the end come and go with what cut the scalar out.
  const rest = text.slice(written.text.length)
  if (!text.startsWith(written.text.slice(0, text.length)) || /[^\n]/.test(rest)) return undefined
  const last = written.places[text.length] ?? end
  return [...written.places.slice(0, text.length), ...Array.from(rest, () => end), last]
}

/** The text so far, and where each of its units is written. */
interface Written {
  text: string
  readonly places: number[]
}

function emit(written: Written, text: string, at: number, isCopy = false): void {
  written.text += text
  for (let i = 0; i < text.length; i++) written.places.push(isCopy ? at + i : at)
}

function readFlow(raw: string, written: Written): number {
  const quote = /^["']/.exec(raw)?.[0]
  const end = quote ? raw.length - 1 : raw.length
  let at = quote ? 1 : 0
  const fold = /(\\?)[ \t]*(?:\r\n?|\n)[ \t\r\n]*/y
  const copied = quote === undefined ? /[^ \t\r\n]+/y : quote === '"' ? /[^ \t\r\n\\]+/y : /[^ \t\r\n']+/y
  while (at < end) {
    fold.lastIndex = at
    const line = fold.exec(raw)
    // A backslash escapes a break only right before it, and only between double quotes.
    if (line && (line[1] === '' || (quote === '"' && /^\\[\r\n]/.test(line[0])))) {
      const breaks = [...line[0].matchAll(/\r\n?|\n/g)]
      if (breaks.length === 1 && line[1] === '') emit(written, ' ', at)
      for (const { index } of breaks.slice(1)) emit(written, '\n', at + index)
      at += line[0].length
      continue
    }
    copied.lastIndex = at
    const [plain = ''] = copied.exec(raw.slice(0, end)) ?? []
    if (plain !== '') {
      emit(written, plain, at, true)
      at += plain.length
    } else if (quote === "'" && raw.startsWith("''", at)) {
      emit(written, "'", at)
      at += 2
    } else if (quote === '"' && raw[at] === '\\') {
      const [length, character] = unescaped(raw, at)
      emit(written, character, at)
      at += length
    } else {
      emit(written, raw[at] ?? '', at)
      at++
    }
  }
  return end
}

/** How long an escape is, and what it stands for. */
function unescaped(raw: string, at: number): readonly [length: number, text: string] {
  const letter = raw[at + 1] ?? ''
  const digits = ({ x: 2, u: 4, U: 8 } as Readonly<Record<string, number>>)[letter]
  if (digits === undefined) return [2, escapes[letter] ?? letter]
  const point = Number.parseInt(raw.slice(at + 2, at + 2 + digits), 16)
  return [2 + digits, point <= 0x10ffff ? String.fromCodePoint(point) : '']
}

const escapes: Readonly<Record<string, string>> = {
  '0': '\0',
  a: '\x07',
  b: '\b',
  t: '\t',
  n: '\n',
  v: '\v',
  f: '\f',
  r: '\r',
  e: '\x1b',
  N: '\x85',
  _: '\xa0',
  L: '\u2028',
  P: '\u2029',
}

/** The lines of a block scalar, as libyaml joins them. */
function readBlock(raw: string, text: string, written: Written): number {
  const isFolded = raw.startsWith('>')
  const lines = [...raw.matchAll(/([^\r\n]*)(\r\n?|\n|$)/g)].slice(1)
  const [header = ''] = /^.*/.exec(raw) ?? []
  const indent = indentOf(
    lines.map(([, line = '']) => line),
    text,
  )
  const pending: number[] = []
  let breakAt: number | undefined
  let wasBlank = false
  for (const { 1: line = '', index } of lines) {
    const start = index + Math.min(indent, /^ */.exec(line)?.[0].length ?? 0)
    const content = line.slice(start - index)
    if (content === '') {
      pending.push(index)
      continue
    }
    const isBlank = /^[ \t]/.test(content)
    if (breakAt !== undefined) {
      const isJoined = isFolded && !wasBlank && !isBlank
      if (!isJoined) emit(written, '\n', breakAt)
      else if (pending.length === 0) emit(written, ' ', breakAt)
    }
    for (const at of pending.splice(0)) emit(written, '\n', at)
    emit(written, content, start, true)
    breakAt = start + content.length
    wasBlank = isBlank
  }
  const end = breakAt ?? raw.length
  const [chomping] = /[+-]/.exec(header.replace(/\s#.*/, '')) ?? []
  if (breakAt !== undefined && chomping !== '-') emit(written, '\n', breakAt)
  if (chomping === '+') for (const at of pending.slice(0, -1)) emit(written, '\n', at)
  return end
}

/** How far the lines of a block scalar are indented: as far as the first that is not empty is further in than its text. */
function indentOf(lines: readonly string[], text: string): number {
  const leading = (line: string | undefined) => /^ */.exec(line ?? '')?.[0].length ?? 0
  const first = lines.find(line => line.trim() !== '')
  return Math.max(0, leading(first) - leading(text.split('\n').find(line => line.trim() !== '')))
}
