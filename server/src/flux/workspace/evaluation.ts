import { type EffectiveResources, effectiveResources } from '../../kustomize/build/effective-resources.ts'
import { reached } from '../../kustomize/build/reached.ts'
import type { Target } from '../../kustomize/build/target.ts'
import { type ResourceIndex, resourceIndex } from '../resources/resource-index.ts'
import { kustomizeOf } from '../version/kustomize-version.ts'
import { lackedFiles } from './lacked-files.ts'
import type { Rules, SourceFile } from './source-file.ts'
import { type Folders, workspaceView } from './workspace-view.ts'

/** What kustomizations make of a workspace's files. */
export interface Evaluation {
  readonly effective: EffectiveResources
  /** Files that kustomizations of image automation resources need, though nothing in their text says so. */
  readonly wanted: ReadonlySet<string>
  /** Every path that a kustomization looked at. */
  readonly reads: ReadonlySet<string>
  readonly index: ResourceIndex
  readonly rules: Rules
}

/** An evaluation that is made when it is first asked for: most edits, and the start, do without. */
export interface LazyEvaluation {
  readonly of: Evaluated
  readonly value: Evaluation
  readonly isMade: boolean
  /** This one, once it is made; before that the newest of earlier files, if there is one. */
  readonly latest: Evaluation | undefined
}

/** What an evaluation is made of. */
export interface Evaluated {
  readonly files: ReadonlyMap<string, SourceFile>
  readonly folders: () => Folders
  readonly rules: Rules
}

/** `before`: an evaluation of other texts, or of other files; what of it still stands is taken over. */
export function lazyEvaluation(of: Evaluated, before?: Evaluation): LazyEvaluation {
  let made: Evaluation | undefined
  let old = before
  return {
    of,
    get value() {
      made ??= evaluation(of, old)
      old = undefined
      return made
    },
    get isMade() {
      return made !== undefined
    },
    get latest() {
      return made ?? old
    },
  }
}

function evaluation({ files, folders, rules }: Evaluated, before: Evaluation | undefined): Evaluation {
  const kustomize = kustomizeOf(files.values(), rules)
  let wanted = before?.wanted ?? new Set<string>()
  let effective = effectiveResources(workspaceView(files, folders(), wanted, kustomize), before?.effective)
  // Files that turn out to matter are shown to kustomizations in the next round.
  for (;;) {
    const more = lackedFiles(effective).filter(path => files.has(path) && !wanted.has(path))
    if (more.length === 0) break
    wanted = new Set([...wanted, ...more])
    effective = effectiveResources(workspaceView(files, folders(), wanted, kustomize), effective)
  }
  const index = resourceIndex(files, effective, rules, before?.rules === rules ? before.index : undefined)
  return { effective, wanted, reads: readPaths(effective), index, rules }
}

function readPaths({ roots, fluxRoots }: EffectiveResources): ReadonlySet<string> {
  const targets = new Set<Target>()
  for (const { target } of [...roots.values(), ...fluxRoots]) reached(target, targets)
  const paths = [...targets].flatMap(({ facts }) =>
    facts.map(fact => ('read' in fact ? fact.read : 'text' in fact ? fact.text : '')),
  )
  return new Set(paths)
}
