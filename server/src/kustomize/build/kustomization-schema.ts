import { isGoError } from '../../go/go-error.ts'
import { yaml11Value } from '../values/scalar-value.ts'
import { isNull, type Value } from '../values/value.ts'

/** A kustomization's shape, as Go's structs give it: types are strict, names match whatever their case. */
type Shape =
  | 'any'
  | 'string'
  | 'boolean'
  | 'integer'
  | { readonly list: Shape }
  | { readonly map: Shape }
  | { readonly fields: { readonly [name: string]: Shape } }

const strings: Shape = { list: 'string' }
const stringMap: Shape = { map: 'string' }
const kind = { group: 'string', version: 'string', kind: 'string' } as const
const id = { ...kind, name: 'string', namespace: 'string' } as const
const selector: Shape = { fields: { ...id, annotationSelector: 'string', labelSelector: 'string' } }
const patch: Shape = {
  fields: { path: 'string', patch: 'string', target: selector, options: { map: 'boolean' } },
}
const image: Shape = {
  fields: { name: 'string', newName: 'string', tagSuffix: 'string', newTag: 'string', digest: 'string' },
}
const generatorOptions: Shape = {
  fields: {
    labels: stringMap,
    annotations: stringMap,
    disableNameSuffixHash: 'boolean',
    immutable: 'boolean',
  },
}
const generator = {
  name: 'string',
  namespace: 'string',
  behavior: 'string',
  files: strings,
  literals: strings,
  envs: strings,
  env: 'string',
  options: generatorOptions,
} as const
const fieldOptions: Shape = {
  fields: { delimiter: 'string', index: 'integer', encoding: 'string', create: 'boolean' },
}
const fieldSpec: Shape = { fields: { ...kind, path: 'string', create: 'boolean' } }

export const replacementShape: Shape = {
  fields: {
    path: 'string',
    sourceValue: 'string',
    source: { fields: { ...id, fieldPath: 'string', options: fieldOptions } },
    targets: {
      list: {
        fields: { select: selector, reject: { list: selector }, fieldPaths: strings, options: fieldOptions },
      },
    },
  },
}

/** Source: kustomize `api/types/kustomization.go`. */
export const kustomizationShape: Shape = {
  fields: {
    apiVersion: 'string',
    kind: 'string',
    metadata: { fields: { name: 'string', namespace: 'string', labels: stringMap, annotations: stringMap } },
    openapi: stringMap,
    namePrefix: 'string',
    nameSuffix: 'string',
    namespace: 'string',
    commonLabels: stringMap,
    commonAnnotations: stringMap,
    labels: {
      list: {
        fields: {
          pairs: stringMap,
          includeSelectors: 'boolean',
          includeTemplates: 'boolean',
          fields: { list: fieldSpec },
        },
      },
    },
    patchesStrategicMerge: strings,
    patchesJson6902: { list: patch },
    patches: { list: patch },
    images: { list: image },
    imageTags: { list: image },
    replacements: { list: replacementShape },
    replicas: { list: { fields: { name: 'string', count: 'integer' } } },
    vars: {
      list: {
        fields: {
          name: 'string',
          objref: { fields: { apiVersion: 'string', ...id } },
          fieldref: { fields: { fieldPath: 'string' } },
        },
      },
    },
    sortOptions: {
      fields: {
        order: 'string',
        legacySortOptions: { fields: { orderFirst: strings, orderLast: strings } },
      },
    },
    resources: strings,
    components: strings,
    crds: strings,
    bases: strings,
    configMapGenerator: { list: { fields: generator } },
    secretGenerator: { list: { fields: { ...generator, type: 'string' } } },
    helmGlobals: 'any',
    helmCharts: 'any',
    helmChartInflationGenerator: 'any',
    generatorOptions,
    configurations: strings,
    generators: strings,
    transformers: strings,
    validators: strings,
    buildMetadata: strings,
  },
}

const references: Shape = { list: { fields: { ...kind, fieldSpecs: { list: fieldSpec } } } }

/** A file of `configurations`: where kustomize's transformers write besides the places they know. */
export const configurationShape: Shape = {
  fields: {
    namePrefix: { list: fieldSpec },
    nameSuffix: { list: fieldSpec },
    namespace: { list: fieldSpec },
    commonLabels: { list: fieldSpec },
    labels: { list: fieldSpec },
    templateLabels: { list: fieldSpec },
    commonAnnotations: { list: fieldSpec },
    nameReference: references,
    varReference: { list: fieldSpec },
    images: { list: fieldSpec },
    replicas: { list: fieldSpec },
  },
}

/** Reports what Go's JSON decoder would refuse: a value of another type, a field that it does not know. */
export function checkShape(
  value: Value,
  shape: Shape,
  report: (message: string, at: Value) => void,
  path: readonly string[] = [],
): void {
  if (shape === 'any' || isNull(value)) return
  const wrong = () => report(`${path.join('.') || 'a kustomization'} must be ${nameOf(shape)}`, value)
  if (typeof shape === 'string') {
    const json = value.kind === 'scalar' ? yaml11Value(value) : undefined
    const type = typeof json === 'number' && Number.isInteger(json) ? 'integer' : typeof json
    if (json === undefined || isGoError(json) || (json !== null && type !== shape)) wrong()
  } else if ('list' in shape) {
    if (value.kind !== 'list') wrong()
    else
      for (const [i, item] of value.items.entries())
        checkShape(item, shape.list, report, [...path, String(i)])
  } else if (value.kind !== 'map') {
    wrong()
  } else {
    for (const entry of value.entries) {
      const inner = 'map' in shape ? shape.map : fieldShape(shape.fields, entry.key)
      const at = [...path, entry.key]
      if (inner === undefined) report(`unknown field "${at.join('.')}"`, entry.value)
      else checkShape(entry.value, inner, report, at)
    }
  }
}

function fieldShape(fields: { readonly [name: string]: Shape }, key: string): Shape | undefined {
  if (Object.hasOwn(fields, key)) return fields[key]
  const name = Object.keys(fields).find(name => name.toLowerCase() === key.toLowerCase())
  return name === undefined ? undefined : fields[name]
}

function nameOf(shape: Shape): string {
  if (typeof shape === 'string') return shape === 'integer' ? 'an integer' : `a ${shape}`
  return 'list' in shape ? 'a list' : 'a mapping'
}
