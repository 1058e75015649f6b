import { fluxKustomizationOf } from '../../kustomize/flux/flux-kustomization.ts'
import type { FluxRoot } from '../../kustomize/flux/flux-roots.ts'
import { valueAt } from '../../kustomize/values/value.ts'
import { automationKind, isImageKind } from '../resources/kinds.ts'
import type { Placed } from '../resources/resource-index.ts'
import { clusterFolder, clustersAround } from '../version/clusters.ts'
import { type InstalledControllers, imageControllers, mayInstall } from '../version/image-controllers.ts'
import type { Snapshot } from '../workspace/snapshot.ts'
import { broughtBy, live } from './live.ts'

/** A cluster whose Flux is installed without a controller that its objects are for. */
export interface MissingControllers {
  /** The file that installs Flux. */
  readonly path: string
  readonly installed: InstalledControllers
  readonly missing: readonly string[]
  /** The files of the objects that never run, and which of the controllers they need. */
  readonly objects: readonly { readonly path: string; readonly controller: string }[]
}

/**
 * The clusters that bring image automation objects and no controller for them: ask by `snapshot.unanswered.recall`. Only where
 * the file that installs their Flux lists all of its controllers, where nothing else in the workspace may bring the
 * one that is missing, and for objects that no other cluster has.
 */
export function missingControllers(snapshot: Snapshot): readonly MissingControllers[] {
  const installs = installsIn(snapshot)
  const lacking = installs.filter(({ missing }) => missing.length > 0)
  if (lacking.length === 0) return []
  const { starts, tool } = snapshot.unanswered.recall(live)
  if (tool !== undefined && tool !== 'Terraform') return []
  const clusters = starts.map(start => {
    const [install, ...more] = clustersAround(installs, start.kustomization.place.file)
    return { install: more.length > 0 ? undefined : install, objects: objectsOf(snapshot, start) }
  })
  const isSafe = (path: string, controller: string) =>
    clusters.every(
      ({ install, objects }) =>
        install?.missing.includes(controller) || !objects.some(one => one.path === path),
    )
  return lacking.flatMap(install => {
    const objects = clusters
      .filter(cluster => cluster.install === install)
      .flatMap(cluster => cluster.objects)
      .filter(({ path, controller }) => install.missing.includes(controller) && isSafe(path, controller))
    const missing = install.missing.filter(name => objects.some(({ controller }) => controller === name))
    return missing.length === 0
      ? []
      : [{ path: install.path, installed: install.installed, missing, objects }]
  })
}

/** The cluster of an object that has no controller for it; undefined where it has, and where that is not known. */
export function missingControllerOf(
  snapshot: Snapshot,
  { path, resource: { kind } }: Placed,
): MissingControllers | undefined {
  const controller = controllerOf(kind)
  return snapshot.unanswered
    .recall(missingControllers)
    .find(({ objects }) => objects.some(one => one.path === path && one.controller === controller))
}

/** What to do where a controller is not installed. */
export function installRemedy({ path, installed, missing }: MissingControllers): string {
  return installed.by === 'FluxInstance'
    ? `Add ${missing.join(' and ')} to spec.components of the FluxInstance in ${path}.`
    : `Run flux bootstrap again with --components-extra=${imageControllers.join(',')}.`
}

function installsIn({ files }: Snapshot) {
  const found = [...files.values()].flatMap(({ path, facts: { controllers } }) =>
    controllers ? [{ path, folder: clusterFolder(path), installed: controllers }] : [],
  )
  const own = new Set(found.map(({ path }) => path))
  return found.map(install => {
    const missing = imageControllers.filter(
      name =>
        !install.installed.names.includes(name) &&
        [...files.values()].every(
          ({ path, text }) => (path !== install.path && own.has(path)) || !mayInstall(text, name),
        ),
    )
    return { ...install, missing: missing.map(String) }
  })
}

/** The image automation objects that a start brings into its own cluster. */
function objectsOf({ effective: { fluxRoots } }: Snapshot, start: FluxRoot) {
  // What has a kubeConfig goes into another cluster.
  const here = fluxRoots.filter(
    ({ resource }) => valueAt(fluxKustomizationOf(resource).body, 'spec', 'kubeConfig') === undefined,
  )
  return broughtBy([start], here).flatMap(({ resources }) =>
    resources
      .filter(isImageKind)
      .map(({ place, kind }) => ({ path: place.file, controller: controllerOf(kind) })),
  )
}

function controllerOf(kind: string): string {
  return kind === automationKind ? imageControllers[1] : imageControllers[0]
}
