import { didYouMean } from '../../text/did-you-mean.ts'
import {
  type Entry,
  field,
  type Mapping,
  type Node,
  type Scalar,
  textAt,
  type YamlDocument,
} from '../../text/node.ts'
import type { Span } from '../../text/span.ts'
import { imageGroup, isKindName, type KindName, kindNames } from '../resources/kinds.ts'

/** An object of image automation that no cluster takes, or none as it was meant. */
export type BrokenObject =
  | {
      readonly problem: 'unparsable'
      /** Where the parser stopped, and its words. */
      readonly span: Span
      readonly detail: string
      /** The names that stand in what does not parse, as far as it is known. */
      readonly names: readonly string[]
    }
  | {
      readonly problem: 'apiVersion' | 'kind' | 'metadata.name'
      /** What is missing is the field of that name. */
      readonly node: Mapping
      /** What is marked: the kind, or else the first key. */
      readonly span: Span
      /** The kind that it is, or by its fields can only be. */
      readonly kind: KindName | undefined
      readonly names: readonly string[]
    }
  | {
      readonly problem: 'group'
      readonly apiVersion: Scalar
      readonly kind: KindName
      readonly names: readonly string[]
    }
  | {
      readonly problem: 'spec-below-metadata'
      readonly metadata: Mapping
      readonly spec: Entry
      readonly kind: KindName
      readonly names: readonly string[]
    }

/** Whether a text holds words that only objects of image automation have. */
export function namesImageObjects(text: string): boolean {
  return imageWords.test(text)
}

const imageWords =
  /^[ \t-]*["']?kind["']?:[ \t]*["']?Image(?:Policy|Repository|UpdateAutomation)\b|^[ \t-]*["']?apiVersion["']?:[ \t]*["']?image\.toolkit\.flux/m

/** The broken objects of a text. Templates are passed over: what they make is not in the text. */
export function brokenObjects(text: string, documents: readonly YamlDocument[]): readonly BrokenObject[] {
  return documents.flatMap(document => {
    const own = text.slice(...document.span)
    return isTemplate(own) ? [] : brokenIn(document, own)
  })
}

function isTemplate(text: string): boolean {
  return /\{\{|\{%|<<[ -]|^<<<<<<< /m.test(text)
}

function brokenIn({ root, errors }: YamlDocument, text: string): readonly BrokenObject[] {
  const [error] = errors
  if (error) {
    if (!namesImageObjects(text)) return []
    const names = [...text.matchAll(/^[ \t]+name:[ \t]*["']?([\w.-]+)/gm)].map(([, name = '']) => name)
    return [{ problem: 'unparsable', span: error.span, detail: error.message, names }]
  }
  return root?.kind === 'mapping' ? brokenObject(root) : []
}

function brokenObject(node: Mapping): readonly BrokenObject[] {
  const items = field(node, 'items')
  const kindNode = field(node, 'kind')
  const kindText = textAt(node, 'kind') ?? ''
  if (kindText.endsWith('List') && items?.kind === 'sequence')
    return items.items.flatMap(item => (item.kind === 'mapping' ? brokenObject(item) : []))
  const apiVersion = field(node, 'apiVersion')
  const name = textAt(node, 'metadata', 'name') ?? ''
  const names = name === '' ? [] : [name]
  const group = (textAt(node, 'apiVersion') ?? '').split('/')[0] ?? ''
  const kind = isKindName(kindText) ? kindText : undefined
  const lacks = (
    problem: 'apiVersion' | 'kind' | 'metadata.name',
    at: KindName | undefined,
  ): BrokenObject => ({
    problem,
    node,
    span: (kindNode?.kind === 'scalar' && kindText !== '' ? kindNode : (node.entries[0]?.key ?? node)).span,
    kind: at,
    names,
  })
  if (kind && group === '') return isLike(node, kind) ? [lacks('apiVersion', kind)] : []
  if (group === imageGroup && kindText === '') return [lacks('kind', kindByFields(node))]
  if (kind === undefined) return []
  const found: BrokenObject[] = []
  if (group !== imageGroup && isSlip(group) && apiVersion?.kind === 'scalar')
    found.push({ problem: 'group', apiVersion, kind, names })
  else if (group !== imageGroup) return []
  if (name === '') found.push(lacks('metadata.name', kind))
  const metadata = field(node, 'metadata')
  const spec = metadata?.kind === 'mapping' ? entryOf(metadata, 'spec') : undefined
  if (metadata?.kind === 'mapping' && spec?.value?.kind === 'mapping' && field(node, 'spec') === undefined)
    found.push({ problem: 'spec-below-metadata', metadata, spec, kind, names })
  return found
}

/** Other projects have kinds of these names, with other groups: a slip or two makes none of those. */
function isSlip(group: string): boolean {
  return didYouMean(group, [imageGroup]).length > 0
}

function entryOf(node: Mapping, name: string): Entry | undefined {
  return node.entries.find(({ key }) => key.kind === 'scalar' && key.text === name)
}

/** Fields of a `spec` that tell its kind. */
const ownFields: Readonly<Record<KindName, readonly string[]>> = {
  ImageRepository: ['image', 'exclusionList'],
  ImagePolicy: ['imageRepositoryRef', 'filterTags', 'policy'],
  ImageUpdateAutomation: ['git', 'update', 'sourceRef'],
}

function specOf(node: Mapping): Node | undefined {
  return field(node, 'spec') ?? field(node, 'metadata', 'spec')
}

/** Without a group, an object's own fields must say whose it is. */
function isLike(node: Mapping, kind: KindName): boolean {
  const spec = specOf(node)
  return ownFields[kind].some(name => field(spec, name) !== undefined)
}

function kindByFields(node: Mapping): KindName | undefined {
  const [kind, ...others] = kindNames.filter(one => isLike(node, one))
  return others.length === 0 ? kind : undefined
}
