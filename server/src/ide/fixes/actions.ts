import { type Change, markerState, unchanged } from '../../flux/automation/changes.ts'
import { blockingLink } from '../../flux/chain/chain.ts'
import { formatPolicyRef, type PolicyRef } from '../../flux/markers/setter.ts'
import { candidatesIn, kustomizationSetting, reasonOf } from '../../flux/onboard/candidates.ts'
import { markersOf, type PlacedMarker, type Snapshot } from '../../flux/workspace/snapshot.ts'
import type { SourceFile } from '../../flux/workspace/source-file.ts'
import { lineIndex } from '../../text/line-index.ts'
import { contains, type Span } from '../../text/span.ts'
import type { Action, Edit } from '../answers.ts'
import { markerAt } from '../navigate/tags-at.ts'
import { whyNot } from '../texts/why-not.ts'
import { visible } from '../texts/words.ts'
import { secretActions } from './add-secret.ts'
import { heldAt } from './hold-actions.ts'

/** What is on offer at a place: bumps of this value, of its policy, of the file, and with a commit; a Secret to fill in. */
export function actions(snapshot: Snapshot, path: string, span: Span): readonly Action[] {
  const file = snapshot.files.get(path)
  const here = file?.facts.markers.find(
    ({ span: comment, value }) => touches(comment, span) || touches(value.span, span),
  )
  if (file === undefined) return []
  const ofFile = pending(
    snapshot,
    file.facts.markers.map(marker => ({ path, marker })),
  )
  const list: Action[] = []
  const state = here && markerState(snapshot, { path, marker: here })
  if (state?.state === 'outdated') {
    const { change, resolution } = state
    const policy = formatPolicyRef(change.setter.policy)
    const target = change.setter.part === 'digest' ? change.newValue : resolution.ref.tag
    const line = lineIndex(file.text).positionAt(here?.span[0] ?? 0).line + 1
    const against = not(snapshot, [change])
    list.push({
      title: `Update to ${target}${against}`,
      kind: 'quickfix',
      edits: [toEdit(snapshot, change)],
      isPreferred: true,
    })
    list.push({
      title: `Update to ${target} and commit${against}`,
      kind: 'command',
      edits: [],
      command: { name: 'fluxmark.updateAndCommit', argument: { path, line } },
    })
    const ofPolicy = pending(snapshot, markersOf(snapshot, change.setter.policy))
    if (ofPolicy.length > 1) {
      list.push({
        title: `Update all ${ofPolicy.length} markers of ${policy}${not(snapshot, ofPolicy)}`,
        kind: 'quickfix',
        edits: ofPolicy.map(other => toEdit(snapshot, other)),
      })
    }
  }
  if (ofFile.length > 1 || (ofFile.length === 1 && state?.state !== 'outdated')) {
    list.push({
      title: `${
        ofFile.length === 1
          ? 'Update the marker in this file'
          : `Update all ${ofFile.length} markers in this file`
      }${not(snapshot, ofFile)}`,
      kind: 'quickfix',
      isWide: true,
      edits: ofFile.map(change => toEdit(snapshot, change)),
    })
  }
  if (here && state?.resolution.state === 'latest') {
    const line = lineIndex(file.text).positionAt(here.span[0]).line + 1
    const command = { name: 'fluxmark.pickTag', argument: { path, line } }
    list.push({ title: 'Pick a tag…', kind: 'command', edits: [], command })
  }
  return [
    ...list,
    ...onboardActions(snapshot, file, span),
    ...replaceActions(snapshot, path, span),
    ...secretActions(snapshot, path, span),
  ]
}

/** An image without a marker can be automated, unless what it says does not count. */
function onboardActions(snapshot: Snapshot, file: SourceFile, span: Span): readonly Action[] {
  const values = candidatesIn(snapshot, file)
    .filter(({ placed }) => kustomizationSetting(snapshot, placed) === undefined)
    .flatMap(({ placed }) => placed.values)
  const here = values.find(({ scalar }) => touches(scalar.span, span))
  if (here === undefined || reasonOf(snapshot, file) !== undefined) return []
  const line = lineIndex(file.text).positionAt(here.scalar.span[0]).line + 1
  const command = { name: 'fluxmark.onboard', argument: { path: file.path, line } }
  return [{ title: 'Automate this image…', kind: 'command', edits: [], command }]
}

/** A policy can be replaced by what its tags suggest. */
function replaceActions(snapshot: Snapshot, path: string, [start]: Span): readonly Action[] {
  return heldAt(snapshot, path, start).policies.flatMap(ref => {
    if (markerAt(snapshot, path, start)) return []
    const policy = formatPolicyRef(ref)
    const command = { name: 'fluxmark.onboard', argument: { path, policy } }
    const title = `Replace ${visible(policy)} by a proposal…`
    return [{ title, kind: 'command', edits: [], isWide: true, command }]
  })
}

/** The changes that stand out among markers. */
export function pending(snapshot: Snapshot, markers: readonly PlacedMarker[]): readonly Change[] {
  return markers.flatMap(marker => {
    const state = markerState(snapshot, marker)
    return state?.state === 'outdated' ? [state.change] : []
  })
}

/** Whether Flux would make a change at its next run, as far as the files tell. */
export function isWritten(snapshot: Snapshot, { path, marker }: Change): boolean {
  return blockingLink(snapshot, path, marker) === undefined
}

/** What Flux would not do of changes that are made all the same, behind a title. */
function not(snapshot: Snapshot, changes: readonly Change[]): string {
  const links = changes.flatMap(({ path, marker }) => blockingLink(snapshot, path, marker) ?? [])
  const [first] = links
  if (first === undefined) return ''
  const which =
    links.length === changes.length ? 'Flux does not' : `Flux does not update ${links.length} of them`
  return ` (${which}: ${first.detail.length > 100 ? whyNot(first) : visible(first.detail)})`
}

/** What stands at its newest already, as the changes that leave it so. */
export function standing(snapshot: Snapshot, markers: readonly PlacedMarker[]): readonly Change[] {
  return markers.flatMap(marker =>
    markerState(snapshot, marker)?.state === 'current' ? unchanged(snapshot, marker) : [],
  )
}

/** Every policy that a file's markers name, or that stands in it: what an editor that shows it wants to know. */
export function policiesIn(snapshot: Snapshot, path: string): readonly PolicyRef[] {
  const facts = snapshot.files.get(path)?.facts
  const named = facts?.markers.flatMap(({ setter }) => (setter ? [setter.policy] : [])) ?? []
  return [...named, ...(snapshot.index.policiesByFile.get(path) ?? [])]
}

export function toEdit(snapshot: Snapshot, { path, edit }: Change): Edit {
  const text = snapshot.files.get(path)?.text ?? ''
  return { path, span: edit.span, oldText: text.slice(edit.span[0], edit.span[1]), newText: edit.newText }
}

function touches(a: Span, b: Span): boolean {
  return contains(a, b[0]) || contains(a, b[1]) || contains(b, a[0])
}
