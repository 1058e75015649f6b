import { unmarkedIn } from '../../flux/onboard/candidates.ts'
import { shownTags } from '../../flux/selection/shown-tags.ts'
import { markersOf, type PlacedMarker, type Snapshot } from '../../flux/workspace/snapshot.ts'
import { candidateRows } from '../../ide/updates/candidate-rows.ts'
import { liveNode, withLive } from '../../ide/updates/live-rows.ts'
import { type UpdateNode, updateTree } from '../../ide/updates/tree.ts'
import { type UpdateValue, updateValues } from '../../ide/updates/values.ts'
import { forMessage } from '../../text/foreign.ts'
import { linesOf } from '../convert.ts'
import type { Live } from '../live/live.ts'
import type { UpdateRow, UpdatesAnswer, UpdatesArgument } from '../protocol.ts'
import type { Workspaces } from '../workspaces.ts'
import { changeId, type Opened } from './bumps.ts'
import { inSlices } from './in-slices.ts'

/** `fluxmark.updates`: what is known now. What is not known yet is asked for, and a new `revision` says when it is there. */
export async function updates(
  workspaces: Workspaces,
  live: Pick<Live, 'views'>,
  argument: UpdatesArgument,
): Promise<UpdatesAnswer> {
  workspaces.wantAll()
  const { group = 'automation', ages = false, within } = argument
  let left = 0
  if (ages) for (const folder of workspaces.all().filter(isSmall)) await folder.readImages()
  const folders: { folder: Opened; snapshot: Snapshot; values: readonly UpdateValue[] }[] = []
  for (const folder of workspaces.all()) {
    const { snapshot } = folder.session
    const waiting = workspaces.waiting(folder)
    const values: UpdateValue[] = []
    const markers = markersOf(snapshot)
    const judge = (one: PlacedMarker) => values.push(...updateValues(snapshot, { waiting }, [one]))
    left += markers.length - (await inSlices(markers, judge, within))
    // The rows of images without markers are made of what is found here, file by file.
    if (ages && isSmall(folder))
      await inSlices(snapshot.files.values(), file => void unmarkedIn(snapshot, file))
    folders.push({ folder, snapshot, values })
  }
  if (ages) for (const { folder, snapshot, values } of folders) askAges(workspaces, folder, snapshot, values)
  const values = folders.flatMap(one => one.values)
  const now = workspaces.now()
  return {
    outdated: values.filter(({ state }) => state === 'outdated').length,
    values: values.length,
    left,
    waiting: [...new Set(values.flatMap(({ host }) => host ?? []))].sort(),
    isTrusted: folders.some(({ folder }) => folder.session.registry !== undefined),
    isRepository: folders.some(({ folder }) => folder.isRepository),
    rows: folders.flatMap(({ folder, snapshot, values }) => {
      const unmarked = ages && isSmall(folder) ? candidateRows(snapshot) : undefined
      const clusters = live.views(folder)
      const rows = [
        ...withLive(updateTree(snapshot, values, group, now), clusters),
        ...(unmarked ? [unmarked] : []),
        ...clusters.map(liveNode),
      ].map(toRow(folder, snapshot))
      // What two folders have under one name are two things.
      return folders.length === 1 ? rows : rows.map(row => withPrefix(row, folder.root))
    }),
  }
}

/** In larger folders images without markers are listed when somebody asks for them: each edit looks at all files. */
const mostFiles = 10_000

function isSmall({ session: { snapshot } }: Opened): boolean {
  return snapshot.files.size + snapshot.unread.size <= mostFiles
}

function toRow(folder: Opened, snapshot: Snapshot): (node: UpdateNode) => UpdateRow {
  const lines = linesOf(snapshot)
  const row = (node: UpdateNode): UpdateRow => {
    const { id, kind, state, place, policy, automation, value, verdict, object, children } = node
    return {
      id,
      kind,
      label: forMessage(node.label),
      description: forMessage(node.description),
      accessible: forMessage(node.accessible),
      state,
      ...(place
        ? {
            uri: folder.paths.toUri(place.path),
            line: lines(place.path).positionAt(place.span[0]).line + 1,
          }
        : {}),
      ...(policy === undefined ? {} : { policy }),
      ...(automation === undefined ? {} : { automation }),
      ...(value?.change && state === 'outdated' ? { change: changeId(folder, snapshot, value.change) } : {}),
      ...(value?.host === undefined ? {} : { host: value.host }),
      ...(verdict === undefined ? {} : { verdict }),
      ...(object === undefined ? {} : { object }),
      children: children.map(row),
    }
  }
  return row
}

function withPrefix(row: UpdateRow, prefix: string): UpdateRow {
  return {
    ...row,
    id: `${prefix} ${row.id}`,
    children: row.children.map(child => withPrefix(child, prefix)),
  }
}

/** How many images are looked at for one answer. */
const agesAtOnce = 20

/**
 * Has the age of what is selected looked up where a value is outdated. Not at Docker Hub: each look counts against
 * the pulls that it grants, and who wants to know hovers.
 */
function askAges(
  workspaces: Workspaces,
  folder: Opened,
  snapshot: Snapshot,
  values: readonly UpdateValue[],
): void {
  const wanted = values.flatMap(({ state, policy }) =>
    state === 'outdated' ? (shownTags(snapshot, policy)?.latest ?? []) : [],
  )
  const tags = [...new Map(wanted.map(tag => [tag.key, tag])).values()].filter(
    ({ key }) => !key.startsWith('index.docker.io/') && !snapshot.details.has(key),
  )
  void workspaces.lookAtTags(folder, tags.slice(0, agesAtOnce))
}
