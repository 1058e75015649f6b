import assert from 'node:assert/strict'
import { test } from 'node:test'
import { terminalLook } from '../../server/src/io/terminal/terminal-look.ts'

const terminal = { isTTY: true, columns: 90 }

for (const [what, output, variables, expected] of [
  ['a terminal', terminal, {}, { hasColour: true, columns: 90 }],
  ['a terminal under NO_COLOR', terminal, { NO_COLOR: '1' }, { hasColour: false, columns: 90 }],
  ['a terminal under an empty NO_COLOR', terminal, { NO_COLOR: '' }, { hasColour: true, columns: 90 }],
  ['a dumb terminal', terminal, { TERM: 'dumb' }, { hasColour: false, columns: 90 }],
  ['a log of CI', {}, { CI: 'true' }, { hasColour: false }],
  ['a log of CI that shows colours', {}, { FORCE_COLOR: '1' }, { hasColour: true }],
  ['NO_COLOR beside FORCE_COLOR', {}, { FORCE_COLOR: '1', NO_COLOR: '1' }, { hasColour: false }],
  ['a log of a width', {}, { COLUMNS: '120' }, { hasColour: false, columns: 120 }],
  ['a width that is none', {}, { COLUMNS: '-1' }, { hasColour: false }],
] as const) {
  test(`colours and width of ${what}`, () => {
    assert.deepEqual(terminalLook(output, variables), expected)
  })
}
