import type { EffectiveResource } from '../../kustomize/build/effective-root.ts'
import { reached } from '../../kustomize/build/reached.ts'
import type { Target } from '../../kustomize/build/target.ts'
import { isWithin } from '../../kustomize/build/workspace-files.ts'
import { isFluxKustomization } from '../../kustomize/flux/flux-kustomization.ts'
import type { FluxRoot } from '../../kustomize/flux/flux-roots.ts'
import type { Origin } from '../../kustomize/values/transformation.ts'
import type { KustomizationProblem } from '../workspace/kustomization-problems.ts'
import type { Snapshot } from '../workspace/snapshot.ts'

/** What clusters apply, as far as the files tell. */
export interface Live {
  /** The Flux Kustomizations that clusters start from: `gotk-sync.yaml`, a FluxInstance, one that reads itself. */
  readonly starts: readonly FluxRoot[]
  /** They and all that they bring; where no cluster is in the repository, every Flux Kustomization. */
  readonly roots: readonly FluxRoot[]
  /** By the folder of a kustomization, what the live roots build of it. */
  readonly targets: ReadonlyMap<string, Target>
  /** Every file that the live roots read. */
  readonly files: ReadonlySet<string>
  /** What else may apply files than what is seen, in words; undefined where nothing hints at it. */
  readonly others: string | undefined
  /** Another tool that may, of which the workspace shows something. */
  readonly tool: string | undefined
}

/** What is live in a workspace: ask by `snapshot.unanswered.recall(live)`. */
export function live(snapshot: Snapshot): Live {
  const { fluxRoots } = snapshot.effective
  const starts = startsOf(snapshot)
  const roots = starts.length === 0 ? fluxRoots : broughtBy(starts, fluxRoots)
  const targets = new Set<Target>()
  for (const { target } of roots) reached(target, targets)
  const tool = toolIn(snapshot, starts)
  return {
    starts,
    roots,
    targets: new Map([...targets].map(target => [target.folder, target])),
    files: filesOf(targets),
    tool,
    others:
      tool ?? (roots.some(({ isIncomplete }) => isIncomplete) ? 'what is not in this repository' : undefined),
  }
}

/** Whether a problem of kustomizations is one for a cluster: not where all that apply it are reached by none. */
export function isLiveProblem(snapshot: Snapshot, { appliedBy, brokenRoots }: KustomizationProblem): boolean {
  if (appliedBy.length === 0 || brokenRoots.length > 0) return true
  const { starts, roots, others } = snapshot.unanswered.recall(live)
  return starts.length === 0 || others !== undefined || appliedBy.some(root => roots.includes(root))
}

/** Another tool of which the workspace shows something. */
function toolIn({ files, unread }: Snapshot, starts: readonly FluxRoot[]): string | undefined {
  const tools = new Set([...files.values()].map(({ otherTool }) => otherTool))
  const tool = (['a ResourceSet', 'Argo CD', 'Terraform'] as const).find(one => tools.has(one))
  if (tool !== undefined || starts.length > 0) return tool
  // Where no start is seen Terraform may make it; else most of it is for other things than manifests.
  return [...files.keys(), ...unread].some(path => path.endsWith('.tf')) ? 'Terraform' : undefined
}

/** The Flux Kustomizations that a cluster starts from: `flux bootstrap` writes it, a FluxInstance makes it, it reads itself. */
function startsOf({ effective: { fluxRoots, roots, made } }: Snapshot): readonly FluxRoot[] {
  const own = fluxRoots.filter(({ unknowns }) => unknowns.every(({ code }) => code !== 'other-repository'))
  const readingThemselves = own.filter(
    ({ kustomization: { folder, place } }) => folder !== undefined && isWithin(place.file, folder),
  )
  // What something else brings does not start anything, though it reads itself.
  const brought = new Set<string>()
  for (const { kustomization, resources } of fluxRoots)
    for (const one of resources)
      if (isFluxKustomization(one) && placeKey(one) !== placeKey(kustomization)) brought.add(placeKey(one))
  for (const [folder, { resources }] of roots)
    for (const one of resources)
      if (isFluxKustomization(one) && !isInOwnFolder(one, folder, readingThemselves))
        brought.add(placeKey(one))
  return own.filter(root => {
    const { place } = root.kustomization
    if (/(?:^|\/)gotk-sync\.ya?ml$/.test(place.file) || made.includes(root.resource)) return true
    return readingThemselves.includes(root) && !brought.has(placeKey(root.kustomization))
  })
}

/** Whether a kustomization lies in what the Flux Kustomization that it brings reads. */
function isInOwnFolder(one: EffectiveResource, folder: string, all: readonly FluxRoot[]): boolean {
  return all.some(
    ({ kustomization }) =>
      placeKey(kustomization) === placeKey(one) && isWithin(folder, kustomization.folder ?? ''),
  )
}

function placeKey({ place: { file, span } }: { readonly place: Origin }): string {
  return `${file} ${span[0]}`
}

/** The files that targets have read: manifests, patches and all else. */
export function filesOf(targets: Iterable<Target>): ReadonlySet<string> {
  const files = new Set<string>()
  for (const { facts } of targets)
    for (const fact of facts) {
      if ('read' in fact) files.add(fact.read)
      if ('text' in fact) files.add(fact.text)
    }
  return files
}

/** Flux Kustomizations and all that they bring in turn. */
export function broughtBy(starts: readonly FluxRoot[], all: readonly FluxRoot[]): readonly FluxRoot[] {
  const found = new Set(starts)
  for (const root of found) {
    for (const resource of root.resources) {
      if (!isFluxKustomization(resource)) continue
      for (const other of all) if (isSame(other.resource, resource)) found.add(other)
    }
  }
  return [...found]
}

/** Whether two are one object of one file, in the same form. */
function isSame(a: EffectiveResource, b: EffectiveResource): boolean {
  if (a === b) return true
  const isSamePlace = a.place.file === b.place.file && a.place.span[0] === b.place.span[0]
  return isSamePlace && a.kind === b.kind && a.content === b.content
}
