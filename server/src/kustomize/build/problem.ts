import type { Origin } from '../values/transformation.ts'

/** What is wrong, or worth saying, about a kustomization. The code is an API; the message is prose. */
export interface BuildProblem extends Origin {
  readonly code: ProblemCode
  readonly message: string
  /** With `kustomization-missing-file`: the paths of which one should be there. A file that nobody looks for may be. */
  readonly missing?: readonly string[]
  /** With `kustomization-duplicate-resource`: where the objects of one id begin. */
  readonly objects?: readonly Origin[]
}

/**
 * Each but `kustomization-outside-root` makes `kustomize build` fail. That one is a fact: Flux loads such files,
 * `kustomize build` only with `--load-restrictor LoadRestrictionsNone`.
 */
type ProblemCode =
  | 'flux-substitution'
  | 'kustomization-cycle'
  | 'kustomization-duplicate-resource'
  | 'kustomization-invalid'
  | 'kustomization-missing-file'
  | 'kustomization-outside-root'
  | 'kustomization-patch'
  | 'kustomization-patch-target'
  | 'kustomization-replacement'
  | 'kustomization-resource'
  | 'kustomization-several'

/** Why something is not known from the workspace's files: what depends on it is unknown, not wrong. */
export interface Unknown extends Origin {
  readonly code: UnknownCode
  readonly message: string
}

type UnknownCode =
  | 'build-metadata'
  | 'crds'
  | 'generator-plugin'
  | 'generator-source'
  | 'helm-chart'
  | 'openapi'
  | 'other-repository'
  | 'remote-base'
  | 'substitution'
  | 'too-large'
  | 'transformer-plugin'
  | 'unread-file'
  | 'variables'
  | 'vars'

/** Whether `kustomize build` fails for want of this. */
export function isFatal(problem: BuildProblem): boolean {
  return problem.code !== 'kustomization-outside-root'
}
