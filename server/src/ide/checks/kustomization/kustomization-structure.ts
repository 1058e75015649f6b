import { isLiveProblem } from '../../../flux/chain/live.ts'
import type { Check, Finding } from '../../check.ts'
import { visible } from '../../texts/words.ts'
import { brokenBy } from './broken-kustomization.ts'

/** Kustomizations that use each other. */
export const kustomizationCycle: Check = {
  codes: [
    {
      code: 'kustomization-cycle',
      severity: 'error',
      flux: 'A kustomization that leads back to itself, or to a folder that contains it, cannot be built: "cycle detected". Flux then applies nothing of the Kustomization. Where no Flux Kustomization of the workspace applies it, it is a warning, and told only of kustomizations with image automation resources.',
    },
  ],
  findings: ({ file, snapshot }) =>
    (snapshot.index.kustomizationProblems.get(file.path) ?? [])
      .filter(found => isLiveProblem(snapshot, found))
      .flatMap((found): readonly Finding[] => {
        if (found.problem.code !== 'kustomization-cycle') return []
        const { words, ...finding } = brokenBy(found)
        return [
          { span: found.problem.span, message: `${visible(found.problem.message)}: ${words}.`, ...finding },
        ]
      }),
}

/** Files that plain `kustomize build` refuses, and Flux takes. Off by default: for Flux nothing is wrong. */
export const kustomizationOutsideRoot: Check = {
  codes: [
    {
      code: 'kustomization-outside-root',
      severity: 'information',
      default: 'off',
      flux: 'The kustomize-controller builds with `LoadRestrictionsNone`: a kustomization may name any file of its repository. `kustomize build` and `kubectl kustomize` refuse files outside the kustomization’s own folder, unless they are called with `--load-restrictor LoadRestrictionsNone`. Folders may always lie elsewhere. Turn this on where something else than Flux builds the same kustomizations.',
    },
  ],
  findings: ({ file, snapshot }) =>
    (snapshot.index.kustomizationProblems.get(file.path) ?? []).flatMap(({ problem }): readonly Finding[] =>
      problem.code === 'kustomization-outside-root'
        ? [{ span: problem.span, message: `${visible(problem.message)}.` }]
        : [],
    ),
}
