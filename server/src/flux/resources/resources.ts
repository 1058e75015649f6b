import type { Mapping, Node, YamlDocument } from '../../text/node.ts'
import { field, textAt } from '../../text/node.ts'
import type { Span } from '../../text/span.ts'
import type { PolicyChoice } from '../selection/policy.ts'
import type { TagFilter } from '../selection/tags.ts'

/** The API group of the three kinds. */
const imageGroup = 'image.toolkit.fluxcd.io'

const imageKinds: ReadonlySet<string> = new Set(['ImageRepository', 'ImagePolicy', 'ImageUpdateAutomation'])

/** A value that was read from a file, and where it stands. */
export interface Field<T> {
  readonly value: T
  readonly span: Span
}

/** A reference to another object; `namespace` is absent where the file leaves it to the referring object's. */
export interface ObjectRef {
  readonly name: string
  readonly namespace?: string
  readonly span: Span
}

interface Resource {
  readonly apiVersion: string
  readonly name: string
  /** Absent where the file does not say: a kustomization or the command line decides then. */
  readonly namespace?: string
  readonly labels: ReadonlyMap<string, string>
  /** The value of `metadata.name`: where a reader is sent. */
  readonly span: Span
  /** As written in its file: also where a kustomization changes what the cluster receives. */
  readonly node: Mapping
  readonly suspend: boolean
}

export interface ImageRepository extends Resource {
  readonly kind: 'ImageRepository'
  readonly image?: Field<string>
  readonly insecure: boolean
  readonly exclusionList: readonly string[] | undefined
  readonly provider: string
  readonly interval?: string
}

export type DigestReflectionPolicy = 'Never' | 'IfNotPresent' | 'Always'

export interface ImagePolicy extends Resource {
  readonly kind: 'ImagePolicy'
  readonly repositoryRef?: ObjectRef
  readonly policy: PolicyChoice
  readonly filter: TagFilter | undefined
  readonly digestReflectionPolicy: DigestReflectionPolicy
}

/** One `matchExpressions` item of a label selector. */
export interface LabelRequirement {
  readonly key: string
  readonly operator: string
  readonly values: readonly string[]
}

export interface LabelSelector {
  readonly matchLabels: ReadonlyMap<string, string>
  readonly matchExpressions: readonly LabelRequirement[]
}

export interface ImageUpdateAutomation extends Resource {
  readonly kind: 'ImageUpdateAutomation'
  readonly sourceRef?: ObjectRef
  /** `spec.update.path` as written; the root of the repository where absent. */
  readonly path: string
  readonly policySelector: LabelSelector | undefined
  readonly checkoutBranch?: string
  /** `spec.git.checkout.ref` where it is given: branch, tag, semver, commit, name. */
  readonly checkoutRef?: ReadonlyMap<string, string>
  readonly hasGit: boolean
  readonly pushBranch?: string
  readonly author?: { readonly name: string; readonly email: string }
  readonly messageTemplate?: Field<string>
  readonly messageTemplateValues: ReadonlyMap<string, string>
}

export type ImageResource = ImageRepository | ImagePolicy | ImageUpdateAutomation

/** The image automation resources of one document, those inside a `kind: List` too. Whatever is missing or of a wrong type is left out. */
export function resourcesOf(document: YamlDocument): readonly ImageResource[] {
  return objectsOf(document.root).flatMap(node => {
    const read = toResource(node)
    return read ? [read] : []
  })
}

/** The Kubernetes objects of a document: itself, or the items of a List. */
function objectsOf(root: Node | undefined): readonly Mapping[] {
  if (root?.kind !== 'mapping') return []
  const items = field(root, 'items')
  if (textAt(root, 'kind')?.endsWith('List') && items?.kind === 'sequence')
    return items.items.flatMap(objectsOf)
  return [root]
}

/** An object as one of the three kinds, or undefined. */
export function toResource(node: Mapping): ImageResource | undefined {
  const apiVersion = textAt(node, 'apiVersion') ?? ''
  const name = field(node, 'metadata', 'name')
  if (!apiVersion.startsWith(`${imageGroup}/`) || name?.kind !== 'scalar') return undefined
  const namespace = textAt(node, 'metadata', 'namespace')
  const spec = field(node, 'spec')
  const common = {
    apiVersion,
    name: name.text,
    ...(namespace === undefined ? {} : { namespace }),
    labels: stringMap(field(node, 'metadata', 'labels')),
    span: name.span,
    node,
    suspend: isTrue(field(spec, 'suspend')),
  }
  switch (textAt(node, 'kind')) {
    case 'ImageRepository':
      return { ...common, ...toRepository(spec) }
    case 'ImagePolicy':
      return { ...common, ...toPolicy(spec) }
    case 'ImageUpdateAutomation':
      return { ...common, ...toAutomation(spec) }
    default:
      return undefined
  }
}

/** Whether an object is of one of the three kinds. */
export function isImageKind({
  apiVersion,
  kind,
}: {
  readonly apiVersion: string
  readonly kind: string
}): boolean {
  return apiVersion.startsWith(`${imageGroup}/`) && imageKinds.has(kind)
}

function toRepository(spec: Node | undefined): Omit<ImageRepository, keyof Resource> {
  const exclusionList = field(spec, 'exclusionList')
  return {
    kind: 'ImageRepository',
    ...optional('image', stringField(field(spec, 'image'))),
    insecure: isTrue(field(spec, 'insecure')),
    exclusionList: exclusionList?.kind === 'sequence' ? strings(exclusionList) : undefined,
    provider: textAt(spec, 'provider') ?? 'generic',
    ...optional('interval', textAt(spec, 'interval')),
  }
}

function toPolicy(spec: Node | undefined): Omit<ImagePolicy, keyof Resource> {
  const policy = field(spec, 'policy')
  const filter = field(spec, 'filterTags')
  const reflection = textAt(spec, 'digestReflectionPolicy')
  return {
    kind: 'ImagePolicy',
    ...optional('repositoryRef', objectRef(field(spec, 'imageRepositoryRef'))),
    policy: {
      ...(isMapping(policy, 'semver') ? { semver: { range: textAt(policy, 'semver', 'range') ?? '' } } : {}),
      ...(isMapping(policy, 'alphabetical')
        ? { alphabetical: optional('order', textAt(policy, 'alphabetical', 'order')) }
        : {}),
      ...(isMapping(policy, 'numerical')
        ? { numerical: optional('order', textAt(policy, 'numerical', 'order')) }
        : {}),
    },
    filter:
      filter?.kind === 'mapping'
        ? { pattern: textAt(filter, 'pattern') ?? '', extract: textAt(filter, 'extract') ?? '' }
        : undefined,
    digestReflectionPolicy: reflection === 'IfNotPresent' || reflection === 'Always' ? reflection : 'Never',
  }
}

function toAutomation(spec: Node | undefined): Omit<ImageUpdateAutomation, keyof Resource> {
  const email = textAt(spec, 'git', 'commit', 'author', 'email')
  const selector = field(spec, 'policySelector')
  const checkoutRef = field(spec, 'git', 'checkout', 'ref')
  return {
    kind: 'ImageUpdateAutomation',
    ...optional('sourceRef', objectRef(field(spec, 'sourceRef'))),
    path: textAt(spec, 'update', 'path') ?? '',
    policySelector: selector?.kind === 'mapping' ? labelSelector(selector) : undefined,
    ...optional('checkoutBranch', textAt(spec, 'git', 'checkout', 'ref', 'branch')),
    ...(checkoutRef?.kind === 'mapping' ? { checkoutRef: stringMap(checkoutRef) } : {}),
    hasGit: field(spec, 'git')?.kind === 'mapping',
    ...optional('pushBranch', textAt(spec, 'git', 'push', 'branch')),
    ...optional(
      'author',
      email === undefined
        ? undefined
        : { email, name: textAt(spec, 'git', 'commit', 'author', 'name') ?? '' },
    ),
    ...optional('messageTemplate', stringField(field(spec, 'git', 'commit', 'messageTemplate'))),
    messageTemplateValues: stringMap(field(spec, 'git', 'commit', 'messageTemplateValues')),
  }
}

function labelSelector(node: Mapping): LabelSelector {
  const expressions = field(node, 'matchExpressions')
  return {
    matchLabels: stringMap(field(node, 'matchLabels')),
    matchExpressions: (expressions?.kind === 'sequence' ? expressions.items : []).map(item => {
      const values = field(item, 'values')
      return {
        key: textAt(item, 'key') ?? '',
        operator: textAt(item, 'operator') ?? '',
        values: values?.kind === 'sequence' ? strings(values) : [],
      }
    }),
  }
}

function objectRef(node: Node | undefined): ObjectRef | undefined {
  const name = field(node, 'name')
  if (name?.kind !== 'scalar') return undefined
  return { name: name.text, ...optional('namespace', textAt(node, 'namespace')), span: name.span }
}

function stringField(node: Node | undefined): Field<string> | undefined {
  return node?.kind === 'scalar' && node.value !== null ? { value: node.text, span: node.span } : undefined
}

function strings(node: Node): readonly string[] {
  return node.kind === 'sequence'
    ? node.items.flatMap(item => (item.kind === 'scalar' ? [item.text] : []))
    : []
}

function stringMap(node: Node | undefined): ReadonlyMap<string, string> {
  const entries = node?.kind === 'mapping' ? node.entries : []
  return new Map(
    entries.flatMap(({ key, value }) =>
      key.kind === 'scalar' && value?.kind === 'scalar' ? [[key.text, value.text] as const] : [],
    ),
  )
}

function isMapping(node: Node | undefined, name: string): boolean {
  return field(node, name)?.kind === 'mapping'
}

function isTrue(node: Node | undefined): boolean {
  return node?.kind === 'scalar' && node.value === true
}

function optional<K extends string, V>(key: K, value: V | undefined): { [P in K]?: V } {
  return (value === undefined ? {} : { [key]: value }) as { [P in K]?: V }
}
