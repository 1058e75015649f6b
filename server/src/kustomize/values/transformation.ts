import type { Span } from '../../text/span.ts'

/** A place in a file of the workspace. `span` is in UTF-16 offsets. */
export interface Origin {
  readonly file: string
  readonly span: Span
}

/** Which resources a patch, a label or a replacement is for, as its author wrote it. Empty fields are left out. */
export interface Selector {
  readonly group?: string
  readonly version?: string
  readonly kind?: string
  readonly name?: string
  readonly namespace?: string
  readonly labelSelector?: string
  readonly annotationSelector?: string
}

/** Something in a kustomization, or a Flux Kustomization, that changed an object. */
export interface Transformation extends Origin {
  /** The field that asked for it, in kustomize's or Flux's words. `file` and `span` are its place. */
  readonly by:
    | 'namespace'
    | 'namePrefix'
    | 'nameSuffix'
    | 'labels'
    | 'commonLabels'
    | 'commonAnnotations'
    | 'patches'
    | 'patchesStrategicMerge'
    | 'patchesJson6902'
    | 'replacements'
    | 'replicas'
    | 'nameReference'
    | 'configMapGenerator'
    | 'secretGenerator'
    | 'targetNamespace'
    | 'commonMetadata'
    | 'postBuild'
  /** The file that holds the patch or the replacement, where it is not written inline. */
  readonly path?: string
  /** Why this object was chosen. Absent for what goes to all, and for a patch that names its one object itself. */
  readonly target?: Selector
}

/** A change in words for a reader: `patch prod.yaml of overlays/prod/kustomization.yaml, chosen by kind ImagePolicy`. */
export function describeTransformation(change: Transformation): string {
  const what = change.by.startsWith('patch')
    ? change.path
      ? `patch ${change.path}`
      : 'an inline patch'
    : change.by
  const target = Object.entries(change.target ?? {})
    .map(([field, text]) => `${field} ${text}`)
    .join(', ')
  return `${what} of ${change.file}${target === '' ? '' : `, chosen by ${target}`}`
}
