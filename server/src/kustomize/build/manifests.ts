import type { YamlDocument } from '../../text/node.ts'
import type { Resource } from '../values/resource.ts'
import { type NotResources, readResources } from './read-resources.ts'

/** What a file's documents were found to hold. */
export interface Manifest {
  readonly documents: readonly YamlDocument[]
  readonly content: readonly Resource[] | NotResources
}

/** The objects of a file, read once for the same documents. `known` is added to. */
export function manifestOf(
  path: string,
  documents: readonly YamlDocument[],
  known: Map<string, Manifest>,
): Manifest['content'] {
  const before = known.get(path)
  if (before && before.documents === documents) return before.content
  const content = readResources(documents, { file: path })
  known.set(path, { documents, content })
  return content
}
