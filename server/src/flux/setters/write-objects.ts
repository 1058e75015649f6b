import { type GoError, isGoError } from '../../go/go-error.ts'
import { encodeDocuments, type SequenceStyle } from '../../go/yaml/encode.ts'
import type { YamlNode } from '../../go/yaml/node.ts'
import {
  clearAnnotation,
  clearEmptyAnnotations,
  copyLegacyAnnotations,
  metaOf,
  setAnnotation,
} from './kyaml.ts'
import type { KyamlObject } from './read-objects.ts'
import { cleanPath } from './walk.ts'

const PATH = 'internal.config.kubernetes.io/path'
const INDEX = 'internal.config.kubernetes.io/index'
const SEQUENCES = 'internal.config.kubernetes.io/seqindent'

/**
 * The files that kyaml writes objects to, by path relative to the updated folder. An object that came from no
 * file, an item of a `List`, gets one of its own: `<kind>_<name>.yaml`, below a folder for its namespace.
 */
export function writeObjects(objects: readonly KyamlObject[]): ReadonlyMap<string, string> | GoError {
  const failure = setDefaultPaths(objects) ?? setDefaultIndexes(objects)
  if (failure) return failure
  const files = new Map<string, KyamlObject[]>()
  for (const object of objects) {
    const path = metaOf(object.root).annotations.get(PATH) ?? ''
    if (path === '') return { err: `resources must be annotated with ${PATH} to be written to files` }
    if (path.startsWith('/')) return { err: 'package paths may not be absolute paths' }
    if (path.includes('..')) return { err: `resource must be written under package <root>: ${path}` }
    files.set(path, [...(files.get(path) ?? []), object])
  }
  const written = new Map<string, string>()
  for (const [path, content] of files) {
    const documents: Printed[] = []
    for (const object of content.sort(byIndex)) {
      const document = printed(object)
      if (isGoError(document)) return document
      documents.push(document)
    }
    written.set(path, encodeDocuments(documents))
  }
  return written
}

interface Printed {
  readonly node: YamlNode
  readonly sequences: SequenceStyle
}

function setDefaultPaths(objects: readonly KyamlObject[]): GoError | undefined {
  for (const { root } of objects) {
    const failure = copyLegacyAnnotations(root)
    if (failure) return failure
    const meta = metaOf(root)
    if (meta.isMissing) return { err: 'missing Resource metadata' }
    if (meta.annotations.has(PATH)) continue
    const path = cleanPath(`${meta.namespace}/${meta.kind.toLowerCase()}_${meta.name}.yaml`)
    setAnnotation(root, PATH, path)
    setAnnotation(root, 'config.kubernetes.io/path', path)
  }
  return undefined
}

function setDefaultIndexes(objects: readonly KyamlObject[]): GoError | undefined {
  const counts = new Map<string, number>()
  for (const { root } of objects) {
    const { annotations } = metaOf(root)
    const path = annotations.get(PATH) ?? ''
    const index = annotations.get(INDEX)
    if (index !== undefined)
      counts.set(path, Math.max(counts.get(path) ?? 0, Number.parseInt(index, 10) || 0))
  }
  for (const { root } of objects) {
    const { annotations } = metaOf(root)
    if (annotations.has(INDEX)) continue
    const path = annotations.get(PATH) ?? ''
    const index = counts.get(path) ?? 0
    counts.set(path, index + 1)
    setAnnotation(root, INDEX, String(index))
    setAnnotation(root, 'config.kubernetes.io/index', String(index))
  }
  return undefined
}

function byIndex(a: KyamlObject, b: KyamlObject): number {
  const index = ({ root }: KyamlObject): number => Number(metaOf(root).annotations.get(INDEX) ?? -1)
  return index(a) - index(b)
}

function printed({ document, root }: KyamlObject): Printed | GoError {
  const sequences = metaOf(root).annotations.get(SEQUENCES) === 'wide' ? 'wide' : 'compact'
  for (const key of [INDEX, 'config.kubernetes.io/index', SEQUENCES, PATH, 'config.kubernetes.io/path']) {
    clearAnnotation(root, key)
  }
  return clearEmptyAnnotations(root) ?? { node: document, sequences }
}
