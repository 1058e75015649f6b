import { visible } from '../../text/foreign.ts'
import { formatPolicyRef } from '../markers/setter.ts'
import { canonicalImage } from '../resources/image.ts'
import type { Placed } from '../resources/resource-index.ts'
import type { ImagePolicy } from '../resources/resources.ts'
import { policyResolution } from '../selection/resolve.ts'
import { repositories, type Snapshot } from '../workspace/snapshot.ts'
import { inputProviderKind } from './cluster-kinds.ts'
import { type ClusterObject, objectsOf } from './cluster-reading.ts'
import type { ComparedRow } from './cluster-row.ts'
import type { Comparing } from './compared.ts'
import { readyOf } from './conditions.ts'
import { jsonItems, jsonText } from './json-at.ts'

/**
 * The ResourceSetInputProviders of flux-operator that scan tags (`api/v1/resourcesetinputprovider_types.go`): what they export,
 * and what the policies of the same image select. Files are not looked at for them.
 */
export function inputProviderRows({ snapshot, reading }: Comparing): readonly ComparedRow[] {
  const all = objectsOf(reading, inputProviderKind).filter(({ spec }) =>
    (jsonText(spec, 'type') ?? '').endsWith('Tag'),
  )
  if (all.length === 0) return []
  const ofImage = policiesByImage(snapshot)
  return all.map((object): ComparedRow => {
    const [type, url] = [jsonText(object.spec, 'type') ?? '', jsonText(object.spec, 'url') ?? '']
    const image = canonicalImage(url.replace(/^oci:\/\//, ''))
    const policies = (url.startsWith('oci://') && typeof image === 'string' && ofImage.get(image)) || []
    const ready = readyOf(object)
    const inputs = exportedTags(object).length
    const why = [
      `${visible(type)} of ${visible(url)} exports ${inputs === 1 ? '1 tag' : `${inputs} tags`} to ResourceSets; its files are not compared.`,
      ...policies.slice(0, mostPolicies).map(policy => selectedWords(snapshot, policy)),
      // Reasons that are known here are those of other controllers.
      ...(ready.ready === false ? ['It is not ready.'] : []),
    ]
    const name = `${object.namespace}:${object.name}`
    const found = { verdict: 'unknown', why, ...ready } as const
    return { kind: inputProviderKind, name, ...found, object, written: undefined }
  })
}

/** Of one image, in words. */
const mostPolicies = 3

/** The tags that a provider exports, in its own order; of what exports no tag none. */
export function exportedTags({ status }: ClusterObject): readonly string[] {
  return jsonItems(status, 'exportedInputs').flatMap(input => jsonText(input, 'tag') ?? [])
}

function policiesByImage(snapshot: Snapshot): ReadonlyMap<string, readonly Placed<ImagePolicy>[]> {
  const found = new Map<string, Placed<ImagePolicy>[]>()
  for (const policy of [...snapshot.index.policies.values()].flat()) {
    const [repository] = repositories(snapshot, policy)
    const image = canonicalImage(repository?.resource.image?.value ?? '')
    if (typeof image !== 'string') continue
    const known = found.get(image) ?? []
    found.set(image, known)
    known.push(policy)
  }
  return found
}

function selectedWords(snapshot: Snapshot, policy: Placed<ImagePolicy>): string {
  const resolution = policyResolution(snapshot, policy)
  const { namespace = '?', resource } = policy
  const what = `ImagePolicy ${formatPolicyRef({ namespace, name: visible(resource.name) })}`
  return resolution.state === 'latest'
    ? `${what} selects ${visible(resolution.ref.tag)} of the same image.`
    : `${what} is about the same image.`
}
