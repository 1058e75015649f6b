import { visible } from '../../text/foreign.ts'
import { imageControllers } from '../version/image-controllers.ts'
import { askedKinds } from './cluster-kinds.ts'
import { type ClusterReading, isRead, objectIn } from './cluster-reading.ts'
import { revisionOf } from './compare-source.ts'
import type { Compared, Comparing } from './compared.ts'
import { conditionWords, readyOf } from './conditions.ts'
import { missingInCluster } from './controllers.ts'
import { jsonAt } from './json-at.ts'
import type { WrittenObject } from './written-objects.ts'

/**
 * Why an object of the files is not in the cluster. `clusters` are the folders of the clusters that the repository
 * describes, where it is not known which one was asked: then its absence says nothing.
 */
export function absentObject(
  { reading }: Comparing,
  forms: readonly WrittenObject[],
  clusters: readonly string[],
): Compared {
  const [first] = forms
  const list = reading.lists.get(first?.kind ?? '')
  if (list?.state === 'failed') return { verdict: 'unknown', why: [list.failure.message] }
  if (list?.state === 'absent')
    return {
      verdict: 'absent',
      why: [`The cluster does not serve this kind: ${notServed(reading, first?.kind ?? '')}`],
    }
  if (first && !isRead(reading, first.kind, first.namespace))
    return {
      verdict: 'unknown',
      why: [
        `Its namespace could not be listed: kubectl get ${visible(first.kind)} --namespace=${visible(first.namespace)} shows why.`,
      ],
    }
  const brought = forms
    .flatMap(({ placed }) => placed?.via ?? [])
    .flatMap(root => broughtWords(reading, root))
  if (clusters.length > 0)
    return {
      verdict: 'unknown',
      why: [
        `It is not in this cluster. The repository is for ${clusters.length} clusters (${clusters.map(visible).join(', ')}), and the cluster does not tell which one it is.`,
      ],
    }
  return { verdict: 'absent', why: brought.length > 0 ? brought.slice(0, 2) : ['Nothing has applied it.'] }
}

/** What a cluster without a kind lacks, and what installs it. */
function notServed(reading: ClusterReading, kind: string): string {
  const ofFlux = askedKinds.filter(one => one.resource.includes('.toolkit.fluxcd.io'))
  if (ofFlux.every(one => reading.lists.get(one.kind)?.state === 'absent'))
    return 'Flux is not installed. Run flux bootstrap.'
  const controller = otherControllers[kind]
  if (controller !== undefined)
    return `${controller} is not installed, while other controllers of Flux are. Run flux bootstrap.`
  const names = missingInCluster(reading)
  const missing = names.length === 2 ? `${names.join(' and ')} are` : `${names[0] ?? 'its controller'} is`
  return `${missing} not installed. Run flux bootstrap with --components-extra=${imageControllers.join(',')}.`
}

/** Of the kinds that are not of image automation. */
const otherControllers: Readonly<Record<string, string>> = {
  Kustomization: 'kustomize-controller',
  GitRepository: 'source-controller',
}

/** What the cluster says of a Flux Kustomization (`flux:namespace/name`) that should bring an object. */
function broughtWords(reading: ClusterReading, root: string): readonly string[] {
  const [, namespace, name] = /^flux:([^/]*)\/(.*)$/.exec(root) ?? []
  if (namespace === undefined || name === undefined) return []
  const what = `Kustomization ${visible(namespace)}:${visible(name)}, which brings it,`
  const object = objectIn(reading, 'Kustomization', namespace, name)
  if (object === undefined)
    return [
      `${what} ${isRead(reading, 'Kustomization', namespace) ? 'is not in the cluster either' : 'could not be read'}.`,
    ]
  if (jsonAt(object.spec, 'suspend') === true) return [`${what} is suspended in the cluster.`]
  if (readyOf(object).ready === false) return [`${what} is not ready.`, ...conditionWords(object)]
  const revision = revisionOf(object)
  return [
    `${what} has applied ${visible(revision ?? 'no revision yet')}: the branch does not have the object, or something leaves it out.`,
  ]
}
