import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { TextDocument } from 'vscode-languageserver-textdocument'
import { appliedTo, opened, shop } from '../commit-shop.ts'

/** `fluxmark.hold` and `fluxmark.release`: one edit each, which one undo takes back. */

interface Answer {
  readonly held: readonly { readonly target: string; readonly by: string; readonly at: string | null }[]
  readonly edits: readonly { readonly file: string; readonly old: string; readonly new: string }[]
  readonly notes: readonly string[]
  readonly refused?: string
}

test('fluxmark.hold holds a policy at the written tag, as one step', async t => {
  const { root } = shop(t)
  const { run, edits } = await opened(t, [root])
  const answer = await run<Answer>('fluxmark.hold', { policy: 'flux-system:web', reason: 'broken' })
  assert.equal(answer.refused, undefined)
  assert.deepEqual(
    answer.held.map(({ target, by, at }) => [target, by, at]),
    [['flux-system:web', 'range', '1.0.0']],
  )
  assert.equal(edits.length, 1)
  const text = readFileSync(join(root, 'flux/image.yaml'), 'utf8')
  const document = TextDocument.create(pathToFileURL(join(root, 'flux/image.yaml')).href, 'yaml', 1, text)
  assert(edits[0])
  assert.match(
    appliedTo(document, edits[0]),
    /# fluxmark-held: \{"policy":"flux-system:web","by":"range","at":"1\.0\.0"/,
  )
})

test('fluxmark.holds names what can be held, and fluxmark.hold says why it cannot', async t => {
  const { root } = shop(t)
  const { run, edits } = await opened(t, [root])
  const { policies, automations } = await run<{
    policies: { policy: string; written: string[]; isHere: boolean; marker?: { uri: string; line: number } }[]
    automations: { automation: string; isSuspended: boolean }[]
  }>('fluxmark.holds', { uri: pathToFileURL(join(root, 'web.yaml')).href, line: 2 })
  assert.deepEqual(
    policies.map(({ policy, written }) => [policy, ...written]),
    [
      ['flux-system:web', '1.0.0'],
      ['flux-system:api', '2.0.0'],
    ],
  )
  assert.deepEqual(policies[0]?.marker, { uri: pathToFileURL(join(root, 'web.yaml')).href, line: 2 })
  assert.equal(automations.length, 1)
  const unknown = await run<Answer>('fluxmark.hold', { policy: 'flux-system:web', at: '9.9.9' })
  assert.match(unknown.refused ?? '', /has no tag 9\.9\.9/)
  const free = await run<Answer>('fluxmark.release', { policy: 'flux-system:web' })
  assert.match(free.refused ?? '', /flux-system:web is not held; nothing is/)
  assert.deepEqual(edits, [])
})

test('fluxmark.hold freezes automations', async t => {
  const { root } = shop(t)
  const { run, edits } = await opened(t, [root])
  const answer = await run<Answer>('fluxmark.hold', { automation: '*', reason: 'holidays' })
  assert.deepEqual(
    answer.held.map(({ by, at }) => [by, at]),
    [['suspend', null]],
  )
  assert.match(
    edits[0]?.documentChanges[0]?.edits.map(({ newText }) => newText).join() ?? '',
    /suspend: true/,
  )
})
