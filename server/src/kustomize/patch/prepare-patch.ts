import type { GoError } from '../../go/go-error.ts'
import type { YamlDocument } from '../../text/node.ts'
import { readDocuments } from '../../text/yaml.ts'
import { changeAt, type PatchEntry } from '../build/kustomization.ts'
import { type NotResources, readResources } from '../build/read-resources.ts'
import { placeInScalar } from '../values/inline-text.ts'
import { jsonNormal } from '../values/json-normal.ts'
import { build, metadataMap, type Resource, setMetadataMap } from '../values/resource.ts'
import type { Transformation } from '../values/transformation.ts'
import { isEmpty, type ScalarValue, type Source, type Value } from '../values/value.ts'
import { type PlaceSpan, valueOfNode } from '../values/value-of-node.ts'

/** A patch read from its text: objects to merge, or operations to apply. Neither: it is empty, and does nothing. */
export interface Patch {
  readonly entry: PatchEntry | undefined
  readonly at: Value
  readonly change: Transformation
  readonly merges: readonly Resource[]
  readonly operations: readonly Value[] | undefined
}

/** A text that may be a patch: a file's documents, or those of a scalar. */
export interface PatchText {
  readonly file: string
  readonly text: string
  readonly documents: readonly YamlDocument[]
  readonly place?: PlaceSpan
}

/** The documents of a scalar's text, each part placed in its file. `isTrimmed`: without the white space around it. */
export function inlineText(scalar: ScalarValue, fileText: string | undefined, isTrimmed: boolean): PatchText {
  const text = isTrimmed ? scalar.text.trim() : scalar.text
  const cut = isTrimmed ? scalar.text.length - scalar.text.trimStart().length : 0
  return {
    file: scalar.source.file,
    text,
    documents: readDocuments(text),
    place: placeInScalar(scalar, cut, fileText),
  }
}

/** Reads an entry of `patches`: whichever of the two kinds its text is. */
export function preparePatch(entry: PatchEntry, text: PatchText): Patch | GoError {
  const change = changeOf(entry, text)
  const source: Source = { file: text.file, change }
  const merges = readResources(text.documents, source, text.place)
  const operations = operationsOf(text, source)
  const patch = { entry, at: entry.at, change }
  if (Array.isArray(merges)) {
    return { ...patch, merges: merges.map(merge => withOptions(merge, entry)), operations: undefined }
  }
  if (operations) return { ...patch, merges: [], operations }
  return { err: `unable to parse SM or JSON patch: ${(merges as NotResources).reason}` }
}

/** Reads an entry of `patchesJson6902`. */
export function prepareJsonPatch(entry: PatchEntry, text: PatchText): Patch | GoError {
  const change = changeOf(entry, text)
  const operations = operationsOf(text, { file: text.file, change })
  if (!operations) return { err: 'the patch is no list of JSON 6902 operations' }
  if (operations.length === 0) return { err: 'patch appears to be empty' }
  return { entry, at: entry.at, change, merges: [], operations }
}

/** Reads an entry of `patchesStrategicMerge`, whose text is a patch itself or the path of one. */
export function prepareMergePatch(at: ScalarValue, text: PatchText): Patch | NotResources {
  const path = text.place ? {} : { path: text.file }
  const change: Transformation = { ...changeAt('patchesStrategicMerge', at), ...path }
  const merges = readResources(text.documents, { file: text.file, change }, text.place)
  return Array.isArray(merges)
    ? { entry: undefined, at, change, merges, operations: undefined }
    : (merges as NotResources)
}

function changeOf({ by, at, target }: PatchEntry, text: PatchText): Transformation {
  return { ...changeAt(by, at), ...(text.place ? {} : { path: text.file }), ...(target ? { target } : {}) }
}

/** What the options allow is noted on the patch itself, and merged into what it patches. */
function withOptions(patch: Resource, entry: PatchEntry): Resource {
  const allowed = [
    ...(entry.allowNameChange ? [build.allowNameChange] : []),
    ...(entry.allowKindChange ? [build.allowKindChange] : []),
  ]
  if (allowed.length === 0) return patch
  const annotations = new Map(metadataMap(patch.body, 'annotations'))
  for (const note of allowed) annotations.set(note, 'enabled')
  return { ...patch, body: setMetadataMap(patch.body, 'annotations', annotations) }
}

/**
 * The operations of a JSON 6902 patch, which is the text's first document; undefined where it is none. A text that
 * begins with a bracket is taken for JSON, and then has to be JSON.
 */
function operationsOf({ text, documents, place }: PatchText, source: Source): readonly Value[] | undefined {
  const document = documents[0]
  if (text.startsWith('[') && !isJson(text)) return undefined
  if (document?.root === undefined || document.errors.length > 0) return undefined
  const list = valueOfNode(document.root, source, place)
  if (list.kind !== 'list') return undefined
  const operations = list.items.filter(item => !isEmpty(item)).map(item => jsonNormal(item, 'yaml 1.1', []))
  return operations.every(operation => operation.kind === 'map') ? operations : undefined
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
