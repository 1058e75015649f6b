import { visible } from '../../text/foreign.ts'
import { fluxVersionsAt } from '../version/flux-version-at.ts'
import { imageControllers } from '../version/image-controllers.ts'
import { objectIn } from './cluster-reading.ts'
import type { ClusterRow } from './cluster-row.ts'
import type { Comparing } from './compared.ts'
import { deployedControllers, fluxInCluster, missingInCluster } from './controllers.ts'

/** The image controllers of a cluster, and which Flux they are of. */
export function controllerRows({ snapshot, reading }: Comparing): readonly ClusterRow[] {
  const deployed = deployedControllers(reading).filter(({ name }) =>
    imageControllers.some(one => one === name),
  )
  const flux = fluxInCluster(reading)
  const { running, isByObjects, isAssumed: isDefault } = fluxVersionsAt(snapshot, '')
  // Objects of an API version tell the oldest Flux that serves it, not which one runs.
  const isAssumed = isDefault || isByObjects === true
  const isOther = flux !== undefined && running.every(one => one.flux !== flux)
  const rows = deployed.map(({ name, namespace, image, replicas, readyReplicas }): ClusterRow => {
    const object = objectIn(reading, 'Deployment', namespace, name)
    const isReady = readyReplicas >= replicas && replicas > 0
    const why = [
      ...(replicas === 0 ? ['It is scaled to 0: nothing of it runs.'] : []),
      ...(isReady || replicas === 0 ? [] : [`${readyReplicas} of ${replicas} replicas are ready.`]),
      ...(isOther
        ? [
            isAssumed
              ? `The cluster runs Flux ${flux}; the files do not say it and are read as Flux ${running[0]?.flux}. --flux-version ${flux} reads them so.`
              : `The cluster runs Flux ${flux}, by the files it is Flux ${running.map(one => one.flux).join(' and ')}.`,
          ]
        : []),
    ]
    return {
      kind: 'Deployment',
      name: `${namespace}:${name}`,
      verdict: isOther && !isAssumed ? 'differs' : isReady ? 'agrees' : 'differs',
      ready: isReady,
      message: visible(image),
      why,
      object,
      written: undefined,
    }
  })
  const missing = missingInCluster(reading).map(
    (name): ClusterRow => ({
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
