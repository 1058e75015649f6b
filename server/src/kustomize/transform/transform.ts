import { isGoError } from '../../go/go-error.ts'
import type { Kustomization, PatchEntry } from '../build/kustomization.ts'
import { fieldOf, textOf } from '../build/kustomization.ts'
import { checkShape, replacementShape } from '../build/kustomization-schema.ts'
import { type Findings, loadFile, type NotLoaded, placeOf } from '../build/load-file.ts'
import type { Unknown } from '../build/problem.ts'
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
  /** Whether there may be resources that are not known of: then what is not found is not wrong. */
  readonly isIncomplete: boolean
}

/** Runs the transformers of a kustomization in kustomize's order. What fails is reported and left out. */
export function transform(resources: readonly Resource[], context: Transforming): readonly Resource[] {
  const { kustomization, config } = context
  const { namespace, namePrefix, nameSuffix } = kustomization
  let result = resources
  const take = (next: Transformed) => {
    if (!isGoError(next)) result = next
    else if (!(next.isTargetMissing && context.isIncomplete))
      context.findings.problem({ ...placeOf(next.at), code: codeOf(next.err), message: next.err })
  }
  const patch = (entry: PatchEntry) => {
    result = patchWith(patchOf(entry, context), entry.target, entry.at, result, context)
  }
  const merges = kustomization.patchesStrategicMerge.map(at => ({ at, patch: mergePatchOf(at, context) }))
  const [first] = merges
  if (first && merges.every(({ patch }) => typeof patch === 'object' && patch.merges.length === 0)) {
    const message = 'patch appears to be empty'
    context.findings.problem({ ...placeOf(first.at), code: 'kustomization-patch', message })
  }
  for (const { at, patch } of merges) result = patchWith(patch, undefined, at, result, context)
  kustomization.patches.forEach(patch)
  if (namespace) take(transformNamespace(result, namespace, config))
  if (namePrefix) take(transformName(result, 'namePrefix', namePrefix, config))
  if (nameSuffix) take(transformName(result, 'nameSuffix', nameSuffix, config))
  for (const entry of kustomization.labels) take(transformLabels(result, entry, config))
  take(transformAnnotations(result, kustomization, config))
  kustomization.patchesJson6902.forEach(patch)
  for (const entry of kustomization.replicas) take(transformReplicas(result, entry, config))
  for (const entry of kustomization.replacements) result = replaceWith(entry, result, context)
  return result
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
  const patched = applyPatch(resources, patch)
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
  const { folder, files, findings, isIncomplete } = context
  const path = fieldOf(entry, 'path')
  const loaded = path && loadFile(textOf(path), path, folder, files, findings)
  if (typeof loaded === 'string') return resources
  let result = resources
  for (const one of loaded ? replacementsOf(loaded.path, loaded.documents, context) : [entry]) {
    const next = replaceFields(result, one, files.kustomize, loaded?.path)
    if (!isGoError(next)) result = next
    else if (!(next.isSourceMissing && isIncomplete)) {
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
