import { parseMarker } from '../../flux/markers/marker.ts'
import type { SourceFile } from '../../flux/workspace/source-file.ts'
import { exactPlace } from '../../kustomize/values/inline-text.ts'
import { type Entry, field, type Node, type Scalar, textAt } from '../../text/node.ts'
import type { Span } from '../../text/span.ts'
import { readDocuments } from '../../text/yaml.ts'
import { markerWords } from './marker-words.ts'

/** A place where a file names a namespace: the span of the name alone. */
export interface NamespaceSite {
  readonly span: Span
  readonly name: string
  /** Absent where it certainly names a namespace; else what it is, in words. */
  readonly doubt?: string
}

/**
 * Where a file names namespaces: fields of Kubernetes, Flux and kustomize, markers, inline patches, DNS names of
 * services. What charts, labels and variables hold may be something else, and says so.
 */
export function namespaceSites(file: SourceFile): readonly NamespaceSite[] {
  const { facts, text } = file
  const inMarkers = facts.markers.flatMap((marker): readonly NamespaceSite[] => {
    const words = markerWords(text, marker)
    return words && marker.setter ? [{ span: words.namespace, name: marker.setter.policy.namespace }] : []
  })
  const inTrees = facts.documents.flatMap(({ root }) =>
    root === undefined ? [] : inDocument(root, { file, place: span => span, text }),
  )
  return [...inMarkers, ...inTrees].toSorted((a, b) => a.span[0] - b.span[0])
}

/** The text that a tree was read from, and where its parts stand in the file. */
interface Source {
  readonly file: SourceFile
  readonly text: string
  readonly place: (span: Span) => Span
}

function inDocument(root: Node, source: Source): readonly NamespaceSite[] {
  if (root.kind === 'sequence') return root.items.flatMap(item => inPatchStep(item, source))
  const kind = textAt(root, 'kind')
  const isObject = kind !== undefined && textAt(root, 'apiVersion') !== undefined
  const doubt = isObject || isKustomization(source.file.path) ? undefined : 'a value that a chart may read'
  const own = field(root, 'metadata', 'name')
  const isNamespace = kind === 'Namespace' && textAt(root, 'apiVersion') === 'v1'
  return [
    ...(isNamespace && own?.kind === 'scalar' ? siteOf(own, source, undefined) : []),
    ...inNode(root, source, doubt),
  ]
}

function isKustomization(path: string): boolean {
  return /(?:^|\/)(?:kustomization\.ya?ml|Kustomization)$/.test(path)
}

/** One step of a JSON patch. */
function inPatchStep(step: Node, source: Source): readonly NamespaceSite[] {
  const value = field(step, 'value')
  const isNamespace = /\/(?:namespace|[a-z]\w*Namespace)$/.test(textAt(step, 'path') ?? '')
  if (value?.kind === 'scalar') return isNamespace ? siteOf(value, source, undefined) : inText(value, source)
  return value === undefined ? [] : inNode(value, source, undefined)
}

function inNode(node: Node, source: Source, doubt: string | undefined): readonly NamespaceSite[] {
  if (node.kind === 'sequence') return node.items.flatMap(item => inNode(item, source, doubt))
  if (node.kind === 'scalar') return inText(node, source)
  if (node.kind !== 'mapping') return []
  const key = field(node, 'key')
  const selected = field(node, 'values')
  if (key?.kind === 'scalar' && key.text === nameLabel && selected?.kind === 'sequence')
    return selected.items.flatMap(item => (item.kind === 'scalar' ? siteOf(item, source, doubt) : []))
  return node.entries.flatMap(entry => inEntry(entry, source, doubt))
}

/** The label that Kubernetes gives each namespace. */
const nameLabel = 'kubernetes.io/metadata.name'

function inEntry({ key, value }: Entry, source: Source, doubt: string | undefined): readonly NamespaceSite[] {
  if (key.kind !== 'scalar' || value === undefined) return []
  const name = key.text
  const inside = doubt ?? doubts[name]
  if (value.kind === 'scalar') {
    if (name === nameLabel) return siteOf(value, source, doubt === doubts.labels ? undefined : doubt)
    if (/^namespace$|[a-z]Namespace$/.test(name)) return siteOf(value, source, inside)
    if (doubt === doubts.substitute) return siteOf(value, source, doubt)
    return isPatch(name, value) ? inPatch(value, source) : inText(value, source)
  }
  if (value.kind === 'sequence') {
    const isList = /^namespaces$|[a-z]Namespaces$|^matchNames$/.test(name)
    return value.items.flatMap(item => {
      if (item.kind !== 'scalar') return inNode(item, source, inside)
      if (isList) return siteOf(item, source, inside)
      return isPatch(name, item) ? inPatch(item, source) : inText(item, source)
    })
  }
  return inNode(value, source, inside)
}

/** What stands below these keys is named by their author: that it is called a namespace is no more than likely. */
const doubts: Readonly<Record<string, string>> = {
  values: 'a value that a chart may read',
  labels: 'a label',
  matchLabels: 'a label',
  commonLabels: 'a label',
  pairs: 'a label',
  annotations: 'an annotation',
  commonAnnotations: 'an annotation',
  substitute: 'a variable',
  data: 'data',
  stringData: 'data',
}

function isPatch(key: string, { text, style }: Scalar): boolean {
  return (
    /^(?:patch|patches|patchesStrategicMerge)$/.test(key) && /\n|^\s*[[{]/.test(text) && style !== 'plain'
  )
}

/** A patch that is written as text. */
function inPatch(scalar: Scalar, { file, text, place }: Source): readonly NamespaceSite[] {
  const exact = exactPlace(scalar, 0, text)
  if (exact === undefined) return []
  const inner: Source = { file, text: scalar.text, place: span => place(exact(span)) }
  return readDocuments(scalar.text).flatMap(({ root }) => (root === undefined ? [] : inDocument(root, inner)))
}

/** A scalar that is the name. */
function siteOf(scalar: Scalar, source: Source, doubt: string | undefined): readonly NamespaceSite[] {
  const { text, span, style } = scalar
  const inner: Span = style === 'plain' ? span : [span[0] + 1, span[1] - 1]
  if (source.text.slice(...inner) !== text || parseMarker(text) || text === '') return []
  return [{ span: source.place(inner), name: text, ...(doubt === undefined ? {} : { doubt }) }]
}

/** Names within a text: the DNS name of a service, a service account's user or group. */
function inText({ text, span }: Scalar, source: Source): readonly NamespaceSite[] {
  if (!/\.svc\b|system:serviceaccount/.test(text)) return []
  const written = source.text.slice(...span)
  return [...written.matchAll(named)].map(({ index, groups }) => {
    const name = groups?.service ?? groups?.account ?? ''
    const before = (groups?.before ?? groups?.prefix ?? '').length
    const start = span[0] + index + before
    return { span: source.place([start, start + name.length]), name }
  })
}

const named =
  /(?<before>(?<![\w.-])(?:[a-z0-9-]+\.)+)(?<service>[a-z0-9-]+)(?=\.svc(?:[.:/\s"']|$))|(?<prefix>(?<![\w-])system:serviceaccounts?:)(?<account>[a-z0-9-]+)/g
