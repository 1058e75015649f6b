import { visible } from '../../text/foreign.ts'
import { automationKind, policyKind } from '../resources/kinds.ts'
import type { FluxMinor } from '../schema/schema.ts'
import { fluxOfImages } from '../version/controller-flux.ts'
import { fluxMinor } from '../version/flux-version.ts'
import { imageControllers } from '../version/image-controllers.ts'
import type { Installed } from '../version/installed.ts'
import { type ClusterObject, type ClusterReading, objectsOf } from './cluster-reading.ts'
import { jsonItems, jsonNumber, jsonText } from './json-at.ts'

/** A controller as it is deployed. */
export interface DeployedController {
  readonly name: string
  readonly namespace: string
  readonly image: string
  /** Of Flux, as the label says it: `v2.9.4`. */
  readonly version: string | undefined
  /** Its command line: flags and feature gates. */
  readonly flags: readonly string[]
  readonly replicas: number
  readonly readyReplicas: number
}

/** Flux's controllers that are deployed in a cluster. */
export function deployedControllers(reading: ClusterReading): readonly DeployedController[] {
  return objectsOf(reading, 'Deployment').flatMap(controllerOf)
}

/** The image controllers that are not deployed; none where the deployments could not be read. */
export function missingInCluster(reading: ClusterReading): readonly string[] {
  const list = reading.lists.get('Deployment')
  if (list?.state !== 'listed' || list.namespaces !== undefined) return []
  const names = deployedControllers(reading).map(({ name }) => name)
  return imageControllers.filter(name => !names.includes(name))
}

/** The version of Flux that a cluster runs, by the label or the images of its controllers; undefined where they do not tell. */
export function fluxInCluster(reading: ClusterReading): FluxMinor | undefined {
  const all = deployedControllers(reading)
  const label = all.find(({ version }) => version !== undefined)?.version
  return label === undefined ? fluxOfImages(all.map(({ image }) => image)) : fluxMinor(label)
}

/** What a cluster runs, for the files; undefined where its controllers could not be read. */
export function installedIn(reading: ClusterReading): Installed | undefined {
  const all = deployedControllers(reading)
  if (all.length === 0) return undefined
  const flux = fluxInCluster(reading)
  const roots = objectsOf(reading, 'Kustomization').map(
    ({ namespace, name, spec }) => [`${namespace}/${name}`, jsonText(spec, 'path') ?? ''] as const,
  )
  return {
    context: reading.context,
    ...(flux === undefined ? {} : { flux }),
    refusing: imageControllersOf.flatMap(([controller, name]) =>
      all.some(one => one.name === name && refusesCrossNamespace(one)) ? [controller] : [],
    ),
    policies: objectsOf(reading, policyKind)
      .map(({ namespace, name }) => `${namespace}:${name}`)
      .sort(),
    paths: Object.fromEntries(roots.toSorted(([a], [b]) => (a < b ? -1 : 1))),
  }
}

/** Whether a controller runs with `--no-cross-namespace-refs`. */
export function refusesCrossNamespace({ flags }: Pick<DeployedController, 'flags'>): boolean {
  return flags.some(one => /^--?no-cross-namespace-refs(?:=(?:true|1|t|T|TRUE|True))?$/.test(one))
}

/** Why its controller does not look at an object, as a sentence: it watches its own namespace alone. Undefined where it does, as far as known. */
export function unwatchedWords(
  reading: ClusterReading,
  { kind, namespace }: ClusterObject,
): string | undefined {
  const name = kind === automationKind ? 'image-automation-controller' : 'image-reflector-controller'
  const all = deployedControllers(reading).filter(one => one.name === name)
  const isOwnAlone = ({ flags }: DeployedController) =>
    flags.some(one => /^--?watch-all-namespaces=(?:false|f|F|FALSE|False|0)$/.test(one))
  const [first] = all
  if (first === undefined || !all.every(one => isOwnAlone(one) && one.namespace !== namespace))
    return undefined
  return `The ${name} runs with --watch-all-namespaces=false, and looks at nothing outside of ${visible(first.namespace)}.`
}

export const imageControllersOf = [
  ['policy', 'image-reflector-controller'],
  ['automation', 'image-automation-controller'],
] as const

function controllerOf(deployment: ClusterObject): readonly DeployedController[] {
  const { spec, status, labels, name, namespace } = deployment
  for (const container of jsonItems(spec, 'template', 'spec', 'containers')) {
    const image = jsonText(container, 'image') ?? ''
    const [, controller] =
      /(?:^|\/)((?:image-reflector|image-automation|source|kustomize|helm|notification)-controller)(?:[:@]|$)/.exec(
        image,
      ) ?? []
    if (controller === undefined) continue
    const version = jsonText(labels, 'app.kubernetes.io/version')
    return [
      {
        name: controller,
        namespace,
        image,
        version: /^v?2\.\d+/.test(version ?? '') ? version : undefined,
        flags: jsonItems(container, 'args').filter(one => typeof one === 'string'),
        replicas: jsonNumber(spec, 'replicas') ?? 1,
        readyReplicas: jsonNumber(status, 'readyReplicas') ?? 0,
      },
    ]
  }
  return imageControllers.some(one => one === name)
    ? [
        {
          name,
          namespace,
          image: '',
          version: undefined,
          flags: [],
          replicas: jsonNumber(spec, 'replicas') ?? 1,
          readyReplicas: jsonNumber(status, 'readyReplicas') ?? 0,
        },
      ]
    : []
}
