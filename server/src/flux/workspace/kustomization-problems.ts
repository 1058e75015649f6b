import type { EffectiveResources } from '../../kustomize/build/effective-resources.ts'
import { type BuildProblem, isFatal } from '../../kustomize/build/problem.ts'
import type { FluxRoot } from '../../kustomize/flux/flux-roots.ts'
import { isImageKind } from '../resources/kinds.ts'

/** Something wrong with a kustomization, and which objects it concerns. */
export interface KustomizationProblem {
  readonly problem: BuildProblem
  /** The Flux Kustomizations of this workspace that apply what is broken: Flux fails with each. */
  readonly appliedBy: readonly FluxRoot[]
  /** Folders of kustomizations with image automation resources that are broken by it. */
  readonly brokenRoots: readonly string[]
}

/**
 * By file, what is wrong with kustomizations, each place once however many roots reach it: where Flux is seen to
 * apply it, or it is about image automation resources. Of others these files do not tell that anybody builds them.
 */
export function kustomizationProblems({
  roots,
  fluxRoots,
}: EffectiveResources): ReadonlyMap<string, readonly KustomizationProblem[]> {
  const byFile = new Map<string, Map<string, KustomizationProblem>>()
  const add = (problem: BuildProblem, concerned: Omit<KustomizationProblem, 'problem'>) => {
    const found = byFile.get(problem.file) ?? new Map<string, KustomizationProblem>()
    byFile.set(problem.file, found)
    const key = `${problem.code} ${problem.span[0]} ${problem.span[1]}`
    const { appliedBy, brokenRoots } = found.get(key) ?? { appliedBy: [], brokenRoots: [] }
    found.set(key, {
      problem,
      appliedBy: [...appliedBy, ...concerned.appliedBy],
      brokenRoots: [...brokenRoots, ...concerned.brokenRoots],
    })
  }
  for (const root of fluxRoots) {
    for (const problem of root.problems) add(problem, { appliedBy: [root], brokenRoots: [] })
  }
  for (const { name, problems, resources } of roots.values()) {
    if (problems.length === 0) continue
    const isOurs = resources.some(isImageKind)
    for (const problem of problems) {
      if (isOurs || !isFatal(problem)) add(problem, { appliedBy: [], brokenRoots: [name] })
    }
  }
  return new Map([...byFile].map(([file, found]) => [file, [...found.values()]]))
}

/** The diagnostic that reports a problem: the problem's own code, where it has a manual page of its own. */
export function diagnosticOf({ code }: BuildProblem): string {
  return ownPages.has(code) ? code : 'kustomization-build-fails'
}

const ownPages: ReadonlySet<string> = new Set([
  'kustomization-cycle',
  'kustomization-duplicate-resource',
  'kustomization-missing-file',
  'kustomization-outside-root',
])
