import { isGoError } from '../../go/go-error.ts'
import type { Kustomization, LabelsEntry, PatchEntry } from '../build/kustomization.ts'
import { fieldOf, itemsOf, textOf } from '../build/kustomization.ts'
import { checkShape, replacementShape } from '../build/kustomization-schema.ts'
import { type Findings, loadFile, type NotLoaded, placeOf } from '../build/load-file.ts'
import type { Unknown } from '../build/problem.ts'
import { spend, stepsOfChanges, stepsOfObject, type Work } from '../build/work.ts'
import type { WorkspaceFiles } from '../build/workspace-files.ts'
import { applyPatch, type Patched } from '../patch/apply-patch.ts'
import {
  inlineText,
  type Patch,
  type PatchText,
  prepareJsonPatch,
  prepareMergePatch,
  preparePatch,
} from '../patch/prepare-patch.ts'
import type { Resource } from '../values/resource.ts'
import type { Selector } from '../values/transformation.ts'
import type { ScalarValue, Value } from '../values/value.ts'
import { valueOfNode } from '../values/value-of-node.ts'
import { replaceFields } from './replace-fields.ts'
import { compileTarget } from './select.ts'
import {
  type Transformed,
  transformAnnotations,
  transformLabels,
  transformName,
  transformNamespace,
} from './transform-metadata.ts'
import { transformReplicas } from './transform-replicas.ts'
import type { TransformerConfig } from './transformer-config.ts'

/** What a kustomization's transformers work with. */
export interface Transforming {
  readonly kustomization: Kustomization
  readonly folder: string
  readonly config: TransformerConfig
  readonly files: WorkspaceFiles
  readonly findings: Findings
  readonly work: Work
  /** Whether there may be resources that are not known of: then what is not found is not wrong. */
  readonly isIncomplete: boolean
}

/**
 * Runs the transformers of a kustomization in kustomize's order. What fails is reported and left out; what there is no work
 * left for is not done.
 */
export function transform(resources: readonly Resource[], context: Transforming): readonly Resource[] {
  const { kustomization, config, work } = context
  const { namespace, namePrefix, nameSuffix } = kustomization
  let result = resources
  const mayDo = (steps: number) => spend(work, 1 + result.length * steps)
  const take = (next: Transformed) => {
    if (!isGoError(next)) result = next
    else if (!(next.isTargetMissing && context.isIncomplete))
      context.findings.problem({ ...placeOf(next.at), code: codeOf(next.err), message: next.err })
  }
  const patch = (entry: PatchEntry) => {
    if (mayDo(1)) result = patchWith(patchOf(entry, context), entry.target, entry.at, result, context)
  }
  const merges = kustomization.patchesStrategicMerge.map(at => ({ at, patch: mergePatchOf(at, context) }))
  const [first] = merges
  if (first && merges.every(({ patch }) => typeof patch === 'object' && patch.merges.length === 0)) {
    const message = 'patch appears to be empty'
    context.findings.problem({ ...placeOf(first.at), code: 'kustomization-patch', message })
  }
  for (const { at, patch } of merges) {
    if (mayDo(1)) result = patchWith(patch, undefined, at, result, context)
  }
  kustomization.patches.forEach(patch)
  if (namespace && mayDo(stepsOfObject)) take(transformNamespace(result, namespace, config))
  if (namePrefix && mayDo(stepsOfObject)) take(transformName(result, 'namePrefix', namePrefix, config))
  if (nameSuffix && mayDo(stepsOfObject)) take(transformName(result, 'nameSuffix', nameSuffix, config))
  for (const entry of kustomization.labels) {
    if (mayDo(stepsOfPairs(entry))) take(transformLabels(result, entry, config))
  }
  if (mayDo(stepsOfPairs(kustomization.commonAnnotations)))
    take(transformAnnotations(result, kustomization, config))
  kustomization.patchesJson6902.forEach(patch)
  for (const entry of kustomization.replicas) {
    if (mayDo(1)) take(transformReplicas(result, entry, config))
  }
  for (const entry of kustomization.replacements) {
    if (mayDo(1)) result = replaceWith(entry, result, context)
  }
  return result
}

/** Steps for an object that gets labels or annotations: each pair goes to several fields. */
function stepsOfPairs(entry: LabelsEntry | undefined): number {
  return entry ? entry.pairs.length * (5 + entry.fields.length) : 0
}

function codeOf(err: string): 'kustomization-duplicate-resource' | 'kustomization-invalid' {
  return err.includes('ID conflict') ? 'kustomization-duplicate-resource' : 'kustomization-invalid'
}

/** The patch of an entry; why its text is not at hand; undefined where it is no patch. */
type Prepared = Patch | NotLoaded | undefined

function patchWith(
  patch: Prepared,
  target: Selector | undefined,
  at: Value,
  resources: readonly Resource[],
  context: Transforming,
): readonly Resource[] {
  if (patch === undefined || patch === 'absent') return resources
  if (patch === 'unknown') return doubted(resources, target, at)
  if (!spend(context.work, resources.length * patch.merges.length)) return resources
  const patched = applyPatch(resources, patch)
  const steps = patch.operations ? 1 + patch.operations.length : 1
  spend(context.work, stepsOfChanges(resources, patched.resources) * steps)
  tell(patched, at, context)
  return patched.resources
}

/** What a patch that is not at hand might change may be otherwise. */
function doubted(
  resources: readonly Resource[],
  target: Selector | undefined,
  at: Value,
): readonly Resource[] {
  const isTaken = compileTarget(target ?? {})
  const doubt: Unknown = { ...placeOf(at), code: 'unread-file', message: 'the patch is not at hand' }
  return resources.map(resource =>
    isGoError(isTaken) || isTaken(resource) ? { ...resource, doubts: [...resource.doubts, doubt] } : resource,
  )
}

function tell({ errors }: Patched, at: Value, { findings, isIncomplete }: Transforming): void {
  for (const { err, isTargetMissing } of errors) {
    if (isTargetMissing && isIncomplete) continue
    const code = isTargetMissing ? 'kustomization-patch-target' : 'kustomization-patch'
    findings.problem({ ...placeOf(at), code, message: err })
  }
}

function patchOf(entry: PatchEntry, context: Transforming): Prepared {
  const { findings, files } = context
  const wrong = (message: string): undefined => {
    findings.problem({ ...placeOf(entry.at), code: 'kustomization-patch', message })
  }
  const isTrimmed = entry.by === 'patches'
  const inline = isTrimmed && entry.inline?.text.trim() === '' ? undefined : entry.inline
  if (entry.path && inline) return wrong("patch and path can't be set at the same time")
  if (!entry.path && !inline) return wrong('must specify one of patch and path')
  const text = inline
    ? inlineText(inline, files.text(inline.source.file), isTrimmed)
    : fileText(entry.path ?? entry.at, context)
  if (typeof text === 'string') return text
  const patch = isTrimmed ? preparePatch(entry, text) : prepareJsonPatch(entry, text)
  return isGoError(patch) ? wrong(patch.err) : patch
}

function fileText(path: Value, { folder, files, findings }: Transforming): PatchText | NotLoaded {
  const loaded = loadFile(textOf(path), path, folder, files, findings)
  if (typeof loaded === 'string') return loaded
  return { file: loaded.path, text: files.text(loaded.path) ?? '', documents: loaded.documents }
}

/** kustomize takes the text for a patch first, and for a path only where it is none. */
function mergePatchOf(at: ScalarValue, context: Transforming): Prepared {
  const inline = prepareMergePatch(at, inlineText(at, context.files.text(at.source.file), false))
  if (!('reason' in inline)) return inline
  const text = fileText(at, context)
  if (typeof text === 'string') return text
  const patch = prepareMergePatch(at, text)
  if (!('reason' in patch)) return patch
  context.findings.problem({ ...placeOf(at), code: 'kustomization-patch', message: patch.reason })
  return undefined
}

function replaceWith(
  entry: Value,
  resources: readonly Resource[],
  context: Transforming,
): readonly Resource[] {
  const { folder, files, findings, work, isIncomplete } = context
  const path = fieldOf(entry, 'path')
  const loaded = path && loadFile(textOf(path), path, folder, files, findings)
  if (typeof loaded === 'string') return resources
  let result = resources
  for (const one of loaded ? replacementsOf(loaded.path, loaded.documents, context) : [entry]) {
    const targets = itemsOf(fieldOf(one, 'targets'))
    if (!spend(work, result.length * (1 + targets.length))) return result
    const next = replaceFields(result, one, files.kustomize, loaded?.path)
    if (!isGoError(next)) {
      spend(work, stepsOfChanges(result, next) * targets.length)
      result = next
    } else if (!(next.isSourceMissing && isIncomplete)) {
      findings.problem({ ...placeOf(one), code: 'kustomization-replacement', message: next.err })
    }
  }
  return result
}

function replacementsOf(
  file: string,
  documents: PatchText['documents'],
  { findings }: Transforming,
): readonly Value[] {
  const root = documents[0]?.root
  const value = root && valueOfNode(root, { file })
  const list = value === undefined ? [] : value.kind === 'list' ? value.items : [value]
  for (const one of list) {
    checkShape(one, replacementShape, (message, at) =>
      findings.problem({ ...placeOf(at), code: 'kustomization-invalid', message }),
    )
  }
  return list
}
