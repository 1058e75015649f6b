import type { Snapshot } from '../../flux/workspace/snapshot.ts'
import type { SourceFile } from '../../flux/workspace/source-file.ts'
import { folderOf, joinPath, nameOf } from '../../kustomize/build/workspace-files.ts'
import { didYouMean } from '../../text/did-you-mean.ts'
import type { Span } from '../../text/span.ts'

/** A path as it is written in a kustomization, and what may have been meant by it: written in the same way. */
export interface NearPaths {
  /** Without quotes and a slash at its end. */
  readonly span: Span
  readonly paths: readonly string[]
}

/**
 * What is there and is almost what is written at `span`, which leads to `missing`: where the first missing part of it
 * should be and called almost like it, or by one `../` more or less. What the kustomization names already is not meant.
 */
export function nearPaths(
  snapshot: Snapshot,
  file: SourceFile,
  [start, end]: Span,
  missing: string,
): NearPaths {
  const [, quote = '', written = ''] = /^(["']?)(.*?)\/*\1$/s.exec(file.text.slice(start, end)) ?? []
  const span: Span = [start + quote.length, start + quote.length + written.length]
  const parts = missing.split('/')
  const first = parts.findIndex((_, index) => !isThere(snapshot, parts.slice(0, index + 1).join('/')))
  const [wrong = '', ...behind] = parts.slice(first)
  const tail = [wrong, ...behind].join('/')
  const isUsable = (path: string | undefined) =>
    path !== undefined && isThere(snapshot, path) && !isUsed(snapshot, file, path)
  if (first === -1 || !written.endsWith(tail)) return { span, paths: [] }
  const folder = parts.slice(0, first)
  const similar = didYouMean(wrong, snapshot.folders.get(folder.join('/')) ?? [])
    .filter(name => isUsable([...folder, name, ...behind].join('/')))
    .map(name => written.slice(0, written.length - tail.length) + [name, ...behind].join('/'))
  const base = folderOf(file.path)
  const climbing =
    joinPath(base, written) === missing ? [`../${written}`, written.replace(/^\.\.\//, '')] : []
  return { span, paths: [...similar, ...climbing.filter(path => isUsable(joinPath(base, path)))].slice(0, 3) }
}

function isThere({ folders }: Snapshot, path: string): boolean {
  return folders.has(path) || folders.get(folderOf(path))?.includes(nameOf(path)) === true
}

function isUsed({ effective }: Snapshot, { path: file }: SourceFile, path: string): boolean {
  const target = effective.roots.get(folderOf(file))?.target
  return (
    target?.folders.has(path) || target?.facts.some(fact => 'read' in fact && fact.read === path) === true
  )
}
