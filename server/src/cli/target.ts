import type { SetMarker } from '../work/update-to.ts'
import { places } from './place.ts'
import { absolutePath, pathWithin, type Scope } from './scope.ts'
import { UsageError } from './usage-error.ts'
import type { World } from './world.ts'

/** A line of a file: `FILE:LINE`. The line counts from 1. */
export interface FileAndLine {
  readonly file: string
  readonly line: number
}

/** Reads `FILE:LINE`; undefined where the text is none. */
export function fileAndLine(target: string): FileAndLine | undefined {
  const [, file, line] = /^(.+):([1-9]\d{0,8})$/.exec(target) ?? []
  return file === undefined ? undefined : { file, line: Number(line) }
}

/** The one marker on a line that Flux reads, or a `UsageError`. */
export function setMarkerAt(
  { session, root }: Pick<Scope, 'session' | 'root'>,
  world: Pick<World, 'cwd' | 'asOnDisk'>,
  { file, line }: FileAndLine,
): SetMarker {
  const path = pathWithin(root, absolutePath(world, file))
  const { text = '', facts } = session.snapshot.files.get(path) ?? {}
  const place = places(text)
  const [only, another] = (facts?.markers ?? []).flatMap(marker =>
    marker.setter && place(marker.span[0]).line === line ? [{ path, marker, setter: marker.setter }] : [],
  )
  if (only === undefined || another !== undefined)
    throw new UsageError(`${file}:${line}: ${only ? 'several markers are' : 'no marker is'} on this line`)
  return only
}
