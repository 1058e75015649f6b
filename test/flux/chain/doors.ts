import assert from 'node:assert/strict'
import { markerState } from '../../../server/src/flux/automation/changes.ts'
import { policyState } from '../../../server/src/flux/chain/policy-state.ts'
import { update } from '../../../server/src/flux/chain/update.ts'
import { formatPolicyRef } from '../../../server/src/flux/markers/setter.ts'
import { latestRef } from '../../../server/src/flux/selection/resolve.ts'
import { markersOf, policies, type Snapshot } from '../../../server/src/flux/workspace/snapshot.ts'
import type { Diagnostic } from '../../../server/src/ide/answers.ts'
import { diagnostics } from '../../../server/src/ide/diagnostics.ts'
import { explainLine, explainPolicy, lineAt } from '../../../server/src/ide/explain.ts'
import { codeLenses } from '../../../server/src/ide/hints/code-lenses.ts'
import { inlayHints } from '../../../server/src/ide/hints/inlay-hints.ts'
import { hover } from '../../../server/src/ide/hover/hover.ts'
import type { Span } from '../../../server/src/text/span.ts'

/** What one asks, as users ask it: a test replaces one of them to see that the others notice. */
export const doors: Doors = { explainLine, update, hover, inlayHints, codeLenses, policyState, diagnostics }

interface Doors {
  readonly explainLine: typeof explainLine
  readonly update: typeof update
  readonly hover: typeof hover
  readonly inlayHints: typeof inlayHints
  readonly codeLenses: typeof codeLenses
  readonly policyState: typeof policyState
  readonly diagnostics: typeof diagnostics
}

/** How many markers of a snapshot are updated, not updated, kept at a stored tag, and unknown. */
export interface Counts {
  readonly updated: number
  readonly broken: number
  readonly kept: number
  readonly unknown: number
}

/**
 * Asserts that check, explain, hover, inlay hints, lenses, update and policies say the same of every marker of a
 * snapshot.
 */
export function assertDoorsAgree(snapshot: Snapshot, asked: Doors = doors): Counts {
  const found: readonly Diagnostic[] = [...snapshot.files.keys()].flatMap(path =>
    asked.diagnostics(snapshot, path),
  )
  const { changes, skipped } = asked.update(snapshot)
  const counts = { updated: 0, broken: 0, kept: 0, unknown: 0 }
  for (const { path, marker } of markersOf(snapshot)) {
    const { setter, span } = marker
    if (setter === undefined) continue
    const { links } = asked.explainLine(snapshot, path, lineAt(snapshot, { path, span }) - 1)
    const broken = links.find(({ ok }) => ok === false)
    const isKept = links.some(({ ok, code }) => ok === null && code === 'marker-suspended')
    const isWhole = links.every(({ ok }) => ok === true)
    const text = asked.hover(snapshot, path, span[0] + 1, 0)?.markdown ?? ''
    const { text: written = '' } = snapshot.files.get(path) ?? {}
    const rest = /[\r\n]|$/.exec(written.slice(span[0]))?.index ?? 0
    const [hint] = asked.inlayHints(snapshot, path, [span[0], span[0] + rest], 0)
    const isWritten = changes.some(one => one.path === path && one.marker.span[0] === span[0])
    const skips = skipped.filter(one => one.path === path && one.offset === span[0])
    const shown = () =>
      `${path}: ${JSON.stringify({ links, text, hint, skips, isWritten, found: found.map(({ code, path: at, message }) => [code, at, message]) }, null, 1)}`
    if (broken) {
      counts.broken++
      assert.ok(text.includes('✗') && !text.includes('✓'), `hover: ${shown()}`)
      assert.ok(hint === undefined || hint.label.startsWith('✗'), `inlay hint: ${shown()}`)
      assert.equal(isWritten, false, `update: ${shown()}`)
      assert.ok(
        skips.some(({ code }) => code === (broken.code ?? `${broken.name}-false`)),
        `update: ${shown()}`,
      )
      assert.ok(
        found.some(({ code }) => code === broken.code),
        `check: ${shown()}`,
      )
    } else if (isKept) {
      counts.kept++
      assert.ok(!text.includes('✗') && !text.includes('✓'), `hover: ${shown()}`)
      assert.ok(hint === undefined || !hint.label.startsWith('→'), `inlay hint: ${shown()}`)
      assert.equal(isWritten, false, `update: ${shown()}`)
      assert.ok(
        skips.some(({ code }) => code === 'marker-suspended'),
        `update: ${shown()}`,
      )
      assert.ok(
        found.some(({ code }) => code === 'marker-suspended'),
        `check: ${shown()}`,
      )
    } else {
      counts[isWhole ? 'updated' : 'unknown']++
      const state = markerState(snapshot, { path, marker })?.state
      assert.ok(!text.includes('✗'), `hover: ${shown()}`)
      assert.equal(hint?.label.startsWith('→') ?? false, state === 'outdated', `inlay hint: ${shown()}`)
      assert.equal(isWritten, state === 'outdated', `update: ${shown()}`)
      if (!isWhole) continue
      assert.ok(text.includes('✓'), `hover: ${shown()}`)
      assert.deepEqual(skips, [], `update: ${shown()}`)
    }
  }
  for (const ref of refsOf(snapshot)) assertPolicy(snapshot, ref, asked)
  return counts
}

/** What concerns the policy itself is said alike of it and of what it selects. */
function assertPolicy(snapshot: Snapshot, ref: ReturnType<typeof refsOf>[number], asked: Doors) {
  const forms = policies(snapshot, ref)
  const [form] = forms
  if (form === undefined) return
  const { state, latest, reason } = asked.policyState(snapshot, forms, latestRef(snapshot, ref))
  const { links } = explainPolicy(snapshot, ref)
  const own = links.filter(({ name }) => name === 'repository' || name === 'selection')
  const isOwn = ({ span: [start, end] }: { readonly span: Span }) =>
    start <= form.resource.span[0] && form.resource.span[0] < end
  const lens = asked.codeLenses(snapshot, form.path).flatMap(one => (isOwn(one) ? [one.title] : []))
  const text = asked.hover(snapshot, form.path, form.resource.span[0] + 1, 0)?.markdown ?? ''
  const shown = () =>
    `${formatPolicyRef(ref)}: ${JSON.stringify({ state, reason, links, lens, text }, null, 1)}`
  if (own.some(({ ok }) => ok === false)) assert.notEqual(state, 'latest', `policies: ${shown()}`)
  if (state === 'latest')
    assert.ok(
      own.every(({ ok }) => ok === true),
      `policies: ${shown()}`,
    )
  assert.equal(latest !== null, state === 'latest', `policies: ${shown()}`)
  if (forms.length > 1) return
  assert.equal(
    lens.some(title => /^latest (?!not known)/.test(title)),
    state === 'latest',
    `lens: ${shown()}`,
  )
  assert.equal(/^Latest: /m.test(text), state === 'latest', `hover: ${shown()}`)
}

function refsOf({ index }: Snapshot) {
  return [...index.policies.values()].flatMap(([first]) =>
    first ? [{ namespace: first.namespace ?? '', name: first.resource.name }] : [],
  )
}
