import { type GoError, isGoError } from '../../go/go-error.ts'
import { compileRegexp } from '../../go/regexp.ts'
import { itemsOf, targetOf } from '../build/kustomization.ts'
import { previousIds, type Resource } from '../values/resource.ts'
import type { ResourceId } from '../values/resource-id.ts'
import type { Selector } from '../values/transformation.ts'
import type { Value } from '../values/value.ts'
import { isWithin } from './transformer-config.ts'

type IdTest = (id: ResourceId) => boolean

/** Whether the ids of a resource are those that a target selects, and none of those that it rejects. */
export type Selects = (resource: Resource) => boolean

/** Plain names, as kustomize compared them up to 5.7: any id of a resource, old or present, may match. */
export function plainSelector(select: Value, rejects: Value | undefined): Selects {
  return selector(plainTest(targetOfValue(select)), itemsOf(rejects).map(targetOfValue), plainTest)
}

/** Anchored patterns, as kustomize takes them from 5.8 on; Go's error where one does not compile. */
export function patternSelector(select: Value, rejects: Value | undefined): Selects | GoError {
  const errors: GoError[] = []
  const test = (target: Selector): IdTest => {
    const compiled = patternTest(target)
    if (!isGoError(compiled)) return compiled
    errors.push(compiled)
    return () => false
  }
  const selects = selector(test(targetOfValue(select)), itemsOf(rejects).map(targetOfValue), test)
  return errors[0] ?? selects
}

/** Whether a source, which is never a pattern, is one of the ids of a resource. */
export function isSource(resource: Resource, source: Value): boolean {
  return source.kind === 'map' && idsOf(resource, true).some(plainTest(targetOf(source)))
}

function selector(
  isTaken: IdTest,
  rejects: readonly Selector[],
  test: (target: Selector) => IdTest,
): Selects {
  const isPlain = test === plainTest
  const rejecting = rejects
    .map(({ labelSelector: _, annotationSelector: __, ...id }) => id)
    .filter(id => Object.keys(id).length > 0)
    .map(test)
  return resource => {
    const ids = idsOf(resource, isPlain)
    return ids.some(isTaken) && !rejecting.some(isRejected => ids.some(isRejected))
  }
}

/** With plain names, no namespace is that called `default`. */
function idsOf(resource: Resource, isPlain: boolean): readonly ResourceId[] {
  const { id } = resource
  const present = isPlain ? { ...id, effectiveNamespace: id.namespace || 'default' } : id
  return [present, ...previousIds(resource)]
}

function targetOfValue(value: Value): Selector {
  return value.kind === 'map' ? targetOf(value) : {}
}

function plainTest({ group = '', version = '', kind = '', name = '', namespace = '' }: Selector): IdTest {
  return id =>
    (name === '' || name === id.name) &&
    (namespace === '' || namespace === id.effectiveNamespace) &&
    isWithin(id, { group, version, kind })
}

function patternTest(target: Selector): IdTest | GoError {
  const tests: IdTest[] = []
  for (const field of ['group', 'version', 'kind', 'name', 'namespace'] as const) {
    const pattern = target[field]
    if (pattern === undefined) continue
    const compiled = compileRegexp(`^(?:${pattern})$`)
    if (isGoError(compiled)) return compiled
    tests.push(id => compiled.test(id[field]))
  }
  return id => tests.every(test => test(id))
}
