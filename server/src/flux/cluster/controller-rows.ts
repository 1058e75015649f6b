import { visible } from '../../text/foreign.ts'
import { isRefusedInFiles } from '../chain/cross-namespace.ts'
import type { FluxMinor } from '../schema/schema.ts'
import { type FluxVersions, fluxVersionsAt } from '../version/flux-version-at.ts'
import { imageControllers } from '../version/image-controllers.ts'
import type { Snapshot } from '../workspace/snapshot.ts'
import { objectIn } from './cluster-reading.ts'
import type { ComparedRow } from './cluster-row.ts'
import type { Comparing } from './compared.ts'
import {
  type DeployedController,
  deployedControllers,
  fluxInCluster,
  imageControllersOf,
  missingInCluster,
  refusesCrossNamespace,
} from './controllers.ts'

/** The image controllers of a cluster, and which Flux they are of. */
export function controllerRows({ snapshot, reading }: Comparing): readonly ComparedRow[] {
  const deployed = deployedControllers(reading).filter(({ name }) =>
    imageControllers.some(one => one === name),
  )
  const flux = fluxInCluster(reading)
  const versions = fluxVersionsAt(snapshot, '')
  // Objects of an API version tell the oldest Flux that serves it, not which one runs.
  const isAssumed = versions.isAssumed || versions.isByObjects === true
  const isOther = flux !== undefined && versions.running.every(one => one.flux !== flux)
  const rows = deployed.map((one): ComparedRow => {
    const { name, namespace, image, replicas, readyReplicas } = one
    const object = objectIn(reading, 'Deployment', namespace, name)
    const isReady = readyReplicas >= replicas && replicas > 0
    const why = [
      ...(replicas === 0 ? ['It is scaled to 0: nothing of it runs.'] : []),
      ...(isReady || replicas === 0 ? [] : [`${readyReplicas} of ${replicas} replicas are ready.`]),
      ...versionWords(flux, versions),
      ...flagWords(snapshot, one),
    ]
    return {
      kind: 'Deployment',
      name: `${namespace}:${name}`,
      verdict:
        (isOther && !isAssumed) || !isReady || isFlaggedOtherwise(snapshot, one) ? 'differs' : 'agrees',
      ready: isReady,
      message: visible(image),
      why,
      object,
      written: undefined,
    }
  })
  const missing = missingInCluster(reading).map(
    (name): ComparedRow => ({
      kind: 'Deployment',
      name: `flux-system:${name}`,
      verdict: 'absent',
      ready: null,
      message: '',
      why: [
        `${name} is not deployed. Run flux bootstrap with --components-extra=${imageControllers.join(',')}.`,
      ],
      object: undefined,
      written: undefined,
    }),
  )
  return [...rows, ...missing]
}

/** Which Flux a cluster runs, where the files say another one, or none. */
function versionWords(
  flux: FluxMinor | undefined,
  { running, isAssumed, isByObjects, byCluster }: FluxVersions,
): readonly string[] {
  if (flux === undefined) return []
  if (byCluster !== undefined)
    return [`The files do not say which Flux it is: they are read as Flux ${flux}, from the cluster.`]
  if (running.some(one => one.flux === flux)) return []
  return isAssumed || isByObjects
    ? [
        `The cluster runs Flux ${flux}; the files do not say it and are read as Flux ${running[0]?.flux}. --flux-version ${flux} reads them so.`,
      ]
    : [
        `The cluster runs Flux ${flux}, by the files it is Flux ${running.map(one => one.flux).join(' and ')}.`,
      ]
}

/** Flags that decide what a controller looks at, and what it can do. */
const decisive =
  /^--?(?:no-cross-namespace-refs|watch-all-namespaces=false|watch-label-selector|feature-gates)\b/

function flagWords(snapshot: Snapshot, controller: DeployedController): readonly string[] {
  const flags = controller.flags.filter(one => decisive.test(one))
  if (flags.length === 0) return []
  const otherwise = isFlaggedOtherwise(snapshot, controller)
    ? ', and by the files it takes references to other namespaces'
    : ''
  return [`It runs with ${flags.map(visible).join(' ')}${otherwise}.`]
}

/** Whether a controller refuses references to other namespaces, and the files that install it do not say so. */
function isFlaggedOtherwise(snapshot: Snapshot, controller: DeployedController): boolean {
  const [kind] = imageControllersOf.find(([, name]) => name === controller.name) ?? []
  return (
    kind !== undefined &&
    refusesCrossNamespace(controller) &&
    snapshot.index.clusters.all.length > 0 &&
    !isRefusedInFiles(snapshot, kind)
  )
}
