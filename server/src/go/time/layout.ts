import type { Bytes } from '../utf8.ts'

/** What a layout says next: text as it stands, then an element of the reference time, empty at the end. */
export interface Chunk {
  readonly prefix: Bytes
  readonly element: Bytes
  readonly rest: Bytes
}

/** `nextStdChunk` of package time. */
export function nextChunk(layout: Bytes): Chunk {
  const found = elements.exec(layout)
  if (found === null) return { prefix: layout, element: '', rest: '' }
  const [element] = found
  return { prefix: layout.slice(0, found.index), element, rest: layout.slice(found.index + element.length) }
}

const elements = new RegExp(
  [
    'January|Jan(?![a-z])|Monday|Mon(?![a-z])|MST',
    '002|0[1-6]|15|1|2006|2|__2|_2(?!006)|3|4|5|PM|pm',
    '-07(?:0000|:00:00|00|:00|)|Z07(?:0000|:00:00|00|:00|)',
    '[.,]0+(?![0-9])|[.,]9+(?![0-9])',
  ].join('|'),
)
