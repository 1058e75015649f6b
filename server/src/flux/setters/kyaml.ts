/**
 * What kyaml 0.21 does to an object's metadata while a file passes through it. Each function takes the object's
 * root node and changes it in place; an error is kyaml's own text.
 */
import type { GoError } from '../../go/go-error.ts'
import { encodeDocuments } from '../../go/yaml/encode.ts'
import { newNode, newScalar, type YamlNode } from '../../go/yaml/node.ts'

export interface ObjectMeta {
  readonly apiVersion: string
  readonly kind: string
  readonly namespace: string
  readonly name: string
  readonly annotations: ReadonlyMap<string, string>
  /** Whether nothing of all this is there: kyaml's `missing Resource metadata`. */
  readonly isMissing: boolean
}

export function isMissingOrNull(node: YamlNode | undefined): boolean {
  return node === undefined || node.tag === '!!null'
}

/** The value of a mapping's first key of that name. */
export function fieldOf(node: YamlNode | undefined, name: string): YamlNode | undefined {
  const at = node?.kind === 'mapping' ? keyIndex(node, name) : -1
  return at < 0 ? undefined : node?.content[at + 1]
}

/** `RNode.GetMeta`. */
export function metaOf(root: YamlNode): ObjectMeta {
  const annotations = new Map<string, string>()
  const text = (parent: YamlNode | undefined, name: string): string | undefined => {
    const value = fieldOf(parent, name)
    return isEmpty(value) ? undefined : value?.value
  }
  const given = fieldOf(root, 'metadata')
  const metadata = isEmpty(given) ? undefined : given
  const [apiVersion, kind] = [text(root, 'apiVersion'), text(root, 'kind')]
  const [namespace, name] = [text(metadata, 'namespace'), text(metadata, 'name')]
  const map = fieldOf(metadata, 'annotations')
  if (map?.kind === 'mapping') {
    for (let i = map.content.length - 2; i >= 0; i -= 2) {
      annotations.set(textOf(map.content[i]), textOf(map.content[i + 1]))
    }
  }
  const found = [apiVersion, kind, namespace, name].some(part => part !== undefined)
  const isMissing = !found && isEmpty(map) && isEmpty(fieldOf(metadata, 'labels'))
  return {
    apiVersion: apiVersion ?? '',
    kind: kind ?? '',
    namespace: namespace ?? '',
    name: name ?? '',
    annotations,
    isMissing,
  }
}

/** `SetAnnotation`: creates `metadata.annotations`, and first removes either where it is empty. */
export function setAnnotation(root: YamlNode, key: string, text: string): GoError | undefined {
  const failure = clearEmptyAnnotations(root)
  if (failure) return failure
  if (isMissingOrNull(root)) return undefined
  const annotations = created(created(root, 'metadata'), 'annotations')
  const invalid = mustBeMapping(annotations)
  if (invalid) return invalid
  const value = newScalar(text, '!!str', 'single')
  const at = keyIndex(annotations, key)
  const old = annotations.content[at + 1]
  if (at >= 0 && old) annotations.content[at + 1] = { ...value, style: old.style, isTagged: old.isTagged }
  else annotations.content.push(newScalar(key), value)
  return undefined
}

/** `ClearAnnotation`. */
export function clearAnnotation(root: YamlNode, key: string): void {
  const annotations = fieldOf(fieldOf(root, 'metadata'), 'annotations')
  if (annotations?.kind === 'mapping') remove(annotations, keyIndex(annotations, key))
}

/** `ClearEmptyAnnotations`: removes annotations without content, then metadata without content. */
export function clearEmptyAnnotations(root: YamlNode): GoError | undefined {
  const metadata = fieldOf(root, 'metadata')
  const invalid = mustBeMapping(root) ?? mustBeMapping(metadata)
  if (invalid) return invalid
  if (metadata) remove(metadata, emptyKeyIndex(metadata, 'annotations'))
  remove(root, emptyKeyIndex(root, 'metadata'))
  return undefined
}

/** Where only one of a pair of annotations is set, sets the other: `CopyLegacyAnnotations`. */
export function copyLegacyAnnotations(root: YamlNode): GoError | undefined {
  const { annotations } = metaOf(root)
  for (const [legacy, internal] of ANNOTATION_PAIRS) {
    const [old, current] = [annotations.get(legacy) ?? '', annotations.get(internal) ?? '']
    if (old === '' && current === '') continue
    const failure =
      current === ''
        ? setAnnotation(root, internal, old)
        : old === ''
          ? setAnnotation(root, legacy, current)
          : undefined
    if (failure) return failure
  }
  return undefined
}

/** The annotations kyaml keeps twice, the old name and the new. */
export const ANNOTATION_PAIRS = [
  ['config.kubernetes.io/path', 'internal.config.kubernetes.io/path'],
  ['config.kubernetes.io/index', 'internal.config.kubernetes.io/index'],
  ['config.k8s.io/id', 'internal.config.kubernetes.io/id'],
] as const

function mustBeMapping(node: YamlNode | undefined): GoError | undefined {
  if (!node || isMissingOrNull(node) || node.kind === 'mapping') return undefined
  const kind = `${node.kind.charAt(0).toUpperCase()}${node.kind.slice(1)}Node`
  const contents = encodeDocuments([{ node, sequences: 'compact' }])
  return { err: `wrong node kind: expected MappingNode but got ${kind}: node contents:\n${contents}` }
}

function created(parent: YamlNode, name: string): YamlNode {
  const found = fieldOf(parent, name)
  if (found) return found
  const mapping = newNode('mapping')
  parent.content.push(newScalar(name), mapping)
  return mapping
}

function textOf(node: YamlNode | undefined): string {
  return node && !isMissingOrNull(node) ? node.value : ''
}

function isEmpty(node: YamlNode | undefined): boolean {
  if (!node || isMissingOrNull(node)) return true
  return (node.kind === 'mapping' || node.kind === 'sequence') && node.content.length === 0
}

function keyIndex({ content }: YamlNode, name: string): number {
  for (let i = 0; i + 1 < content.length; i += 2) if (content[i]?.value === name) return i
  return -1
}

function emptyKeyIndex({ content }: YamlNode, name: string): number {
  for (let i = 0; i + 1 < content.length; i += 2) {
    if (content[i]?.value === name && content[i + 1]?.content.length === 0) return i
  }
  return -1
}

function remove(mapping: YamlNode, at: number): void {
  if (at >= 0) mapping.content.splice(at, 2)
}
