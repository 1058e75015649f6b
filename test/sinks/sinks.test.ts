import assert from 'node:assert/strict'
import { test } from 'node:test'
import { withAnswers } from '../../server/src/flux/workspace/snapshot.ts'
import { hover } from '../../server/src/ide/hover/hover.ts'
import { forMessage, forTerminal, shown, visible } from '../../server/src/text/foreign.ts'
import { cell, code, codeBlock, joined, link, md, webAddress } from '../../server/src/text/markdown.ts'
import { fixture } from '../fixture.ts'
import { type Tried, tryCommandLine } from './command-line.ts'
import { tryLanguageServer } from './language-server.ts'
import { markdownFaults, messageFaults, payloads, terminalFaults } from './payloads.ts'

/** Text from outside is never a link, an image, a command or a sequence of a terminal, whatever says it. */

function assertNoFaults(tried: readonly Tried[]): void {
  const faulty = tried.filter(({ faults }) => faults.length > 0)
  assert.deepEqual(
    faulty.map(({ door, faults }) => [door, faults.slice(0, 3)]),
    [],
  )
}

test('every escape holds for every payload, alone and beside any other', () => {
  const none = () => false
  for (const one of payloads) {
    assert.deepEqual(messageFaults(forMessage(one)), [])
    assert.deepEqual(terminalFaults(forTerminal(one)), [])
    for (const other of ['', 'a', '`', ...payloads]) {
      const pair = md`${one} ${code(other)} [${code(one)}] ${other} ${code(one)}`
      assert.deepEqual(markdownFaults(pair.markdown, none), [], `${one}\n${other}`)
      const row = joined([cell(code(one)), cell(md`${other}`), cell(code(other))], ' | ')
      assert.deepEqual(markdownFaults(`| ${row.markdown} |`, none), [], `${one}\n${other}`)
    }
    assert.deepEqual(markdownFaults(codeBlock(one).markdown, none), [])
    const url = webAddress(`https://github.com/acme/${one}`)
    assert.ok(url !== undefined && !/[()[\]<>\s"'`\\]/.test(url), url)
    assert.equal(webAddress(one.startsWith('https') ? '' : one), undefined)
    assert.equal(link('x', `javascript:${one}`).markdown, 'x')
  }
})

test('an escape changes nothing that is plain, and nothing twice', () => {
  for (const plain of ['naïve — 日本 ⬆️', 'ghcr.io/acme/web:1.2.3', '^v(?P<x>[0-9]+)$', 'a\n\tb'])
    for (const how of [shown, forMessage, forTerminal]) assert.equal(how(plain), plain)
  for (const one of payloads)
    for (const how of [shown, visible, forMessage, forTerminal])
      assert.equal(how(how(one)), how(one), JSON.stringify(one))
})

test('the faults are found where there is no escape', () => {
  const none = () => false
  assert.ok(payloads.filter(one => messageFaults(one).length > 0).length > 10)
  assert.ok(payloads.filter(one => terminalFaults(one).length > 0).length > 5)
  assert.ok(payloads.filter(one => markdownFaults(one, none).length > 0).length > 15)
})

test('labels of an image are text in the hover, and its source is a link to the web or none', () => {
  const { snapshot, cursor } = fixture(`
#- registry ghcr.io/acme/web: 1.0.0 1.1.0
#- policy apps:web ghcr.io/acme/web semver 1.x
#- web.yaml
image: ghcr.io/acme/web:1.0.0 # {"$image$0policy": "apps:web"}
`)
  assert.ok(cursor)
  for (const payload of payloads)
    for (const source of [payload, `https://github.com/acme/web/${payload}`]) {
      const details = (revision: string) => ({
        at: 0,
        value: {
          digest: payload,
          platforms: [payload],
          created: '2026-01-01',
          version: payload,
          note: payload,
          source,
          revision,
        },
      })
      const known = withAnswers(snapshot, {
        details: [
          ['ghcr.io/acme/web:1.0.0', details('a'.repeat(40))],
          ['ghcr.io/acme/web:1.1.0', details('b'.repeat(40))],
        ],
      })
      const shownHover: string = hover(known, cursor.path, cursor.offset, 0)?.markdown ?? ''
      assert.match(shownHover, /Source: /)
      // The label is an address of the web: a link to it, with the whole address as its words, is what it is for.
      const isOurs = (url: string) =>
        /^https:\/\/(?:github\.com\/acme\/web|evil\.example)\/[^\s()[\]<>]*$/.test(url)
      assert.deepEqual(markdownFaults(shownHover, isOurs), [], source)
    }
})

test('the command line prints none of it, in any format', async () => {
  const tried = await tryCommandLine({ short: true })
  assertNoFaults(tried)
  assert.ok(tried.filter(({ isReached }) => isReached).length > tried.length / 2)
})

test('the language server sends none of it, by any door', async () => {
  const tried = await tryLanguageServer()
  assertNoFaults(tried)
  const reached = new Set(tried.filter(({ isReached }) => isReached).map(({ door }) => door))
  for (const door of [
    'textDocument/hover',
    'textDocument/publishDiagnostics',
    'textDocument/rename',
    'window/logMessage',
    'window/showMessageRequest',
  ])
    assert.ok(reached.has(door), `no payload reaches ${door}`)
})
