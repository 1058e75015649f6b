import type { Connection } from 'vscode-languageserver'
import { blockingLink } from '../../flux/chain/chain.ts'
import type { Failure } from '../../flux/failure.ts'
import { canonicalImage } from '../../flux/resources/image.ts'
import { latestRef } from '../../flux/selection/resolve.ts'
import { toEdit } from '../../ide/fixes/actions.ts'
import { markerTags } from '../../work/marker-tags.ts'
import { planUpdateTo, type SetMarker } from '../../work/update-to.ts'
import { currentEdit } from '../features/current-edit.ts'
import { ask } from '../messages.ts'
import type { MarkerTarget, Refused, TagsAnswer, TagWritten } from '../protocol.ts'
import type { Workspaces } from '../workspaces.ts'
import type { Opened } from './bumps.ts'

interface Found {
  readonly folder: Opened
  readonly marker: SetMarker
  readonly target: string
}

/** How many tags a client without a list of its own is asked about. */
const askedAbout = 8

/** `fluxmark.tags`: what became of each tag behind a marker, newest first; with `tag` of that one, its details fetched. */
export async function tagsAnswer(
  workspaces: Workspaces,
  given: MarkerTarget & { readonly tag?: string },
): Promise<TagsAnswer | null> {
  const found = markerOn(workspaces, given)
  if (found === undefined) return null
  const { folder, marker, target } = found
  await workspaces.settle(folder, () => [marker.setter.policy])
  const { image, tags, problem } = markerTags(folder, marker)
  const { tag } = given
  if (tag === undefined) return { target, image, tags, ...(problem ? { problem } : {}) }
  const source = sourceOf(folder, image)
  if (source) await workspaces.lookAtTags(folder, [{ key: `${source.canonical}:${tag}`, source, tag }])
  return { target, image, tags: markerTags(folder, marker).tags.filter(one => one.tag === tag) }
}

/**
 * `fluxmark.pickTag`: writes a tag at a marker; without one the user is asked which of the newest. Null where there
 * is no marker, or the user thinks better of it.
 */
export async function pickTag(
  connection: Connection,
  workspaces: Workspaces,
  given: MarkerTarget & { readonly tag?: string },
): Promise<TagWritten | Refused | null> {
  const found = markerOn(workspaces, given)
  if (found === undefined) return null
  const { folder, marker, target } = found
  await workspaces.settle(folder, () => [marker.setter.policy])
  const tag = given.tag ?? (await chosen(connection, found))
  if (tag === undefined) return null
  const planned = await planUpdateTo(folder, marker, tag)
  const [skipped] = planned.skipped
  if (skipped) return { failure: { code: skipped.code, message: skipped.reason } as Failure }
  const edit = await currentEdit(
    workspaces,
    folder,
    planned.snapshot,
    planned.changes.map(change => toEdit(planned.snapshot, change)),
  )
  if (edit === undefined) return null
  const isWritten =
    planned.changes.length === 0 ||
    (await connection.workspace.applyEdit({ label: `Write tag ${tag}`, edit })).applied
  if (!isWritten) return null
  const { snapshot, path, policy } = { ...planned, path: marker.path, policy: marker.setter.policy }
  const latest = latestRef(snapshot, policy)
  const isTakenBack =
    latest.state === 'latest' &&
    latest.ref.tag !== tag &&
    blockingLink(snapshot, path, marker.marker) === undefined
  return {
    target,
    tag,
    policy: `${policy.namespace}:${policy.name}`,
    changes: planned.changes.length,
    ...(isTakenBack ? { takenBack: latest.ref.tag } : {}),
  }
}

async function chosen(
  connection: Connection,
  { folder, marker, target }: Found,
): Promise<string | undefined> {
  const { tags } = markerTags(folder, marker)
  const actions = tags.slice(0, askedAbout).map(({ tag }) => ({ title: tag }))
  return (await ask(connection, `Which tag for ${target}?`, ...actions))?.title
}

/** The first marker on a line. */
function markerOn(workspaces: Workspaces, { uri, line }: MarkerTarget): Found | undefined {
  const at = uri === undefined ? undefined : workspaces.at(uri)
  if (at === undefined || line === undefined) return undefined
  const { workspace: folder, snapshot, path, lines } = at
  const marker = snapshot.files
    .get(path)
    ?.facts.markers.find(one => one.setter && lines.positionAt(one.span[0]).line === line - 1)
  return (
    marker?.setter && { folder, marker: { path, marker, setter: marker.setter }, target: `${path}:${line}` }
  )
}

function sourceOf({ session: { snapshot } }: Opened, image: string) {
  const canonical = canonicalImage(image)
  const repository = [...snapshot.index.repositories.values()]
    .flat()
    .find(({ resource }) => resource.image?.value === image)
  if (typeof canonical !== 'string' || repository === undefined) return undefined
  return { canonical, image, insecure: repository.resource.insecure }
}
