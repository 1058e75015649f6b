import { type GoError, isGoError } from '../../go/go-error.ts'
import { compileRegexp } from '../../go/regexp.ts'
import { metadataMap, originalId, type Resource } from '../values/resource.ts'
import type { Selector } from '../values/transformation.ts'
import { parseLabelSelector } from './label-selector.ts'

type Test = (resource: Resource) => boolean

/**
 * Whether a patch's target takes a resource (kustomize `Selector`): anchored patterns for the kind's parts, name and
 * namespace, of which the last two may match the original or the present one, and selectors for labels and
 * annotations. Go's error where a pattern or a selector does not parse.
 */
export function compileTarget(target: Selector): Test | GoError {
  const tests: Test[] = []
  for (const part of [
    anchored(target.kind, id => id.kind),
    anchored(target.group, id => id.group),
    anchored(target.version, id => id.version),
    anchored(target.name, id => id.name, true),
    anchored(target.namespace, id => id.effectiveNamespace, true),
    selected(target.labelSelector, 'labels'),
    selected(target.annotationSelector, 'annotations'),
  ]) {
    if (isGoError(part)) return part
    if (part) tests.push(part)
  }
  return resource => tests.every(test => test(resource))
}

function anchored(
  pattern: string | undefined,
  text: (id: Resource['id']) => string,
  orOriginal = false,
): Test | GoError | undefined {
  if (pattern === undefined || pattern === '') return undefined
  const compiled = plainName.test(pattern) ? undefined : compileRegexp(`^(?:${pattern})$`)
  if (isGoError(compiled)) return compiled
  const matches = compiled ? (text: string) => compiled.test(text) : (text: string) => text === pattern
  return resource => matches(text(resource.id)) || (orOriginal && matches(text(originalId(resource))))
}

/** Most targets name a kind or an object, which needs no engine. */
const plainName = /^[A-Za-z0-9_-]+$/

function selected(selector: string | undefined, field: 'labels' | 'annotations'): Test | GoError | undefined {
  if (selector === undefined || selector === '') return undefined
  const matcher = parseLabelSelector(selector)
  return isGoError(matcher) ? matcher : ({ body }) => matcher(metadataMap(body, field))
}
