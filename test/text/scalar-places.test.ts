import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Node, Scalar } from '../../server/src/text/node.ts'
import { scalarPlaces } from '../../server/src/text/scalar-places.ts'
import { readDocuments } from '../../server/src/text/yaml.ts'

/** Scalars in every style: what is written behind `a: `. */
const written: readonly string[] = [
  'plain words',
  'plain\n  over\n\n\n  lines',
  "'single ''quoted'' one'",
  "'single\n  over ''two''\n\n  lines '",
  '"a\\tb \\u00e9 \\U0001F600 \\x41 \\\\ \\" end"',
  '"first\\r\\n\\r\\nName: {{ .AutomationObject\n    }}\\r\\n{{ range .Updated.Files\n    -}} x   "',
  '"ends \\\n   in an escape\\\n   \\ and\n\n\n   blanks\\\n"',
  '|\n  one\n\n   two\n  three\n',
  '|-\n  one\n  two\n\n',
  '|+\n  one\n\n\n',
  '|2\n    two in\n  none\n',
  '>\n  folded\n  line\n\n  next\n   more\n   in\n\n  out\n  end\n',
  '>-\n\n  {{ range .Updated.Images -}}\n  {{ println . }}\n  {{ end }}\n',
  '> # comment\n  one\n  two',
  '|\r\n  one\r\n\r\n  two\r\n',
  '"one\r\n  two"',
]

for (const text of written) {
  test(`each part of ${JSON.stringify(text)} is found where it is written`, () => {
    const file = `a: ${text}\nb: 1\n`
    const { span, text: decoded } = scalarOf(file)
    const raw = file.slice(...span)
    const places = scalarPlaces(raw, decoded)
    assert.ok(places, `no places for ${JSON.stringify(decoded)}`)
    assert.equal(places.length, decoded.length + 1)
    for (const [i, character] of Array.from(decoded.split('')).entries()) {
      const at = places[i] ?? -1
      assert.ok(at >= (places[i - 1] ?? 0), 'places go forward')
      const there = raw[at]
      // A character is written as it is, as an escape, or as a line break that was folded.
      if (there !== character) assert.match(there ?? '', /[\\'\r\n ]|[\ud800-\udbff]/, `${i}: ${character}`)
    }
  })
}

test('a text that is not what is written has no places', () => {
  assert.equal(scalarPlaces('"one ${x}"', 'one 2'), undefined)
  assert.equal(scalarPlaces('|\n  one\n', 'two\n'), undefined)
})

function scalarOf(file: string): Scalar {
  const root: Node | undefined = readDocuments(file)[0]?.root
  const value = root?.kind === 'mapping' ? root.entries[0]?.value : undefined
  if (value?.kind !== 'scalar') throw new Error('no scalar')
  return value
}
