import { heldAutomation, heldPolicy } from '../../flux/hold/held.ts'
import { heldWords } from '../../flux/hold/held-words.ts'
import { writtenTags } from '../../flux/hold/written-tags.ts'
import { formatPolicyRef } from '../../flux/markers/setter.ts'
import { latestRef } from '../../flux/selection/resolve.ts'
import { type PlacedMarker, repositories, type Snapshot } from '../../flux/workspace/snapshot.ts'
import { heldAt } from '../../ide/fixes/hold-actions.ts'
import { heldJson } from '../../ide/hold-json.ts'
import { linesOf } from '../convert.ts'
import type { HoldsAnswer, MarkerTarget } from '../protocol.ts'
import type { Paths } from '../uris.ts'
import type { Workspaces } from '../workspaces.ts'

/** `fluxmark.holds`: every policy and automation of the folders that are open, and how it stands. */
export function holds(workspaces: Workspaces, { uri, line }: MarkerTarget): HoldsAnswer {
  const at = uri === undefined ? undefined : workspaces.at(uri)
  const offset = at && line !== undefined ? at.lines.offsetAt({ line: line - 1, character: 0 }) : undefined
  const here = at && offset !== undefined ? onLine(at.snapshot, at.path, at.text, offset) : undefined
  const folders = workspaces.all().map(({ session, paths }) => ({ snapshot: session.snapshot, paths }))
  return {
    policies: folders.flatMap(({ snapshot, paths }) =>
      [...snapshot.index.policies.values()].flatMap(([first]) => {
        if (first?.namespace === undefined) return []
        const ref = { namespace: first.namespace, name: first.resource.name }
        const resolution = latestRef(snapshot, ref)
        const held = heldPolicy(snapshot, ref)
        const written = writtenTags(snapshot, ref)
        const [marker] = written.flatMap(({ markers }) => markers)
        return {
          policy: formatPolicyRef(ref),
          image: repositories(snapshot, first)[0]?.resource.image?.value ?? '',
          written: written.map(({ tag }) => tag),
          ...(marker ? { marker: placeOf(snapshot, paths, marker) } : {}),
          selected: resolution.state === 'latest' ? resolution.ref.tag : null,
          held: held.map(heldJson),
          words: held.map(heldWords),
          isHere: here?.policies.has(formatPolicyRef(ref)) === true,
        }
      }),
    ),
    automations: folders.flatMap(({ snapshot }) =>
      [...snapshot.index.automations].map(([automation, forms]) => {
        const held = heldAutomation(snapshot, automation)
        return {
          automation,
          isSuspended: forms.every(({ resource }) => resource.suspend),
          held: held.map(heldJson),
          words: held.map(heldWords),
          isHere: here?.automations.has(automation) === true,
        }
      }),
    ),
  }
}

function placeOf(snapshot: Snapshot, { toUri }: Paths, { path, marker }: PlacedMarker) {
  const { line } = linesOf(snapshot)(path).positionAt(marker.value.scalar.span[0])
  return { uri: toUri(path), line: line + 1 }
}

/** What a line is about: what its marker names, and what it stands in. */
function onLine(snapshot: Snapshot, path: string, text: string, offset: number) {
  const found = [offset, markerOffset(snapshot, path, text, offset)].flatMap(one =>
    one === undefined ? [] : [heldAt(snapshot, path, one)],
  )
  return {
    policies: new Set(found.flatMap(one => one.policies.map(formatPolicyRef))),
    automations: new Set(found.flatMap(one => one.automations)),
  }
}

function markerOffset(snapshot: Snapshot, path: string, text: string, offset: number): number | undefined {
  const end = /\r?\n|$/.exec(text.slice(offset))?.index ?? 0
  return snapshot.files
    .get(path)
    ?.facts.markers.find(({ span: [start] }) => offset <= start && start <= offset + end)?.span[0]
}
