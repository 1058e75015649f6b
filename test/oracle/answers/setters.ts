import { type KnownPolicy, predict } from '../../../server/src/flux/setters/predict.ts'
import { readObjects } from '../../../server/src/flux/setters/read-objects.ts'
import { reformats } from '../../../server/src/flux/setters/reformats.ts'
import { type FileContent, type Tree, walk } from '../../../server/src/flux/setters/walk.ts'
import { isGoError } from '../../../server/src/go/go-error.ts'
import type { Answer } from '../compare.ts'
import { updatedFiles } from '../updated-files.ts'

interface Input {
  readonly files?: Readonly<Record<string, string>>
  readonly filesBase64?: Readonly<Record<string, string>>
  readonly symlinks?: readonly (readonly [string, string])[]
  readonly path?: string
  readonly policies?: readonly KnownPolicy[] | null
}

export function setters(input: Input): Answer {
  const files = new Map<string, FileContent>(Object.entries(input.files ?? {}))
  for (const [path, content] of Object.entries(input.filesBase64 ?? {})) {
    files.set(path, Buffer.from(content, 'base64'))
  }
  const tree = { files, links: new Map(input.symlinks) }
  const prediction = predict(tree, input.path ?? '', input.policies ?? [])
  if (isGoError(prediction)) return { ...prediction, changes: [], written: {}, ours: {} }
  const problemFiles = prediction.problemFiles.map(({ file }) => file)
  const invalid = [...prediction.written].flatMap(([path, text]) =>
    isGoError(readObjects(path, text)) ? [path] : [],
  )
  return {
    written: Object.fromEntries(prediction.written),
    changes: sorted(prediction.changes.map(({ damage: _, ...change }) => change)),
    ...(prediction.written.size > 0 ? { reformats: isReformatted(files, prediction.written) } : {}),
    ...(problemFiles.length > 0 ? { problemFiles } : {}),
    ...(invalid.length > 0 ? { writtenIsInvalid: invalid } : {}),
    damage: [...prediction.changes, ...prediction.untold].flatMap(({ damage }) => damage?.kind ?? []),
    ours: ours(tree, input),
  }
}

/** The files that Flux reads, as the product's own update leaves them, and why it left one alone. */
function ours(tree: Tree, { path = '', policies }: Input): object {
  const found = walk(tree, path)
  const read = (isGoError(found) ? [] : found.files).flatMap(({ target, text }) =>
    text === undefined ? [] : [[target, text] as const],
  )
  const updated = updatedFiles(new Map(read), path, policies ?? [])
  return Object.fromEntries([...updated].map(([target, { changes: _, ...file }]) => [target, file]))
}

function isReformatted(
  before: ReadonlyMap<string, FileContent>,
  written: ReadonlyMap<string, string>,
): boolean {
  return [...written].some(([path, text]) => reformats(before.get(path)?.toString(), text))
}

/** By file and object, as the vectors have them; the order within an object stays. */
function sorted<T extends { readonly file: string; readonly object: object }>(
  changes: readonly T[],
): readonly T[] {
  const key = ({ file, object }: T): string => JSON.stringify([file, Object.values(object)])
  return changes.toSorted((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0))
}
