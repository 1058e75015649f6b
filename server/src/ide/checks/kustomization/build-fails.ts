import { isLiveProblem } from '../../../flux/chain/live.ts'
import { isImageKind } from '../../../flux/resources/kinds.ts'
import { diagnosticOf, type KustomizationProblem } from '../../../flux/workspace/kustomization-problems.ts'
import type { SourceFile } from '../../../flux/workspace/source-file.ts'
import type { Span } from '../../../text/span.ts'
import type { Check, Finding } from '../../check.ts'
import { visible } from '../../texts/words.ts'
import { brokenBy } from './broken-kustomization.ts'

/** Whatever else keeps a kustomization with image automation from being built, at the file that does. */
export const kustomizationBuildFails: Check = {
  codes: [
    {
      code: 'kustomization-build-fails',
      severity: 'error',
      flux: 'One file that is no manifest, does not parse or lacks a kind or a name, one patch that does not fit, and kustomize builds nothing of the Kustomization: Flux reports BuildFailed, and the cluster keeps what it had. A Kustomization whose folder has no `kustomization.yaml` takes every YAML file below it. Where no Flux Kustomization of the workspace applies it, it is a warning. Reported only where image automation is in it.',
    },
  ],
  findings: ({ file, snapshot }) =>
    (snapshot.index.kustomizationProblems.get(file.path) ?? [])
      .filter(found => concernsUs(found) && isLiveProblem(snapshot, found))
      .flatMap((found): readonly Finding[] => {
        if (diagnosticOf(found.problem) !== 'kustomization-build-fails') return []
        // What is wrong with an object of image automation is reported there, with what follows from it.
        if (file.facts.brokenObjects.length > 0) return []
        const { words, ...finding } = brokenBy(found)
        return [
          {
            span: firstLine(file, found.problem.span),
            message: `${visible(found.problem.message)}: ${words}.`,
            ...finding,
          },
        ]
      }),
}

function concernsUs({ appliedBy, brokenRoots }: KustomizationProblem): boolean {
  return brokenRoots.length > 0 || appliedBy.some(({ resources }) => resources.some(isImageKind))
}

/** What concerns a whole file is told at its first line. */
function firstLine({ text }: SourceFile, [start, end]: Span): Span {
  const [line = ''] = text.slice(start, end).split(/\r?\n/)
  return line === '' ? [start, end] : [start, start + line.length]
}
