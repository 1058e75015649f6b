import { updatePath } from '../../flux/automation/update-path.ts'
import { secretPlaces } from '../../flux/chain/secrets.ts'
import { isImageUpdateAutomation } from '../../flux/resources/image-update-automation.ts'
import { kinds, repositoryKind } from '../../flux/resources/kinds.ts'
import type { Snapshot } from '../../flux/workspace/snapshot.ts'
import type { SourceFile } from '../../flux/workspace/source-file.ts'
import { type Entry, field, type Mapping, type Node, type Scalar, textAt } from '../../text/node.ts'
import type { Span } from '../../text/span.ts'
import type { Place } from '../answers.ts'

/** A value that names another object, or a folder of the repository, and where that is. */
export interface ObjectReference {
  readonly span: Span
  /** In words, for who points at it: `GitRepository flux-system`. */
  readonly words: string
  /** Empty where no file of the workspace has it. */
  readonly places: readonly Place[]
}

/**
 * What the Flux objects of a file name: sources, Secrets, providers, what they wait for, and the folders that
 * Kustomizations apply and automations update.
 */
export function objectReferences(snapshot: Snapshot, file: SourceFile): readonly ObjectReference[] {
  if (!file.text.includes('toolkit.fluxcd.io')) return []
  return file.facts.documents.flatMap(({ root }) => {
    const spec = field(root, 'spec')
    if (root?.kind !== 'mapping' || !isFlux(root) || spec === undefined) return []
    return [...pathReference(snapshot, root), ...below(snapshot, root, spec)]
  })
}

function isFlux(root: Mapping): boolean {
  return /\.toolkit\.fluxcd\.io\//.test(textAt(root, 'apiVersion') ?? '')
}

function below(snapshot: Snapshot, root: Mapping, node: Node): readonly ObjectReference[] {
  if (node.kind === 'sequence') return node.items.flatMap(item => below(snapshot, root, item))
  if (node.kind !== 'mapping') return []
  return node.entries.flatMap(entry => {
    const { key, value } = entry
    // What charts take as values is no field of Flux.
    if (key.kind !== 'scalar' || value === undefined || key.text === 'values') return []
    if (key.text === 'dependsOn' && value.kind === 'sequence')
      return value.items.flatMap(item => named(snapshot, root, item, textAt(root, 'kind')))
    return [...named(snapshot, root, value, kindOf(entry)), ...below(snapshot, root, value)]
  })
}

/** The kind of the object that a reference of this name is to. */
function kindOf({ key, value }: Entry): string | undefined {
  switch (key.kind === 'scalar' ? key.text : '') {
    case 'sourceRef':
    case 'chartRef':
      return textAt(value, 'kind')
    case 'gitRepositoryRef':
      return 'GitRepository'
    case 'imageRepositoryRef':
      return repositoryKind
    case 'secretRef':
    case 'certSecretRef':
    case 'proxySecretRef':
      return 'Secret'
    case 'providerRef':
      return 'Provider'
    default:
      return undefined
  }
}

function named(
  snapshot: Snapshot,
  root: Mapping,
  reference: Node,
  kind: string | undefined,
): readonly ObjectReference[] {
  const name = field(reference, 'name')
  if (kind === undefined || name?.kind !== 'scalar' || name.text === '') return []
  const namespace = textAt(reference, 'namespace') ?? textAt(root, 'metadata', 'namespace')
  const places = placesOf(snapshot, kind, name.text, namespace)
  return [{ span: name.span, words: `${kind} ${name.text}`, places }]
}

function placesOf(
  snapshot: Snapshot,
  kind: string,
  name: string,
  namespace: string | undefined,
): readonly Place[] {
  const isSame = (other: string | undefined) =>
    other === undefined || namespace === undefined || other === namespace
  if (kind === 'Secret') return secretPlaces(snapshot, name).filter(one => isSame(one.namespace))
  if (kind === repositoryKind)
    return [...snapshot.index[kinds[kind].plural].values()]
      .flat()
      .filter(({ resource, namespace }) => resource.name === name && isSame(namespace))
      .map(({ path, resource: { span } }) => ({ path, span }))
  return snapshot.index.fluxObjects
    .filter(({ object }) => object.kind === kind && object.name === name && isSame(object.namespace))
    .map(({ path, object: { span } }) => ({ path, span }))
}

/** The folder that a Kustomization applies, or an automation updates. */
function pathReference(snapshot: Snapshot, root: Mapping): readonly ObjectReference[] {
  const kind = textAt(root, 'kind') ?? ''
  const path = isImageUpdateAutomation({ kind })
    ? field(root, 'spec', 'update', 'path')
    : kind === 'Kustomization'
      ? field(root, 'spec', 'path')
      : undefined
  if (path?.kind !== 'scalar' || path.text === '' || path.text.includes('${')) return []
  return [folderReference(snapshot, path)]
}

/** A folder is shown by its kustomization, or by its first manifest: an editor opens no folders. */
function folderReference(snapshot: Snapshot, { span, text }: Scalar): ObjectReference {
  const folder = updatePath(text)
  const prefix = folder === '' ? '' : `${folder}/`
  const paths = [...snapshot.files.keys(), ...snapshot.unread].filter(
    path => path === folder || (path.startsWith(prefix) && /\.ya?ml$|(?:^|\/)Kustomization$/.test(path)),
  )
  const rank = (path: string) => {
    const rest = path.slice(prefix.length)
    return (/^(?:kustomization\.ya?ml|Kustomization)$/.test(rest) ? 0 : 1) + 2 * (rest.split('/').length - 1)
  }
  const ranked = paths.map(path => ({ path, rank: rank(path) }))
  const first = ranked.reduce<(typeof ranked)[number] | undefined>(
    (best, one) =>
      best && (best.rank < one.rank || (best.rank === one.rank && best.path < one.path)) ? best : one,
    undefined,
  )?.path
  return {
    span,
    words: `the folder ${folder === '' ? 'at the root' : folder}`,
    places: first === undefined ? [] : [{ path: first, span: [0, 0] }],
  }
}
