import { type GoError, isGoError } from '../../go/go-error.ts'
import { spend, type Work } from '../build/work.ts'
import { notes, originalId, previousIds, type Resource, withBody } from '../values/resource.ts'
import { formatId, isClusterScoped, type ResourceId } from '../values/resource-id.ts'
import type { Transformation } from '../values/transformation.ts'
import {
  isEmpty,
  isNull,
  type MapValue,
  type ScalarValue,
  stringValue,
  textAt,
  type Value,
  valueAt,
} from '../values/value.ts'
import { type FieldSpec, setByFieldSpec } from './field-spec.ts'
import { setField } from './set-field.ts'
import { isWithin, type NameReference } from './transformer-config.ts'

/** What following the renames came to, and Go's errors. */
export interface Followed {
  readonly resources: readonly Resource[]
  readonly errors: readonly GoError[]
}

/**
 * Makes fields that name a renamed object name it still. kustomize knows such fields of Kubernetes' own kinds alone;
 * for a custom resource only those of `configurations` count. So an `imageRepositoryRef` does not follow by itself.
 * Where no `work` is left, names are not followed any more.
 */
export function followNames(
  resources: readonly Resource[],
  references: readonly NameReference[],
  work: Work,
): Followed {
  const errors: GoError[] = []
  let byName: ReadonlyMap<string, readonly Resource[]> | undefined
  const results = resources.map(referrer => {
    let next = referrer
    const original = originalId(referrer)
    const blank = blankNamespace(referrer)
    if (blank) errors.push(blank)
    for (const reference of references) {
      for (const spec of reference.referrers) {
        if (!isWithin(original, spec)) continue
        byName ??= indexed(resources)
        const named = byName
        const find: Find = wanted => {
          const candidates = named.get(wanted.name) ?? []
          const steps = candidates.length + (wanted.namespace === undefined ? 1 : resources.length)
          return spend(work, steps) ? findReferral(next, wanted, reference, candidates, resources) : undefined
        }
        const body = setByFieldSpec(next.body, forKindOf(next, spec), undefined, field => follow(field, find))
        if (isGoError(body)) errors.push(body)
        else next = withBody(next, body)
      }
    }
    return next
  })
  return { resources: results, errors }
}

/** Resources by every name that they have had. */
function indexed(resources: readonly Resource[]): ReadonlyMap<string, readonly Resource[]> {
  const byName = new Map<string, Resource[]>()
  for (const resource of resources) {
    for (const name of new Set(notes(resource.body, 'previousNames'))) {
      const known = byName.get(name)
      if (known) known.push(resource)
      else byName.set(name, [resource])
    }
  }
  return byName
}

function forKindOf({ id }: Resource, spec: FieldSpec): FieldSpec {
  return { ...spec, group: id.group, version: id.version, kind: id.kind }
}

/** What a field names: a name alone, or a name with what may stand beside it. */
interface Wanted {
  readonly name: string
  readonly namespace?: string | undefined
  /** Whether the namespace is taken from what is found, too. */
  readonly isWithNamespace: boolean
}

type Find = (wanted: Wanted) => Resource | undefined | GoError

function follow(field: Value, find: Find): Value | GoError {
  if (isNull(field)) return field
  if (field.kind === 'scalar') {
    const found = find({ name: field.text, isWithNamespace: false })
    if (found === undefined || isGoError(found)) return found ?? field
    return found.id.name === field.text ? field : renamed(field, found)
  }
  if (field.kind === 'map') return followMap(field, find)
  const items: Value[] = []
  for (const item of field.items) {
    const followed = isEmpty(item) ? item : follow(item, find)
    if (isGoError(followed)) return followed
    items.push(followed)
  }
  return { ...field, items }
}

function followMap(field: MapValue, find: Find): Value | GoError {
  const name = valueAt(field, 'name')
  if (name?.kind !== 'scalar') return { err: "path config error; no 'name' field in node" }
  const namespace = valueAt(field, 'namespace')
  const found = find({
    name: name.text,
    namespace: namespace?.kind === 'scalar' ? namespace.text : undefined,
    isWithNamespace: true,
  })
  if (found === undefined || isGoError(found)) return found ?? field
  if (found.id.name === name.text && found.id.namespace === '') return field
  const named = setField(field, 'name', renamed(name, found))
  if (found.id.namespace === '') return named
  const placed: ScalarValue = { ...stringValue(found.id.namespace, namespace ?? name), tag: '' }
  return setField(named, 'namespace', placed)
}

function renamed(field: ScalarValue, to: Resource): ScalarValue {
  const at = valueAt(to.body, 'metadata', 'name') ?? field
  const change: Transformation = { by: 'nameReference', file: at.source.file, span: at.span }
  return { ...field, text: to.id.name, tag: '', was: field, source: { file: field.source.file, change } }
}

/** The object that a name means to a referrer: by the names it has had, in its own namespace or cluster-wide. */
function findReferral(
  referrer: Resource,
  { name, namespace, isWithNamespace }: Wanted,
  kind: NameReference,
  named: readonly Resource[],
  all: readonly Resource[],
): Resource | undefined | GoError {
  const reachable = (one: Resource) => isReachable(one, referrer)
  const isThere = namespace === undefined ? () => true : inNamespace(all.filter(reachable), namespace)
  const candidates = named.filter(
    one => reachable(one) && isThere(one) && previousIds(one).some(id => isWithin(id, kind)),
  )
  if (candidates.length <= 1) return candidates[0]
  const loosely = candidates.filter(one => hasSameAffixes(one, referrer, true))
  const closely = loosely.length > 1 ? loosely.filter(one => hasSameAffixes(one, referrer, false)) : loosely
  const [first, ...others] = closely
  const isSame = (id: ResourceId) =>
    id.name === first?.id.name && (!isWithNamespace || id.namespace === first.id.namespace)
  return others.every(other => isSame(other.id))
    ? first
    : { err: `found multiple possible referrals for ${name}` }
}

function isReachable(target: Resource, referrer: Resource): boolean {
  if (isWide(referrer) || isWide(target)) return true
  if (target.id.effectiveNamespace === referrer.id.effectiveNamespace) return true
  return (
    target.id.kind === 'ServiceAccount' &&
    accounts(referrer).some(account => textAt(account, 'namespace') === target.id.effectiveNamespace)
  )
}

/** The ServiceAccounts that a RoleBinding names with a namespace: they may be in any. */
function accounts({ id, body }: Resource): readonly Value[] {
  const subjects = id.kind === 'RoleBinding' ? valueAt(body, 'subjects') : undefined
  const items = subjects?.kind === 'list' ? subjects.items : []
  return items.filter(item => textAt(item, 'kind') === 'ServiceAccount' && valueAt(item, 'namespace'))
}

/** A namespace with nothing behind it makes kustomize fail. */
function blankNamespace(referrer: Resource): GoError | undefined {
  const isBlank = accounts(referrer).some(account => isNull(valueAt(account, 'namespace')))
  return isBlank
    ? { err: `Invalid Input: namespace is blank for resource "${formatId(referrer.id)}"` }
    : undefined
}

function isWide({ body, id }: Resource): boolean {
  return isClusterScoped(textAt(body, 'apiVersion'), id.kind)
}

/** The namespace of a reference is an original one, or, where nothing was in such a one, a present one. */
function inNamespace(resources: readonly Resource[], namespace: string): (resource: Resource) => boolean {
  const isOriginal = (one: Resource) => originalId(one).effectiveNamespace === namespace
  return resources.some(isOriginal) ? isOriginal : one => one.id.effectiveNamespace === namespace
}

function hasSameAffixes(a: Resource, b: Resource, emptyFits: boolean): boolean {
  return (['prefixes', 'suffixes'] as const).every(note => {
    const [short = [], long = []] = [notes(a.body, note), notes(b.body, note)].sort(
      (x, y) => x.length - y.length,
    )
    if (short.length === 0) return emptyFits || long.length === 0
    return short.every((text, index) => text === long[index + long.length - short.length])
  })
}
