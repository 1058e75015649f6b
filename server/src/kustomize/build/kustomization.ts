import { isGoError } from '../../go/go-error.ts'
import type { YamlDocument } from '../../text/node.ts'
import type { FieldSpec } from '../transform/field-spec.ts'
import { resolvePlain } from '../values/scalar-tag.ts'
import { yaml11Value } from '../values/scalar-value.ts'
import type { Selector, Transformation } from '../values/transformation.ts'
import {
  emptyMap,
  isNull,
  type MapEntry,
  type MapValue,
  type ScalarValue,
  type Source,
  type Value,
  valueAt,
} from '../values/value.ts'
import { valueOfNode } from '../values/value-of-node.ts'
import { checkShape, kustomizationShape } from './kustomization-schema.ts'
import type { BuildProblem } from './problem.ts'

/** One patch of a kustomization, of whatever field. */
export interface PatchEntry {
  readonly by: 'patches' | 'patchesJson6902'
  readonly at: Value
  readonly path: ScalarValue | undefined
  readonly inline: ScalarValue | undefined
  /** Absent where there is none; an empty one takes everything. */
  readonly target: Selector | undefined
  readonly allowNameChange: boolean
  readonly allowKindChange: boolean
}

export interface LabelsEntry {
  readonly by: 'labels' | 'commonLabels' | 'commonAnnotations'
  readonly at: Value
  readonly pairs: readonly { readonly key: string; readonly value: ScalarValue }[]
  readonly includeSelectors: boolean
  readonly includeTemplates: boolean
  readonly fields: readonly FieldSpec[]
}

/** A kustomization's fields, each with its place. Texts that are empty are absent. */
export interface Kustomization {
  readonly file: string
  readonly at: Value
  readonly isComponent: boolean
  readonly resources: readonly ScalarValue[]
  readonly components: readonly ScalarValue[]
  readonly configurations: readonly ScalarValue[]
  readonly crds: readonly ScalarValue[]
  readonly generators: readonly ScalarValue[]
  readonly transformers: readonly Value[]
  readonly buildMetadata: readonly ScalarValue[]
  readonly helmCharts: readonly Value[]
  readonly vars: readonly Value[]
  readonly openapi: Value | undefined
  readonly sortOptions: Value | undefined
  readonly replicas: readonly Value[]
  readonly namespace: ScalarValue | undefined
  readonly namePrefix: ScalarValue | undefined
  readonly nameSuffix: ScalarValue | undefined
  /** `labels` in their order, then `commonLabels`. */
  readonly labels: readonly LabelsEntry[]
  readonly commonAnnotations: LabelsEntry | undefined
  readonly patchesStrategicMerge: readonly ScalarValue[]
  readonly patches: readonly PatchEntry[]
  readonly patchesJson6902: readonly PatchEntry[]
  readonly replacements: readonly Value[]
  readonly configMapGenerator: readonly Value[]
  readonly secretGenerator: readonly Value[]
  readonly generatorOptions: Value | undefined
}

/**
 * Reads a kustomization file. What Go's decoder would refuse is a problem; the rest is read all the same.
 * `isStrict` is false for the file that a Flux Kustomization's path leads to, which Flux rewrites: it drops fields
 * that it does not know and takes numbers for texts.
 */
export function readKustomization(
  file: string,
  documents: readonly YamlDocument[],
  isStrict: boolean,
  report: (problem: BuildProblem) => void,
): Kustomization {
  const source: Source = { file }
  const document = documents[0]
  const at = document?.root
    ? valueOfNode(document.root, source)
    : emptyMap({ span: document?.span ?? [0, 0], source })
  const invalid = (message: string, { span }: { readonly span: Value['span'] }) =>
    report({ code: 'kustomization-invalid', message, file, span })
  const error = document?.errors[0]
  if (error) invalid(error.message, error)
  else if (isStrict) checkShape(at, kustomizationShape, invalid)
  for (const name of ['resources', 'components', 'patches']) {
    const list = fieldOf(at, name)
    const empty = list?.kind === 'list' ? list.items.find(isNull) : undefined
    if (empty) invalid(`an entry of ${name} is empty`, empty)
  }
  const kind = textOf(fieldOf(at, 'kind'))
  const isComponent = kind === 'Component'
  const apiVersion = fieldOf(at, 'apiVersion')
  const wanted = `kustomize.config.k8s.io/${isComponent ? 'v1alpha1' : 'v1beta1'}`
  if (kind !== '' && kind !== 'Kustomization' && !isComponent) {
    invalid('kind should be Kustomization or Component', fieldOf(at, 'kind') ?? at)
  } else if (textOf(apiVersion) !== '' && textOf(apiVersion) !== wanted) {
    invalid(`apiVersion for ${isComponent ? kind : 'Kustomization'} should be ${wanted}`, apiVersion ?? at)
  }
  if (isStrict && isWithoutContent(at)) invalid('kustomization.yaml is empty', at)
  return { file, ...fieldsOf(at), isComponent }
}

/** The fields of a kustomization's tree. */
export function fieldsOf(at: Value): Omit<Kustomization, 'file' | 'isComponent'> {
  const texts = (name: string) => itemsOf(fieldOf(at, name)).filter(item => item.kind === 'scalar')
  const values = (name: string) => itemsOf(fieldOf(at, name))
  const commonLabels = fieldOf(at, 'commonLabels')
  const commonAnnotations = fieldOf(at, 'commonAnnotations')
  return {
    at,
    resources: [...texts('resources'), ...texts('bases')],
    components: texts('components'),
    configurations: texts('configurations'),
    crds: texts('crds'),
    generators: texts('generators'),
    transformers: values('transformers'),
    buildMetadata: texts('buildMetadata'),
    helmCharts: [...values('helmCharts'), ...values('helmChartInflationGenerator')],
    vars: values('vars'),
    openapi: fieldOf(at, 'openapi'),
    sortOptions: fieldOf(at, 'sortOptions'),
    replicas: values('replicas'),
    namespace: scalarOf(fieldOf(at, 'namespace')),
    namePrefix: scalarOf(fieldOf(at, 'namePrefix')),
    nameSuffix: scalarOf(fieldOf(at, 'nameSuffix')),
    labels: [
      ...values('labels').map(labelsEntry),
      ...(commonLabels ? [pairsEntry('commonLabels', commonLabels, true)] : []),
    ],
    commonAnnotations: commonAnnotations && pairsEntry('commonAnnotations', commonAnnotations, false),
    patchesStrategicMerge: texts('patchesStrategicMerge'),
    patches: values('patches').map(patch => patchEntry('patches', patch)),
    patchesJson6902: values('patchesJson6902').map(patch => patchEntry('patchesJson6902', patch)),
    replacements: values('replacements'),
    configMapGenerator: values('configMapGenerator'),
    secretGenerator: values('secretGenerator'),
    generatorOptions: fieldOf(at, 'generatorOptions'),
  }
}

function isWithoutContent(at: Value): boolean {
  const kindOnly = new Set(['apiversion', 'kind'])
  return (
    at.kind !== 'map' ||
    at.entries.every(({ key, value }) => kindOnly.has(key.toLowerCase()) || isNull(value))
  )
}

function labelsEntry(at: Value): LabelsEntry {
  return {
    ...pairsEntry('labels', fieldOf(at, 'pairs') ?? at, isTrue(fieldOf(at, 'includeSelectors'))),
    pairs: pairsOf(fieldOf(at, 'pairs')),
    at,
    includeTemplates: isTrue(fieldOf(at, 'includeTemplates')),
    fields: itemsOf(fieldOf(at, 'fields')).map(fieldSpecOf),
  }
}

function pairsEntry(by: LabelsEntry['by'], at: Value, includeSelectors: boolean): LabelsEntry {
  return { by, at, pairs: pairsOf(at), includeSelectors, includeTemplates: false, fields: [] }
}

function pairsOf(map: Value | undefined): LabelsEntry['pairs'] {
  const entries = map?.kind === 'map' ? map.entries : []
  return entries
    .flatMap(entry => (entry.value.kind === 'scalar' ? [{ key: keyOf(entry), value: entry.value }] : []))
    .sort((a, b) => (a.key < b.key ? -1 : 1))
}

/** A key as text: YAML 1.1 takes `n` for a boolean, and JSON then has it as `false`. */
function keyOf({ key, isTypedKey }: MapEntry): string {
  return isTypedKey ? String(resolvePlain(key, '1.1').value) : key
}

export function patchEntry(by: PatchEntry['by'], at: Value): PatchEntry {
  const target = fieldOf(at, 'target')
  const options = fieldOf(at, 'options')
  return {
    by,
    at,
    path: scalarOf(fieldOf(at, 'path')),
    inline: scalarOf(fieldOf(at, 'patch')),
    target: target?.kind === 'map' ? targetOf(target) : undefined,
    allowNameChange: isTrue(valueAt(options, 'allowNameChange')),
    allowKindChange: isTrue(valueAt(options, 'allowKindChange')),
  }
}

const targetFields = [
  'group',
  'version',
  'kind',
  'name',
  'namespace',
  'labelSelector',
  'annotationSelector',
] as const

export function targetOf(map: MapValue): Selector {
  return Object.fromEntries(
    targetFields.flatMap(name => {
      const text = textOf(fieldOf(map, name))
      return text === '' ? [] : [[name, text]]
    }),
  )
}

export function fieldSpecOf(at: Value): FieldSpec {
  const text = (name: string) => textOf(fieldOf(at, name))
  return {
    group: text('group'),
    version: text('version'),
    kind: text('kind'),
    path: text('path'),
    create: isTrue(fieldOf(at, 'create')),
  }
}

/** The place of an entry as the origin of a change. */
export function changeAt(by: Transformation['by'], at: Value): Transformation {
  return { by, file: at.source.file, span: at.span }
}

/** A field by its name in any case, as Go's JSON decoder finds it, the last of several; nothing where it is null. */
export function fieldOf(at: Value | undefined, name: string): Value | undefined {
  if (at?.kind !== 'map') return undefined
  const lower = name.toLowerCase()
  const { entries } = at
  const entry =
    entries.findLast(({ key }) => key === name) ?? entries.findLast(({ key }) => key.toLowerCase() === lower)
  const found = entry?.value
  return found === undefined || isNull(found) ? undefined : found
}

export function itemsOf(list: Value | undefined): readonly Value[] {
  return list?.kind === 'list' ? list.items.filter(item => !isNull(item)) : []
}

export function textOf(value: Value | undefined): string {
  return value?.kind === 'scalar' && !isNull(value) ? value.text : ''
}

function scalarOf(value: Value | undefined): ScalarValue | undefined {
  return value?.kind === 'scalar' && value.text !== '' ? value : undefined
}

export function isTrue(value: Value | undefined): boolean {
  const json = value?.kind === 'scalar' ? yaml11Value(value) : undefined
  return !isGoError(json) && json === true
}
