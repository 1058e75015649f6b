import { inlineText, prepareMergePatch } from '../patch/prepare-patch.ts'
import { defaultConfig } from '../transform/default-config.ts'
import { mergeConfigs } from '../transform/merge-configs.ts'
import { transform } from '../transform/transform.ts'
import { emptyConfig, type TransformerConfig } from '../transform/transformer-config.ts'
import { hasId, type Resource, withBody } from '../values/resource.ts'
import { formatId, idKey, type ResourceId } from '../values/resource-id.ts'
import { type MapValue, type ScalarValue, type Value, valueAt, withEntry } from '../values/value.ts'
import { valueOfNode } from '../values/value-of-node.ts'
import { type Generated, type GeneratedKind, generate, mergeGenerated } from './generate.ts'
import { fieldOf, fieldSpecOf, itemsOf, type Kustomization, textOf } from './kustomization.ts'
import { checkShape, configurationShape } from './kustomization-schema.ts'
import { type Findings, isRemote, loadFile, placeOf } from './load-file.ts'
import { type Manifest, manifestOf } from './manifests.ts'
import type { Unknown } from './problem.ts'
import { spend, spendComponent, stepsOfObject, type Work } from './work.ts'
import { joinPath, type WorkspaceFiles } from './workspace-files.ts'

/** Resources, and the rules for changing them, as they are gathered. */
export interface Accumulator {
  resources: readonly Resource[]
  config: TransformerConfig
  /** Variables of `vars`, which are put in when all is gathered. */
  vars: readonly Value[]
  /** Whether there may be resources that are not known of. */
  isIncomplete: boolean
}

/** What a kustomization needs of the world to be built. */
export interface Accumulating {
  readonly files: WorkspaceFiles
  readonly findings: Findings
  readonly manifests: Map<string, Manifest>
  /** What may still be done; where nothing may, what was gathered so far counts for nothing. */
  readonly work: Work
  /** The folders of the components that lead to what is gathered, outermost first. */
  readonly way: readonly string[]
  /** Another kustomization's outcome; undefined where it cannot be used, which is reported. */
  base(folder: string, at: ScalarValue, way: readonly string[]): Accumulator | undefined
  /** A component's own kustomization, or undefined, which is reported. */
  component(folder: string, at: ScalarValue, way: readonly string[]): Kustomization | undefined
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
  const { findings, files, work, way } = context
  if (!spendComponent(work, 100 + into.resources.length)) return
  const append = appender(into, context)
  for (const at of kustomization.resources) addResource(at, folder, append, into, context)
  into.config = configured(into.config, kustomization, folder, context)
  into.vars = [...into.vars, ...kustomization.vars]
  addGenerated(into, kustomization, folder, context)
  for (const at of kustomization.components) {
    const path = folderPath(at, folder, into, findings)
    const component = path === undefined ? undefined : context.component(path, at, way)
    if (component && path !== undefined)
      accumulate(into, component, path, { ...context, way: [...way, path] })
    else into.isIncomplete = true
    if (work.isSpent) return
  }
  into.resources = transform(into.resources, {
    kustomization,
    folder,
    config: into.config,
    files,
    findings,
    work,
    isIncomplete: into.isIncomplete,
  })
  runPlugins(into, kustomization, findings)
}

type Append = (resources: readonly Resource[], at: Value) => void

/** Adds resources, each id once: one that is there already is reported, and left out. */
function appender(into: Accumulator, { findings, work }: Accumulating): Append {
  const known = new Map(into.resources.map(one => [idKey(one.id), one]))
  return (resources, at) => {
    if (!spend(work, resources.length * stepsOfObject)) return
    const added: Resource[] = []
    for (const resource of resources) {
      const key = idKey(resource.id)
      const first = known.get(key)
      if (first) {
        const message = `may not add resource with an already registered id: ${formatId(resource.id)}`
        const objects = [first.place, resource.place]
        findings.problem({ ...placeOf(at), code: 'kustomization-duplicate-resource', message, objects })
      } else added.push(resource)
      if (!first) known.set(key, resource)
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
  const { files, findings, work } = context
  if (!spend(work, 1)) return
  const path = at.text.startsWith('/') ? undefined : joinPath(folder, at.text)
  if (path !== undefined && files.isFolder(path)) {
    const base = context.base(path, at, context.way)
    if (base === undefined) {
      into.isIncomplete = true
      return
    }
    append(base.resources, at)
    into.isIncomplete ||= base.isIncomplete
    into.config = merged(into.config, base.config, at, findings)
    into.vars = [...into.vars, ...base.vars]
    return
  }
  const loaded = loadFile(at.text, at, folder, files, findings)
  // What is missing is reported once: not again where a patch then finds no target.
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
  { at, configurations, crds }: Kustomization,
  folder: string,
  { files, findings }: Accumulating,
): TransformerConfig {
  let own = defaultConfig
  for (const name of configurations) {
    const loaded = loadFile(name.text, name, folder, files, findings)
    if (loaded === 'unknown') {
      findings.unknown({ ...placeOf(name), code: 'unread-file', message: `${name.text} is not at hand` })
    }
    const root = typeof loaded === 'string' ? undefined : loaded.documents[0]?.root
    if (root === undefined || typeof loaded === 'string') continue
    const value = valueOfNode(root, { file: loaded.path })
    checkShape(value, configurationShape, (message, wrong) =>
      findings.problem({ ...placeOf(wrong), code: 'kustomization-invalid', message }),
    )
    own = merged(own, configOf(value), name, findings)
  }
  for (const crd of crds) {
    const message = 'how the kinds of `crds` refer to each other is not followed'
    findings.unknown({ ...placeOf(crd), code: 'crds', message })
  }
  return merged(config, own, configurations[0] ?? at, findings)
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
    replicas: specs('replicas'),
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
  const both = mergeConfigs(a, b)
  if (both) return both
  findings.problem({ ...placeOf(at), code: 'kustomization-invalid', message: 'conflicting fieldspecs' })
  return a
}

function addGenerated(
  into: Accumulator,
  kustomization: Kustomization,
  folder: string,
  context: Accumulating,
): void {
  const { files, findings, work } = context
  const { configMapGenerator, secretGenerator, generatorOptions } = kustomization
  const make = (kind: GeneratedKind, entry: Value, options: Value | undefined) => {
    const size = Math.ceil((entry.span[1] - entry.span[0]) / 16)
    if (!spend(work, into.resources.length + stepsOfObject + size)) return
    const made = generate(kind, entry, options, folder, files, findings)
    if (made) absorb(into, made, entry, findings)
  }
  for (const entry of configMapGenerator) make('ConfigMap', entry, generatorOptions)
  for (const entry of secretGenerator) make('Secret', entry, generatorOptions)
  const unknown = (at: Value, code: Unknown['code'], message: string) => {
    into.isIncomplete = true
    findings.unknown({ ...placeOf(at), code, message })
  }
  for (const at of kustomization.generators) {
    for (const { body, id } of generatorsOf(at, folder, into, context)) {
      const builtin = builtinGenerator(id)
      if (builtin) make(builtin, named(body), undefined)
      else unknown(at, 'generator-plugin', 'what a generator makes is not in these files')
    }
  }
  for (const at of kustomization.helmCharts)
    unknown(at, 'helm-chart', 'what a Helm chart holds is not in these files')
}

/** The objects that an entry of `generators` names, or is: a text, a file, or a folder with a kustomization. */
function generatorsOf(
  at: ScalarValue,
  folder: string,
  into: Accumulator,
  context: Accumulating,
): readonly Resource[] {
  const inline = prepareMergePatch(at, inlineText(at, context.files.text(at.source.file), false))
  if ('merges' in inline) return inline.merges
  const gathered: Accumulator = { resources: [], config: emptyConfig, vars: [], isIncomplete: false }
  addResource(at, folder, appender(gathered, context), gathered, context)
  into.isIncomplete ||= gathered.isIncomplete
  return gathered.resources
}

/** kustomize's own generators have `apiVersion: builtin`. Those of charts are not followed. */
function builtinGenerator({ group, version, kind }: ResourceId): GeneratedKind | undefined {
  if (group !== '' || version !== 'builtin') return undefined
  if (kind === 'ConfigMapGenerator') return 'ConfigMap'
  return kind === 'SecretGenerator' ? 'Secret' : undefined
}

/** The name and the namespace of what is generated are the generator's own where it says nothing else. */
function named(body: MapValue): MapValue {
  let result = body
  for (const field of ['name', 'namespace']) {
    const own = valueAt(body, 'metadata', field)
    if (own && textOf(fieldOf(body, field)) === '') result = withEntry(result, field, own)
  }
  return result
}

/** A generated object is new, or, as its behavior says, takes the place of the one that is there. */
function absorb(into: Accumulator, made: Generated, at: Value, findings: Findings): void {
  const key = idKey(made.resource.id)
  const [old, ...more] = into.resources.filter(one => hasId(one, made.resource.id.name, key))
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

/** What runs outside of kustomize may change anything. */
function runPlugins(into: Accumulator, { transformers }: Kustomization, findings: Findings): void {
  const message = 'what a transformer of `transformers` changes is not followed'
  const doubts = transformers.map(at => ({ ...placeOf(at), code: 'transformer-plugin' as const, message }))
  doubts.forEach(findings.unknown)
  if (doubts.length === 0) return
  into.resources = into.resources.map(one => ({ ...one, doubts: [...one.doubts, ...doubts] }))
}
