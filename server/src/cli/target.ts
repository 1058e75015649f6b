import { resolve } from 'node:path'
import type { PlacedMarker } from '../flux/workspace/snapshot.ts'
import { places } from './place.ts'
import type { Scope } from './scope.ts'

/** A line of a file, as `FILE:LINE` names it; undefined where the text is none. The line counts from 1. */
export function fileAndLine(target: string): { readonly file: string; readonly line: number } | undefined {
  const [, file, line] = /^(.+):([1-9]\d{0,8})$/.exec(target) ?? []
  return file === undefined ? undefined : { file, line: Number(line) }
}

/** A file as the session names it: relative to the repository's root, with `/`. */
export function pathIn({ root }: Pick<Scope, 'root'>, cwd: string, file: string): string {
  return resolve(cwd, file)
    .slice(root.length + 1)
    .replaceAll('\\', '/')
}

/** The markers on a line (from 1) of a file. */
export function markersOnLine(
  { session }: Pick<Scope, 'session'>,
  path: string,
  line: number,
): readonly PlacedMarker[] {
  const file = session.snapshot.files.get(path)
  const place = places(file?.text ?? '')
  return (file?.facts.markers ?? []).flatMap(marker =>
    place(marker.span[0]).line === line ? [{ path, marker }] : [],
  )
}
