import { type GoError, isGoError } from '../../go/go-error.ts'
import { quote } from '../../go/quote.ts'
import type { YamlNode } from '../../go/yaml/node.ts'
import { presentation } from '../../go/yaml/presentation.ts'
import type { ObjectIdentifier } from '../images/object-identifier.ts'
import { formatPolicyRef, type ImageRef, type Part, type PolicyRef, partOf } from '../markers/setter.ts'
import { parseReference } from '../resources/image.ts'
import { noteAnnotations, reconcileAnnotations } from './annotation-migration.ts'
import { metaOf } from './kyaml.ts'
import { type KyamlObject, readObjects } from './read-objects.ts'
import { type SetValue, setValues } from './set-values.ts'
import { type Tree, walk } from './walk.ts'
import { writeObjects } from './write-objects.ts'

/** A policy that an automation may use, and what it selects, if anything. */
export interface KnownPolicy extends PolicyRef {
  readonly latestRef?: ImageRef
}

/** One value that Flux changes. */
export interface FluxChange {
  /** Relative to the updated folder; empty for an item of a `List`. */
  readonly file: string
  readonly object: ObjectIdentifier
  readonly setter: string
  readonly old: string
  readonly new: string
  readonly damage?: Damage
}

/** What is wrong with a value after Flux has written it. */
export type Damage =
  /** It carries the tag of the type the old value had: `tag: !!int 1.2.3` no longer decodes. */
  | { readonly kind: 'explicit-tag'; readonly tag: string }
  /** A digest gave way to the empty text, since the policy reflects none. */
  | { readonly kind: 'emptied' }
  /** The `List` it stands in stays as it is; each of its items is written to a new file. */
  | { readonly kind: 'exploded-list' }
  /** The comment carries a setter of its own, `{"x-k8s-cli": …}`: Flux writes its value and tells nobody. */
  | { readonly kind: 'unknown-setter' }

/** What Flux would do. */
export interface Prediction {
  /** In the order Flux reads: by file, by document. */
  readonly changes: readonly FluxChange[]
  /** Values that Flux changes without a word in its commit message: those of no policy. */
  readonly untold: readonly FluxChange[]
  /** Files with a marker that Flux cannot read, and so skips without an error. */
  readonly problemFiles: readonly { readonly file: string; readonly reason: string }[]
  /** Files that changed or are new, by path relative to the repository's root, with their whole text. */
  readonly written: ReadonlyMap<string, string>
}

/**
 * What Flux's image-automation-controller would do to a repository's files below a path, with what its policies
 * select: an error where the whole update fails. Vector families: setters, setters-clean, setters-real.
 */
export function predict(tree: Tree, path: string, policies: readonly KnownPolicy[]): Prediction | GoError {
  const defined = definedSetters(policies)
  if (isGoError(defined)) return defined
  const found = walk(tree, path)
  if (isGoError(found)) return found
  const objects: (KyamlObject & { readonly target: string })[] = []
  const problemFiles: { readonly file: string; readonly reason: string }[] = []
  for (const { path: file, target, text } of found.files) {
    const read = text === undefined ? { err: 'invalid UTF-8' } : readObjects(file, text)
    if (isGoError(read)) problemFiles.push({ file, reason: read.err })
    else objects.push(...read.map(object => ({ ...object, target })))
  }
  const noted = noteAnnotations(objects)
  if (isGoError(noted)) return noted
  const updated = new Set<string>()
  const all = objects.flatMap(({ root }) => {
    const file = fileOf(root)
    const changed = setValues(root, defined, one => change(file, root, one))
    if (changed.length > 0) updated.add(file)
    return changed
  })
  const changes = all.filter(({ setter }) => defined.has(setter))
  const untold = all.filter(({ setter }) => !defined.has(setter))
  const rewritten = objects.filter(({ root }) => updated.has(fileOf(root)))
  const files =
    rewritten.length > 0 ? (reconcileAnnotations(rewritten, noted) ?? writeObjects(rewritten)) : new Map()
  if (isGoError(files)) return files
  return { changes, untold, problemFiles, written: changedFiles(tree, found, files) }
}

/** Every setter that policies with a latest image define, with its value. */
function definedSetters(policies: readonly KnownPolicy[]): ReadonlyMap<string, string> | GoError {
  const defined = new Map<string, string>()
  for (const { latestRef, ...policy } of policies) {
    if (!latestRef) continue
    const image = partOf(latestRef, 'image')
    const reference = parseReference(image)
    if (isGoError(reference))
      return { err: `encountered invalid image ref ${quote(image)}: ${reference.err}` }
    const name = formatPolicyRef(policy)
    defined.set(name, image)
    for (const part of PARTS) defined.set(`${name}:${part}`, partOf(latestRef, part))
  }
  return defined
}

const PARTS: readonly Part[] = ['tag', 'name', 'digest']

function fileOf(root: YamlNode): string {
  const { annotations } = metaOf(root)
  return (
    annotations.get('internal.config.kubernetes.io/path') ??
    annotations.get('config.kubernetes.io/path') ??
    ''
  )
}

function change(
  file: string,
  root: YamlNode,
  { node, setter, old, new: value, isOwn }: SetValue,
): FluxChange {
  const { apiVersion, kind, namespace, name } = metaOf(root)
  const damage = isOwn ? ({ kind: 'unknown-setter' } as const) : damageOf(file, node, old)
  return {
    file,
    object: { apiVersion, kind, namespace, name },
    setter,
    old,
    new: value,
    ...(damage ? { damage } : {}),
  }
}

function damageOf(file: string, node: YamlNode, old: string): Damage | undefined {
  if (file === '') return { kind: 'exploded-list' }
  if (node.value === '' && old !== '') return { kind: 'emptied' }
  const { tag } = presentation(node)
  return tag.startsWith('!!') && tag !== '!!str' ? { kind: 'explicit-tag', tag } : undefined
}

function changedFiles(
  { files: before }: Tree,
  {
    root,
    files: read,
  }: { readonly root: string; readonly files: readonly { readonly path: string; readonly target: string }[] },
  written: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  const targets = new Map(read.map(({ path, target }) => [path, target]))
  const changed = new Map<string, string>()
  for (const [path, text] of written) {
    const target = targets.get(path) ?? (root === '' ? path : `${root}/${path}`)
    if (before.get(target) !== text) changed.set(target, text)
  }
  return changed
}
