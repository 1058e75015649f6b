import { isLiveProblem } from '../../../flux/chain/live.ts'
import { keySpan } from '../../../flux/resources/spec-field.ts'
import type { KustomizationProblem } from '../../../flux/workspace/kustomization-problems.ts'
import type { Snapshot } from '../../../flux/workspace/snapshot.ts'
import type { SourceFile } from '../../../flux/workspace/source-file.ts'
import type { Origin } from '../../../kustomize/values/transformation.ts'
import type { Span } from '../../../text/span.ts'
import type { Check } from '../../check.ts'
import { visible } from '../../texts/words.ts'
import { brokenBy } from './broken-kustomization.ts'

/** Two objects of one id that one kustomization brings, reported at both. */
export const kustomizationDuplicateResource: Check = {
  codes: [
    {
      code: 'kustomization-duplicate-resource',
      severity: 'error',
      flux: 'Two objects of one group, kind, name and namespace cannot be in one build: "may not add resource with an already registered id". Flux then applies nothing of the Kustomization. Where no Flux Kustomization of the workspace applies it, it is a warning, and reported only for kustomizations with image automation resources.',
    },
  ],
  *findings({ file, snapshot }) {
    for (const { found, here, other } of snapshot.unanswered.recall(duplicates).get(file.path) ?? []) {
      const { words, severity, related = [] } = brokenBy(found)
      const where = other.file === file.path ? 'this file has another' : `${visible(other.file)} has another`
      const span =
        other.span[0] === here.span[0] && other.file === here.file ? found.problem.span : nameSpan(file, here)
      yield {
        span,
        ...(severity ? { severity } : {}),
        message: `${where} object of this group, kind, name and namespace: ${words}. Remove one of them.`,
        related: [{ path: other.file, span: other.span, message: 'the other object' }, ...related],
      }
    }
  },
}

interface Duplicate {
  readonly found: KustomizationProblem
  readonly here: Origin
  readonly other: Origin
}

/** By file; an object that one kustomization lists twice is told where it is listed. */
function duplicates(snapshot: Snapshot): ReadonlyMap<string, readonly Duplicate[]> {
  const byFile = new Map<string, Map<string, Duplicate>>()
  const add = (file: string, duplicate: Duplicate) => {
    const known = byFile.get(file) ?? new Map<string, Duplicate>()
    byFile.set(file, known)
    known.set(`${duplicate.here.file} ${duplicate.here.span[0]}`, duplicate)
  }
  for (const found of [...snapshot.index.kustomizationProblems.values()].flat()) {
    const [first, second] = found.problem.objects ?? []
    if (first === undefined || second === undefined || !isLiveProblem(snapshot, found)) continue
    if (first.file === second.file && first.span[0] === second.span[0]) {
      if (snapshot.files.has(found.problem.file))
        add(found.problem.file, { found, here: first, other: second })
      continue
    }
    add(first.file, { found, here: first, other: second })
    add(second.file, { found, here: second, other: first })
  }
  return new Map([...byFile].map(([file, found]) => [file, [...found.values()]]))
}

/** The object's name; the first line of its document where nothing tells it. */
function nameSpan({ facts, text }: SourceFile, { span: [start, end] }: Origin): Span {
  const root = facts.documents.find(
    one => one.root && start <= one.root.span[0] && one.root.span[0] < end,
  )?.root
  const named = keySpan(root, 'metadata')
  if (named) return named
  const line = text.indexOf('\n', start)
  return [start, line === -1 ? end : line]
}
