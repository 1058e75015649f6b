import { type GoError, isGoError } from '../../go/go-error.ts'
import { changeAt, fieldOf, isTrue, itemsOf, targetOf, textOf } from '../build/kustomization.ts'
import type { KustomizeVersion } from '../build/workspace-files.ts'
import { metadataMap, type Resource, withBody } from '../values/resource.ts'
import type { Transformation } from '../values/transformation.ts'
import { isEmpty, stringValue, type Value } from '../values/value.ts'
import { lookUp, setMatches, splitFieldPath } from './field-path.ts'
import { parseLabelSelector } from './label-selector.ts'
import { isSource, patternSelector, plainSelector } from './replacement-selector.ts'
import { type Structured, setInStructured } from './structured-value.ts'

/** The resources after a replacement; Go's error, where it failed, and whether that is for want of its source. */
export type Replaced = readonly Resource[] | (GoError & { readonly isSourceMissing: boolean })

/**
 * Applies one replacement: a field of one object, put into fields of others. `path` is the file it stands in, if not
 * inline. From kustomize 5.8 on targets are patterns, and paths lead into the YAML and JSON within texts.
 */
export function replaceFields(
  resources: readonly Resource[],
  entry: Value,
  kustomize: KustomizeVersion,
  path?: string,
): Replaced {
  const source = fieldOf(entry, 'source')
  const constant = fieldOf(entry, 'sourceValue')
  const targets = fieldOf(entry, 'targets')
  if ((source === undefined && constant === undefined) || targets === undefined) {
    return failed('replacements must specify a source and at least one target')
  }
  const found = source ? findSource(resources, source) : undefined
  if (isGoError(found)) return found
  const value = found ?? stringValue(textOf(constant), constant ?? entry)
  const change: Transformation = {
    ...changeAt('replacements', entry),
    ...(path === undefined ? {} : { path }),
  }
  let result = resources
  for (const target of itemsOf(targets)) {
    const next = applyTo(result, target, value, change, kustomize)
    if (isGoError(next)) return failed(next.err)
    result = next
  }
  return result
}

function failed(err: string): GoError & { readonly isSourceMissing: boolean } {
  return { err, isSourceMissing: false }
}

function findSource(
  resources: readonly Resource[],
  selector: Value,
): Value | (GoError & { readonly isSourceMissing: boolean }) {
  const [found, ...more] = resources.filter(resource => isSource(resource, selector))
  if (found === undefined) return { err: 'nothing selected by the source', isSourceMissing: true }
  if (more.length > 0) return failed('multiple matches for the source')
  const path = textOf(fieldOf(selector, 'fieldPath')) || 'metadata.name'
  const value = lookUp(found.body, splitFieldPath(path))
  if (isGoError(value)) return failed(value.err)
  if (value === undefined || isEmpty(value))
    return failed(`fieldPath \`${path}\` is missing for replacement source`)
  const options = fieldOf(selector, 'options')
  const delimiter = textOf(fieldOf(options, 'delimiter'))
  if (delimiter === '') return value
  if (value.kind !== 'scalar') return failed('delimiter option can only be used with scalar nodes')
  const index = Number(textOf(fieldOf(options, 'index')) || '0')
  const part = value.text.split(delimiter)[index]
  return part === undefined
    ? failed(`options.index ${index} is out of bounds for value ${value.text}`)
    : { ...value, text: part }
}

function applyTo(
  resources: readonly Resource[],
  target: Value,
  value: Value,
  change: Transformation,
  kustomize: KustomizeVersion,
): readonly Resource[] | GoError {
  const select = fieldOf(target, 'select')
  if (select === undefined) return { err: 'target must specify resources to select' }
  const reject = fieldOf(target, 'reject')
  const selects = kustomize === '5.8' ? patternSelector(select, reject) : plainSelector(select, reject)
  if (isGoError(selects)) return selects
  const rejects = itemsOf(reject)
  const named = select.kind === 'map' ? targetOf(select) : {}
  const result: Resource[] = []
  for (const resource of resources) {
    const isTaken = takes(resource, select, rejects)
    if (isGoError(isTaken)) return isTaken
    const own = { ...change, target: named }
    const body =
      isTaken && selects(resource) ? putInto(resource, target, value, own, kustomize) : resource.body
    if (isGoError(body)) return body
    result.push(body.kind === 'map' ? withBody(resource, body, own) : resource)
  }
  return result
}

function takes(resource: Resource, select: Value, rejects: readonly Value[]): boolean | GoError {
  const matches = matchesSelectors(resource, select)
  if (matches !== true) return matches
  for (const reject of rejects) {
    const { labelSelector, annotationSelector } = reject.kind === 'map' ? targetOf(reject) : {}
    const isRejected =
      (labelSelector ?? annotationSelector) !== undefined && matchesSelectors(resource, reject)
    if (isRejected !== false) return isGoError(isRejected) ? isRejected : false
  }
  return true
}

function matchesSelectors({ body }: Resource, selector: Value): boolean | GoError {
  const { labelSelector = '', annotationSelector = '' } = selector.kind === 'map' ? targetOf(selector) : {}
  const annotations = parseLabelSelector(annotationSelector)
  if (isGoError(annotations)) return annotations
  const labels = parseLabelSelector(labelSelector)
  if (isGoError(labels)) return labels
  return annotations(metadataMap(body, 'annotations')) && labels(metadataMap(body, 'labels'))
}

function putInto(
  resource: Resource,
  target: Value,
  value: Value,
  change: Transformation,
  kustomize: KustomizeVersion,
): Value | GoError {
  const options = fieldOf(target, 'options')
  const paths = itemsOf(fieldOf(target, 'fieldPaths')).map(textOf)
  const create = isTrue(fieldOf(options, 'create')) ? value.kind : undefined
  let body: Value = resource.body
  for (const path of paths.length > 0 ? paths : ['metadata.name']) {
    const structured =
      kustomize === '5.8'
        ? setInStructured(body, splitFieldPath(path), value, create !== undefined)
        : undefined
    if (structured) {
      body = withText(body, structured, value, change)
      continue
    }
    const outcome = setMatches(body, splitFieldPath(path), create, field =>
      put(field, value, options, change),
    )
    if (isGoError(outcome)) return outcome
    if (outcome.count === 0) {
      return { err: `unable to find ${create ? 'or create ' : ''}field "${path}" in replacement target` }
    }
    body = outcome.root
  }
  return body
}

/** The scalar that holds YAML or JSON with its new text, which the replacement is the origin of. */
function withText(body: Value, { path, text }: Structured, value: Value, change: Transformation): Value {
  const at = { span: value.span, source: { file: value.source.file, change } }
  const changed = setMatches(body, path, undefined, field =>
    field.kind === 'scalar' ? { ...field, ...at, was: field, text } : field,
  )
  return isGoError(changed) ? body : changed.root
}

/** A scalar keeps its own tag and quotes and takes the text alone; anything else is replaced. */
function put(
  field: Value,
  value: Value,
  options: Value | undefined,
  change: Transformation,
): Value | GoError {
  const at = { span: value.span, source: { file: value.source.file, change }, was: field }
  const delimiter = textOf(fieldOf(options, 'delimiter'))
  const text = value.kind === 'scalar' ? value.text : ''
  if (delimiter !== '') {
    if (field.kind !== 'scalar') return { err: 'delimiter option can only be used with scalar nodes' }
    const index = Number(textOf(fieldOf(options, 'index')) || '0')
    const parts = field.text.split(delimiter)
    const joined =
      index < 0 ? [text, ...parts] : index >= parts.length ? [...parts, text] : parts.with(index, text)
    return { ...field, ...at, text: joined.join(delimiter) }
  }
  return field.kind === 'scalar' ? { ...field, ...at, text } : { ...value, ...at }
}
