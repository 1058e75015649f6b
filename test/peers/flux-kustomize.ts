import { isDeepStrictEqual } from 'node:util'
import { parseAllDocuments } from 'yaml'
import { effectiveResources } from '../../server/src/kustomize/build/effective-resources.ts'
import type { Json } from '../../server/src/kustomize/values/json-of.ts'
import { filesOf } from '../kustomize/memory-files.ts'
import { type Outcome, outcomeOf, outcomeOfObjects } from '../kustomize/outcome.ts'
import { casesOf, type Suite } from './suite.ts'

interface FluxCase {
  readonly id: string
  readonly files: Readonly<Record<string, string>>
  /** The name of the Flux Kustomization. */
  readonly root: string
  /** The objects that it applies, or null where it fails. */
  readonly expected: string | null
}

/** The tests of fluxcd/pkg/kustomize: a Flux Kustomization over their data. */
export const fluxKustomizeSuite: Suite = {
  name: 'flux-kustomize',
  mark: 12,
  *rows(folder) {
    for (const { id, files, root: name, expected } of casesOf<FluxCase>(folder)) {
      const root = effectiveResources(filesOf(files)).fluxRoots.find(one => one.name === name)
      const ours = root && outcomeOf(root)
      const theirs = expectedOutcome(expected)
      yield isDeepStrictEqual(ours, theirs) ? { id, ok: true } : { id, ok: false, ours, theirs }
    }
  },
}

function expectedOutcome(expected: string | null): Outcome {
  if (expected === null) return { fails: true }
  const objects = parseAllDocuments(expected).flatMap(document => (document.toJS() as Json | null) ?? [])
  return outcomeOfObjects(objects)
}
