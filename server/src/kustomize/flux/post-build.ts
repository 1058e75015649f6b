import { isGoError } from '../../go/go-error.ts'
import { type EffectiveResource, type EffectiveRoot, givenUp } from '../build/effective-root.ts'
import { fieldOf, isTrue, itemsOf, textOf } from '../build/kustomization.ts'
import { placeOf } from '../build/load-file.ts'
import type { BuildProblem, Unknown } from '../build/problem.ts'
import { spend, stepsOfObject, type Work } from '../build/work.ts'
import { setField } from '../transform/set-field.ts'
import { jsonOf } from '../values/json-of.ts'
import { metadataMap } from '../values/resource.ts'
import { resourceIdOf } from '../values/resource-id.ts'
import { emptyMap, type MapValue, stringValue, type Value, valueAt, withEntry } from '../values/value.ts'
import { type FluxKustomization, specChange } from './flux-kustomization.ts'
import { substitute, type Variables } from './substitute.ts'

/** The ConfigMaps of a name that the workspace knows of. */
export type FindConfigMaps = (namespace: string, name: string) => readonly EffectiveResource[]

/**
 * What a Flux Kustomization does behind `kustomize build`: variables, then labels and annotations for all. Nothing is
 * known of what takes too much work.
 */
export function postBuild(
  root: EffectiveRoot,
  flux: FluxKustomization,
  { variables, unknowns }: PostBuildVariables,
  work: Work,
): EffectiveRoot {
  const spec = valueAt(flux.body, 'spec')
  const problems: BuildProblem[] = []
  const isAlways = textOf(fieldOf(fieldOf(spec, 'postBuild'), 'substituteStrategy')) === 'Always'
  const hasVariables =
    variables !== undefined &&
    (variables.isIncomplete || Object.keys(variables.values).length > 0 || isAlways)
  const metadata = fieldOf(spec, 'commonMetadata')
  const isUntouched = !hasVariables && metadata === undefined
  const resources = isUntouched
    ? root.resources
    : root.resources.map(resource => {
        if (!spend(work, stepsOfObject)) return resource
        const replaced =
          hasVariables && isNaming(resource)
            ? replacedIn(resource, flux, variables, problems, work)
            : resource
        return metadata ? withMetadata(replaced, metadata, work) : replaced
      })
  if (work.isSpent) return givenUp({ ...root, steps: work.steps }, flux.place.file)
  return {
    ...root,
    steps: work.steps,
    resources,
    problems: [...root.problems, ...problems],
    unknowns: [...root.unknowns, ...unknowns],
  }
}

/** The variables of a `postBuild`, undefined where there is none, and why some may not be known. */
export interface PostBuildVariables {
  readonly variables: Variables | undefined
  readonly unknowns: readonly Unknown[]
}

/** UTF-16 units of a ConfigMap's data as JSON: each Flux Kustomization that takes it keeps it. Kubernetes has a bound, too. */
const mostData = 100_000

/** The variables of `substituteFrom` and, over them, of `substitute`. */
export function variablesOf(flux: FluxKustomization, find: FindConfigMaps): PostBuildVariables {
  const unknowns: Unknown[] = []
  const field = fieldOf(valueAt(flux.body, 'spec'), 'postBuild')
  if (field === undefined) return { variables: undefined, unknowns }
  const values: Record<string, string> = {}
  for (const reference of itemsOf(fieldOf(field, 'substituteFrom'))) {
    const name = textOf(fieldOf(reference, 'name'))
    const kind = textOf(fieldOf(reference, 'kind'))
    const found = kind === 'ConfigMap' ? nearest(find(flux.namespace, name), flux.place.file) : []
    const texts = new Set(found.map(({ body }) => JSON.stringify(dataOf(body))))
    const isLarge = [...texts].some(text => text.length > mostData)
    if (found[0] && texts.size === 1 && !isLarge && found[0].doubts.length === 0)
      Object.assign(values, dataOf(found[0].body))
    else if (kind !== 'ConfigMap' || found.length > 0 || !isTrue(fieldOf(reference, 'optional'))) {
      const why = isLarge
        ? 'is too large to be read here'
        : found.length > 0
          ? 'is not the same everywhere'
          : 'is not in these files'
      unknowns.push({
        ...placeOf(reference),
        code: 'variables',
        message: `${kind} ${flux.namespace}/${name} ${why}`,
      })
    }
  }
  const inline = fieldOf(field, 'substitute')
  for (const { key, value } of inline?.kind === 'map' ? inline.entries : [])
    values[key] = oneLine(textOf(value))
  const longest = Object.values(values).reduce((most, { length }) => Math.max(most, length), 0)
  return { variables: { values, isIncomplete: unknowns.length > 0, longest }, unknowns }
}

/** Clusters have ConfigMaps of the same name, each beside its own Kustomizations: those with the longest way in common. */
function nearest(resources: readonly EffectiveResource[], file: string): readonly EffectiveResource[] {
  const shared = (path: string) => {
    const names = file.split('/').slice(0, -1)
    const others = path.split('/').slice(0, -1)
    const end = names.findIndex((name, index) => name !== others[index])
    return end < 0 ? names.length : end
  }
  const most = Math.max(...resources.map(({ place }) => shared(place.file)))
  return resources.filter(({ place }) => shared(place.file) === most)
}

function dataOf(body: MapValue): Record<string, string> {
  const data = valueAt(body, 'data')
  const entries = data?.kind === 'map' ? data.entries : []
  return Object.fromEntries(entries.map(({ key, value }) => [key, oneLine(textOf(value))]))
}

function oneLine(text: string): string {
  return text.replaceAll('\n', '')
}

/** Whether a variable may be in an object: in most there is none, and they are as they were. */
function isNaming({ content }: EffectiveResource): boolean {
  return content.includes('$')
}

const disabled = 'kustomize.toolkit.fluxcd.io/substitute'

function replacedIn(
  resource: EffectiveResource,
  flux: FluxKustomization,
  variables: Variables,
  problems: BuildProblem[],
  work: Work,
): EffectiveResource {
  const { body } = resource
  const isOff = (field: 'labels' | 'annotations') => metadataMap(body, field).get(disabled) === 'disabled'
  if (isOff('labels') || isOff('annotations')) return resource
  const replaced = substitute(body, variables, specChange(flux, 'postBuild', 'postBuild'), work)
  if (isGoError(replaced)) {
    problems.push({ ...resource.place, code: 'flux-substitution', message: replaced.err })
    return resource
  }
  if (!replaced.isUncertain) return withBody(resource, replaced.body)
  const message = 'it names a variable whose value is not in these files'
  const doubt: Unknown = { ...specChange(flux, 'postBuild', 'postBuild'), code: 'substitution', message }
  return { ...withBody(resource, replaced.body), doubts: [...resource.doubts, doubt] }
}

function withMetadata(resource: EffectiveResource, common: Value, work: Work): EffectiveResource {
  let body = resource.body
  for (const field of ['labels', 'annotations'] as const) {
    const pairs = fieldOf(common, field)
    for (const { key, value } of pairs?.kind === 'map' ? pairs.entries : []) {
      if (!spend(work, stepsOfObject)) return resource
      const metadata = valueAt(body, 'metadata')
      if (metadata?.kind !== 'map') continue
      const map = valueAt(metadata, field)
      const source = { file: value.source.file, change: { by: 'commonMetadata' as const, ...placeOf(value) } }
      const text = stringValue(textOf(value), { span: value.span, source })
      const set = setField(map?.kind === 'map' ? map : emptyMap(text), key, text)
      body = withEntry(body, 'metadata', withEntry(metadata, field, set))
    }
  }
  return withBody(resource, body)
}

function withBody(resource: EffectiveResource, body: MapValue): EffectiveResource {
  if (body === resource.body) return resource
  const { kind, name, namespace, group, version } = resourceIdOf(body)
  const apiVersion = group === '' ? version : `${group}/${version}`
  return { ...resource, apiVersion, kind, name, namespace, body, content: JSON.stringify(jsonOf(body)) }
}
