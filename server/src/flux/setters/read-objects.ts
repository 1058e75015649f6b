import { type GoError, isGoError } from '../../go/go-error.ts'
import { composeDocument } from '../../go/yaml/compose.ts'
import type { SequenceStyle } from '../../go/yaml/encode.ts'
import type { YamlNode } from '../../go/yaml/node.ts'
import { splitDocuments } from '../../text/split-documents.ts'
import { copyLegacyAnnotations, fieldOf, isMissingOrNull, metaOf, setAnnotation } from './kyaml.ts'

/** One object on its way through kyaml: a document, or an item of a `List` that was taken apart. */
export interface KyamlObject {
  /** The document, or the item itself. */
  readonly document: YamlNode
  readonly root: YamlNode
}

/**
 * A file's objects as Flux's reader has them, with the annotations that it works by. An error makes the file a
 * problem file: Flux leaves it alone and says so in its trace log only.
 */
export function readObjects(path: string, text: string): readonly KyamlObject[] | GoError {
  const parts = splitDocuments(text.replaceAll('\r\n', '\n'))
  if (isGoError(parts)) return parts
  const objects: KyamlObject[] = []
  let index = 0
  for (const part of parts) {
    const document = composeDocument(part.text)
    if (document && 'err' in document) return { err: `MalformedYAMLError: yaml: ${document.err}` }
    const root = document?.content[0]
    if (!document || !root || isMissingOrNull(root)) continue
    const failure = annotate(root, path, index, part.text)
    if (failure) return failure
    const items = parts.length === 1 ? listItems(root) : undefined
    if (items) return items.map(item => ({ document: item, root: item }))
    objects.push({ document, root })
    index++
  }
  return objects
}

function annotate(root: YamlNode, path: string, index: number, text: string): GoError | undefined {
  return (
    copyLegacyAnnotations(root) ??
    setAnnotation(root, 'config.kubernetes.io/index', String(index)) ??
    setAnnotation(root, 'internal.config.kubernetes.io/index', String(index)) ??
    setAnnotation(root, 'internal.config.kubernetes.io/path', path) ??
    setAnnotation(root, 'internal.config.kubernetes.io/seqindent', sequenceStyle(text))
  )
}

/** The items of a `List` or `ResourceList`, which kyaml treats as objects of no file. */
function listItems(root: YamlNode): readonly YamlNode[] | undefined {
  const { kind } = metaOf(root)
  if (kind !== 'List' && kind !== 'ResourceList') return undefined
  const items = fieldOf(root, 'items')
  return items || fieldOf(root, 'functionConfig') ? (items?.content ?? []) : undefined
}

/** How kyaml will indent all sequences of a document: as the first one below a `key:` line stands. */
function sequenceStyle(text: string): SequenceStyle {
  const lines = text.split('\n')
  for (const [i, line] of lines.entries()) {
    const indent = line.indexOf('- ')
    if (indent < 0 || line.slice(0, indent).replaceAll(' ', '') !== '') continue
    const key = keyLineBefore(lines, i)
    const bare = key.replace(/^ +| +$/g, '')
    if (!bare.endsWith(':') || bare.indexOf(':') !== bare.length - 1) continue
    const keyIndent = key.length - key.trimStart().length
    if (indent === keyIndent) return 'compact'
    if (indent - keyIndent === 2) return 'wide'
  }
  return 'compact'
}

function keyLineBefore(lines: readonly string[], item: number): string {
  for (let i = item - 1; i >= 0; i--) {
    const line = lines[i] ?? ''
    if (!/^ *#/.test(line)) return line.split('#')[0] ?? ''
  }
  return ''
}
