import assert from 'node:assert/strict'
import { codes } from '../server/src/ide/checks.ts'
import { diagnostics } from '../server/src/ide/diagnostics.ts'
import { fixture } from './fixture.ts'

/**
 * Every diagnostic of the fixture's files is expected there, and every expected one is found. `only` narrows to a
 * code, and turns it on where it is off by default.
 */
export function check(source: string, only?: string): void {
  const overrides = new Map(
    codes.filter(({ code }) => code === only).map(({ code, severity }) => [code, severity] as const),
  )
  const { snapshot, expected } = fixture(source)
  const found = [...snapshot.files.keys()].flatMap(path =>
    diagnostics(snapshot, path, overrides)
      .filter(({ code }) => only === undefined || code === only)
      .map(({ span, code, message }) => {
        const text = snapshot.files.get(path)?.text ?? ''
        const line = text.slice(0, span[0]).split('\n').length - 1
        const start = span[0] - (text.lastIndexOf('\n', span[0] - 1) + 1)
        const wanted = expected.find(one => one.path === path && one.line === line && one.code === code)
        const shown = wanted && message.startsWith(wanted.message) ? wanted.message : message
        return { path, line, start, end: start + span[1] - span[0], code, message: shown }
      }),
  )
  assert.deepEqual(found, expected)
}
