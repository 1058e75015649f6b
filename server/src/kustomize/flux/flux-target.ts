import { type Building, buildFrom, findKustomization, kustomizationNames } from '../build/build-target.ts'
import { type Fact, notingFiles } from '../build/fact.ts'
import { fieldsOf, isTrue, type Kustomization, patchEntry, textOf } from '../build/kustomization.ts'
import { type Findings, isRemote, placeOf } from '../build/load-file.ts'
import { manifestOf } from '../build/manifests.ts'
import type { Target } from '../build/target.ts'
import { joinPath, type WorkspaceFiles } from '../build/workspace-files.ts'
import { emptyMap, type ScalarValue, stringValue, type Value, valueAt } from '../values/value.ts'
import { type FluxKustomization, specItems, specText } from './flux-kustomization.ts'

/**
 * Builds what a Flux Kustomization's path leads to, as kustomize-controller does: with the kustomization file of that
 * folder, or one made of all manifests below it, and with the fields of the spec written into it.
 */
export function fluxTarget(flux: FluxKustomization, folder: string, building: Building): Target {
  const facts: Fact[] = []
  const files = notingFiles(building.files, facts)
  const find = (findings: Findings): Kustomization | undefined => {
    if (!files.isFolder(folder)) {
      const message = `kustomization path not found: ${folder}`
      const missing = [folder]
      findings.problem({ ...placeOf(flux.at), code: 'kustomization-missing-file', message, missing })
      return undefined
    }
    const hasFile = kustomizationNames.some(name => files.read(inFolder(folder, name)) !== undefined)
    const found = hasFile
      ? findKustomization(folder, files, false)(findings, undefined)
      : generated(flux, folder, files, findings, building.manifests)
    return found && withSpec(found, flux, folder, files, findings)
  }
  return buildFrom(folder, files, facts, find, building)
}

/**
 * Whether the spec adds nothing to the kustomization file of the folder, and both read that alike: then Flux builds
 * what `kustomize build` does, and `built` is that.
 */
export function isAsBuilt(
  flux: FluxKustomization,
  folder: string,
  built: Target,
  files: WorkspaceFiles,
): boolean {
  if (built.file === undefined || built.isTooLarge || built.isOfThisPass || built.isCyclic) return false
  // Of what `kustomize build` refuses to read Flux takes some.
  if (built.isComponent || built.problems.some(({ code }) => code === 'kustomization-invalid')) return false
  const isAdding = (['patches', 'components'] as const).some(field => specItems(flux, field).length > 0)
  const isNaming = affixes.some(field => specText(flux, field, field) !== undefined)
  if (isAdding || isNaming) return false
  const silent: Findings = { problem: () => {}, unknown: () => {}, lack: () => {} }
  const kustomization = findKustomization(folder, files, false)(silent, undefined)
  if (kustomization === undefined) return false
  const { namespace, namePrefix, nameSuffix } = kustomization
  // An empty text is none to Flux alone.
  return [namespace, namePrefix, nameSuffix].every(value => value?.text !== '')
}

const affixes = ['targetNamespace', 'namePrefix', 'nameSuffix'] as const

function inFolder(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`
}

/** A kustomization of every manifest in a folder and below; a folder with a kustomization of its own counts as one. */
function generated(
  flux: FluxKustomization,
  folder: string,
  files: WorkspaceFiles,
  findings: Findings,
  manifests: Building['manifests'],
): Kustomization {
  const paths: string[] = []
  const visit = (at: string, below: string) => {
    for (const name of files.list(at).toSorted()) {
      const path = inFolder(at, name)
      const relative = below === '' ? name : `${below}/${name}`
      if (ignored.has(name)) continue
      if (files.isFolder(path)) {
        if (kustomizationNames.some(one => files.list(path).includes(one))) paths.push(relative)
        else visit(path, relative)
      } else if (/\.ya?ml$/.test(name) && isManifest(path, files, findings, manifests)) paths.push(relative)
    }
  }
  visit(folder, '')
  const { span, source } = flux.at
  const resources = paths.map(path => stringValue(path, { span, source }))
  return { file: source.file, ...fieldsOf(emptyMap({ span, source })), resources, isComponent: false }
}

/** What source-controller leaves out of every artifact, as far as it may be YAML (fluxcd/pkg `sourceignore`). */
const ignored: ReadonlySet<string> = new Set([
  '.git',
  '.github',
  '.circleci',
  '.travis.yml',
  '.gitlab-ci.yml',
  'appveyor.yml',
  '.drone.yml',
  'cloudbuild.yaml',
  'codeship-services.yml',
  'codeship-steps.yml',
  '.goreleaser.yml',
  '.sops.yaml',
  '.flux.yaml',
])

/** Whether a file holds objects; one that holds anything else makes the whole build fail. */
function isManifest(
  path: string,
  files: WorkspaceFiles,
  findings: Findings,
  manifests: Building['manifests'],
): boolean {
  const documents = files.read(path)
  const read = documents && manifestOf(path, documents, manifests)
  if (read === undefined || !('reason' in read)) return true
  const message = `failed to decode Kubernetes YAML from ${path}: ${read.reason}`
  findings.problem({ file: path, span: read.span, code: 'kustomization-resource', message })
  return false
}

/** A kustomization with what a Flux Kustomization's spec adds to it, or puts in its place. */
function withSpec(
  kustomization: Kustomization,
  flux: FluxKustomization,
  folder: string,
  files: WorkspaceFiles,
  findings: Findings,
): Kustomization {
  const namespace = specText(flux, 'targetNamespace', 'targetNamespace') ?? kustomization.namespace
  const namePrefix = specText(flux, 'namePrefix', 'namePrefix') ?? kustomization.namePrefix
  const nameSuffix = specText(flux, 'nameSuffix', 'nameSuffix') ?? kustomization.nameSuffix
  const ignoresMissing = isTrue(valueAt(flux.body, 'spec', 'ignoreMissingComponents'))
  const components = specItems(flux, 'components').filter(item => item.kind === 'scalar')
  return {
    ...kustomization,
    namespace: unlessEmpty(namespace),
    namePrefix: unlessEmpty(namePrefix),
    nameSuffix: unlessEmpty(nameSuffix),
    patches: [...kustomization.patches, ...specItems(flux, 'patches').map(at => patchEntry('patches', at))],
    components: [
      ...kustomization.components,
      ...components.filter(at => isUsable(at, folder, ignoresMissing, files, findings)),
    ],
  }
}

function unlessEmpty(value: ScalarValue | undefined): ScalarValue | undefined {
  return value?.text === '' ? undefined : value
}

function isUsable(
  at: Value,
  folder: string,
  ignoresMissing: boolean,
  files: WorkspaceFiles,
  findings: Findings,
): boolean {
  const path = textOf(at)
  if (isRemote(path) || path.startsWith('/')) {
    const message = `component path '${path}' must be local and relative`
    findings.problem({ ...placeOf(at), code: 'kustomization-invalid', message })
    return false
  }
  const component = joinPath(folder, path)
  return !ignoresMissing || (component !== undefined && files.isFolder(component))
}
