import type { FluxKustomization } from '../../kustomize/flux/flux-kustomization.ts'
import type { FluxRoot } from '../../kustomize/flux/flux-roots.ts'
import { type IgnoreRule, ignoreRules, ignoringRule } from '../../text/ignore-rules.ts'
import { textAt } from '../../text/node.ts'
import type { PlacedObject } from '../resources/resource-index.ts'
import { recalled } from '../workspace/recalled.ts'
import type { Snapshot } from '../workspace/snapshot.ts'

/** A rule that leaves a file out of what a source gives the cluster, and the file that holds the rule. */
export interface Ignored {
  readonly rule: string
  readonly path: string
}

/**
 * The rule by which the sources of all these Flux Kustomizations leave a file out (`.sourceignore`, and
 * `spec.ignore` behind it); undefined where one of them does not.
 */
export function ignoredBy(snapshot: Snapshot, path: string, roots: readonly FluxRoot[]): Ignored | undefined {
  const found = roots.flatMap(({ kustomization: { source } }) =>
    rulesOfSource(snapshot, source).map(all => ignoringRule(all, path) as Placed | undefined),
  )
  const [first] = found
  return first && found.every(one => one !== undefined) ? { rule: first.text, path: first.path } : undefined
}

/** The rules of each object that may be the source. */
const rulesOfSource = recalled(findRules, ({ kind, name, namespace }) =>
  JSON.stringify([kind, name, namespace]),
)

function findRules(snapshot: Snapshot, source: FluxKustomization['source']): readonly (readonly Placed[])[] {
  const files = snapshot.unanswered.recall(sourceIgnoreRules)
  const objects = snapshot.index.fluxObjects.filter(
    ({ object }) =>
      object.kind === source.kind &&
      object.name === source.name &&
      (object.namespace === undefined || object.namespace === source.namespace),
  )
  return objects.length === 0 ? [files] : objects.map(object => [...files, ...specRules(object)])
}

type Placed = IgnoreRule & { readonly path: string }

function specRules({ object, path }: PlacedObject): readonly Placed[] {
  return ignoreRules(textAt(object.node, 'spec', 'ignore') ?? '').map(rule => ({ ...rule, path }))
}

/** The rules of every `.sourceignore`, outer folders first. */
function sourceIgnoreRules({ files }: Snapshot): readonly Placed[] {
  const paths = [...files.keys()].filter(path => /(?:^|\/)\.sourceignore$/.test(path))
  return paths
    .toSorted((a, b) => a.length - b.length)
    .flatMap(path => {
      const folder = path.slice(0, Math.max(0, path.lastIndexOf('/')))
      return ignoreRules(files.get(path)?.text ?? '', folder).map(rule => ({ ...rule, path }))
    })
}
