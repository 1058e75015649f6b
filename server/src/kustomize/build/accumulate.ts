import { transform } from '../transform/transform.ts'
import { defaultConfig, mergeConfigs, type TransformerConfig } from '../transform/transformer-config.ts'
import { previousIds, type Resource, withBody } from '../values/resource.ts'
import { formatId, idKey, type ResourceId } from '../values/resource-id.ts'
import type { ScalarValue, Value } from '../values/value.ts'
import { valueOfNode } from '../values/value-of-node.ts'
import { type Generated, generate, mergeGenerated } from './generate.ts'
import { fieldOf, fieldSpecOf, itemsOf, type Kustomization, textOf } from './kustomization.ts'
import { checkShape, configurationShape } from './kustomization-schema.ts'
import { type Findings, isRemote, loadFile, placeOf } from './load-file.ts'
import { type Manifest, manifestOf } from './manifests.ts'
import type { Unknown } from './problem.ts'
import { joinPath, type WorkspaceFiles } from './workspace-files.ts'

/** Resources, and the rules for changing them, as they are gathered. */
export interface Accumulator {
  resources: readonly Resource[]
  config: TransformerConfig
  /** Whether there may be resources that are not known of. */
  isIncomplete: boolean
}

/** What a kustomization needs of the world to be built. */
export interface Accumulating {
  readonly files: WorkspaceFiles
  readonly findings: Findings
  readonly manifests: Map<string, Manifest>
  /** Another kustomization's outcome; undefined where it cannot be used, which is told. */
  base(folder: string, at: ScalarValue): Accumulator | undefined
  /** A component's own kustomization, or undefined, which is told. */
  component(folder: string, at: ScalarValue): Kustomization | undefined
}

/**
 * Adds to `into` what a kustomization makes of it, in kustomize's order: resources, configurations, generators,
 * components, transformers. A component works on what its user has gathered so far.
 */
export function accumulate(
  into: Accumulator,
  kustomization: Kustomization,
  folder: string,
  context: Accumulating,
): void {
  const { findings, files } = context
  const append = appender(into, findings)
  for (const at of kustomization.resources) addResource(at, folder, append, into, context)
  into.config = configured(into.config, kustomization, folder, context)
  addGenerated(into, kustomization, folder, context)
  for (const at of kustomization.components) {
    const path = folderPath(at, folder, into, findings)
    const component = path === undefined ? undefined : context.component(path, at)
    if (component && path !== undefined) accumulate(into, component, path, context)
    else into.isIncomplete = true
  }
  into.resources = transform(into.resources, {
    kustomization,
    folder,
    config: into.config,
    files,
    findings,
    isIncomplete: into.isIncomplete,
  })
  runPlugins(into, kustomization, findings)
}

type Append = (resources: readonly Resource[], at: Value) => void

/** Adds resources, each id once: one that is there already is told, and left out. */
function appender(into: Accumulator, findings: Findings): Append {
  const ids = new Set(into.resources.map(({ id }) => idKey(id)))
  return (resources, at) => {
    const added: Resource[] = []
    for (const resource of resources) {
      const key = idKey(resource.id)
      if (ids.has(key)) {
        const message = `may not add resource with an already registered id: ${formatId(resource.id)}`
        findings.problem({ ...placeOf(at), code: 'kustomization-duplicate-resource', message })
      } else added.push(resource)
      ids.add(key)
    }
    into.resources = [...into.resources, ...added]
  }
}

function addResource(
  at: ScalarValue,
  folder: string,
  append: Append,
  into: Accumulator,
  context: Accumulating,
): void {
  const { files, findings } = context
  const path = at.text.startsWith('/') ? undefined : joinPath(folder, at.text)
  if (path !== undefined && files.isFolder(path)) {
    const base = context.base(path, at)
    if (base === undefined) {
      into.isIncomplete = true
      return
    }
    append(base.resources, at)
    into.isIncomplete ||= base.isIncomplete
    into.config = merged(into.config, base.config, at, findings)
    return
  }
  const loaded = loadFile(at.text, at, folder, files, findings)
  // What is missing is told once: not again where a patch then finds no target.
  if (typeof loaded === 'string') {
    into.isIncomplete = true
    return
  }
  const resources = manifestOf(loaded.path, loaded.documents, context.manifests)
  if ('reason' in resources) {
    const { reason: message, span } = resources
    findings.problem({ file: loaded.path, span, code: 'kustomization-resource', message })
  } else append(resources, at)
}

function folderPath(
  at: ScalarValue,
  folder: string,
  into: Accumulator,
  findings: Findings,
): string | undefined {
  const path = at.text.startsWith('/') || isRemote(at.text) ? undefined : joinPath(folder, at.text)
  if (path !== undefined) return path
  into.isIncomplete = true
  findings.unknown({ ...placeOf(at), code: 'remote-base', message: `${at.text} is not in this workspace` })
  return undefined
}

function configured(
  config: TransformerConfig,
  { configurations, crds }: Kustomization,
  folder: string,
  { files, findings }: Accumulating,
): TransformerConfig {
  let result = config
  for (const at of configurations) {
    const loaded = loadFile(at.text, at, folder, files, findings)
    if (loaded === 'unknown') {
      findings.unknown({ ...placeOf(at), code: 'unread-file', message: `${at.text} is not at hand` })
    }
    const root = typeof loaded === 'string' ? undefined : loaded.documents[0]?.root
    if (root === undefined || typeof loaded === 'string') continue
    const value = valueOfNode(root, { file: loaded.path })
    checkShape(value, configurationShape, (message, wrong) =>
      findings.problem({ ...placeOf(wrong), code: 'kustomization-invalid', message }),
    )
    result = merged(result, configOf(value), at, findings)
  }
  for (const at of crds) {
    const message = 'how the kinds of `crds` refer to each other is not followed'
    findings.unknown({ ...placeOf(at), code: 'crds', message })
  }
  return result
}

function configOf(value: Value): TransformerConfig {
  const specs = (name: string) => itemsOf(fieldOf(value, name)).map(fieldSpecOf)
  return {
    namePrefix: specs('namePrefix'),
    nameSuffix: specs('nameSuffix'),
    namespace: specs('namespace'),
    commonLabels: specs('commonLabels'),
    labels: specs('labels'),
    templateLabels: specs('templateLabels'),
    commonAnnotations: specs('commonAnnotations'),
    nameReference: itemsOf(fieldOf(value, 'nameReference')).map(reference => ({
      group: textOf(fieldOf(reference, 'group')),
      version: textOf(fieldOf(reference, 'version')),
      kind: textOf(fieldOf(reference, 'kind')),
      referrers: itemsOf(fieldOf(reference, 'fieldSpecs')).map(fieldSpecOf),
    })),
  }
}

function merged(
  a: TransformerConfig,
  b: TransformerConfig,
  at: Value,
  findings: Findings,
): TransformerConfig {
  const both = mergeConfigs(a, b === defaultConfig ? a : b)
  if (both) return both
  findings.problem({ ...placeOf(at), code: 'kustomization-invalid', message: 'conflicting fieldspecs' })
  return a
}

function addGenerated(
  into: Accumulator,
  kustomization: Kustomization,
  folder: string,
  { files, findings }: Accumulating,
): void {
  const { configMapGenerator, secretGenerator, generatorOptions } = kustomization
  const make = (kind: 'ConfigMap' | 'Secret') => (entry: Value) => {
    const made = generate(kind, entry, generatorOptions, folder, files, findings)
    if (made) absorb(into, made, entry, findings)
  }
  configMapGenerator.forEach(make('ConfigMap'))
  secretGenerator.forEach(make('Secret'))
  const unknown = (at: Value, code: Unknown['code'], message: string) => {
    into.isIncomplete = true
    findings.unknown({ ...placeOf(at), code, message })
  }
  for (const at of kustomization.helmCharts)
    unknown(at, 'helm-chart', 'what a Helm chart holds is not in these files')
  for (const at of kustomization.generators)
    unknown(at, 'generator-plugin', 'what a generator makes is not in these files')
}

/** A generated object is new, or, as its behavior says, takes the place of the one that is there. */
function absorb(into: Accumulator, made: Generated, at: Value, findings: Findings): void {
  const key = idKey(made.resource.id)
  const hasId = (ids: readonly ResourceId[]) => ids.some(id => idKey(id) === key)
  const [old, ...more] = into.resources.filter(one => hasId([...previousIds(one), one.id]))
  const wrong = (message: string) =>
    findings.problem({ ...placeOf(at), code: 'kustomization-duplicate-resource', message })
  const name = formatId(made.resource.id)
  if (more.length > 0) wrong(`found multiple objects that could accept merge of ${name}`)
  else if (old === undefined && made.behavior === 'create')
    into.resources = [...into.resources, made.resource]
  else if (old === undefined) {
    if (!into.isIncomplete) wrong(`id ${name} does not exist; cannot merge or replace`)
  } else if (made.behavior === 'create') wrong(`id ${name} exists; behavior must be merge or replace`)
  else {
    const next = withBody(made.resource, mergeGenerated(made, old))
    into.resources = into.resources.map(one => (one === old ? next : one))
  }
}

/** What runs outside of kustomize, or is not followed here, may change anything. */
function runPlugins(into: Accumulator, { transformers, vars }: Kustomization, findings: Findings): void {
  const doubts: Unknown[] = [
    ...transformers.map(at => ({
      ...placeOf(at),
      code: 'transformer-plugin' as const,
      message: 'what a transformer of `transformers` changes is not followed',
    })),
    ...vars.map(at => ({ ...placeOf(at), code: 'vars' as const, message: '`vars` are not followed' })),
  ]
  for (const doubt of doubts) findings.unknown(doubt)
  if (doubts.length === 0) return
  into.resources = into.resources.map(one => ({ ...one, doubts: [...one.doubts, ...doubts] }))
}
