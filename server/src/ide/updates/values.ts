import { type Change, markerState } from '../../flux/automation/changes.ts'
import { blockingLink, markerChain } from '../../flux/chain/chain.ts'
import type { Link } from '../../flux/chain/link.ts'
import { heldPolicy } from '../../flux/hold/held.ts'
import { heldWords } from '../../flux/hold/held-words.ts'
import { formatPolicyRef, type ImageRef, type PolicyRef, type Setter } from '../../flux/markers/setter.ts'
import { canonicalImage } from '../../flux/resources/image.ts'
import type { Resolution } from '../../flux/selection/resolve.ts'
import { type Step, stepKind } from '../../flux/selection/step.ts'
import { recalled } from '../../flux/workspace/recalled.ts'
import {
  markersOf,
  type PlacedMarker,
  policies,
  repositories,
  type Snapshot,
} from '../../flux/workspace/snapshot.ts'
import { tagOf } from '../navigate/tags-at.ts'
import { environmentFolder } from './environment-folder.ts'

/** How a marked value stands, in the order in which a person wants to see them. */
export const updateStates = [
  'outdated',
  'failed',
  'waiting',
  'held',
  'suspended',
  'unreachable',
  'unknown',
  'current',
] as const

export type UpdateState = (typeof updateStates)[number]

/** What decides besides the snapshot. */
export interface UpdatesContext {
  /** Hosts of registries that are asked only once the user has agreed, by canonical image name. */
  readonly waiting: ReadonlyMap<string, string>
}

/** One marked value, as a row of the Updates view. */
export interface UpdateValue extends PlacedMarker {
  readonly setter: Setter
  readonly policy: PolicyRef
  /** `namespace:name` of the automation that writes the value, or would, were it not suspended. */
  readonly automation?: string
  /** The environment of the project file, else a folder. */
  readonly environment: string
  /** `spec.image` of the ImageRepository; empty where the files do not name it. */
  readonly image: string
  readonly state: UpdateState
  /** A clause: why the value is not simply outdated or current; absent for these. */
  readonly reason?: string
  /** The failure or the diagnostic that tells the same. */
  readonly code?: string
  /** What is written now, and what Flux would select: tags, or the value where that is none. */
  readonly from: string
  readonly to?: string
  readonly step?: Step | 'digest'
  /** When the selected image was made, RFC 3339, where somebody has looked. */
  readonly created?: string
  /** The host that waits for consent. */
  readonly host?: string
  /** What an update would do, where the value is outdated. */
  readonly change?: Change
}

/** Every marked value of a workspace, or those given, in order of path and place: the verdicts of the chain, as all doors give them. */
export function updateValues(
  snapshot: Snapshot,
  context: UpdatesContext,
  markers: readonly PlacedMarker[] = markersOf(snapshot),
): readonly UpdateValue[] {
  return markers.flatMap(placed => {
    const { setter } = placed.marker
    return setter === undefined ? [] : [updateValue(snapshot, context, placed, setter)]
  })
}

function updateValue(
  snapshot: Snapshot,
  context: UpdatesContext,
  placed: PlacedMarker,
  setter: Setter,
): UpdateValue {
  const { path, marker } = placed
  const text = marker.value.scalar.text
  const { image, canonical } = imageOfPolicy(snapshot, setter.policy)
  const standing = markerState(snapshot, placed)
  const resolution = standing?.resolution
  const ref = resolution?.state === 'latest' ? resolution.ref : undefined
  const automation = automationOf(snapshot, placed)
  const details = ref && snapshot.details.get(`${canonical}:${ref.tag}`)
  const created = details && 'value' in details ? details.value.created : undefined
  const change = standing?.state === 'outdated' ? standing.change : undefined
  return {
    ...placed,
    setter,
    policy: setter.policy,
    ...(automation === undefined ? {} : { automation }),
    environment: environmentFolder(snapshot, path),
    image,
    ...stateOf(snapshot, context, placed, resolution, canonical, change !== undefined),
    from: shortOf(setter, text),
    ...(ref === undefined ? {} : { to: targetOf(setter, ref) }),
    ...(ref && change ? { step: stepOf(setter, text, ref) } : {}),
    ...(created === undefined ? {} : { created }),
    ...(change === undefined ? {} : { change }),
  }
}

type Standing = Pick<UpdateValue, 'state' | 'reason' | 'code' | 'host'>

function stateOf(
  snapshot: Snapshot,
  { waiting }: UpdatesContext,
  { path, marker }: PlacedMarker,
  resolution: Resolution | undefined,
  canonical: string,
  isOutdated: boolean,
): Standing {
  const { setter } = marker
  const link = blockingLink(snapshot, path, marker)
  if (link) return { state: stateOfLink(link), reason: link.detail, ...codeOf(link) }
  if (resolution?.state === 'latest') {
    const held = setter ? heldPolicy(snapshot, setter.policy) : []
    if (isOutdated || held.length === 0) return { state: isOutdated ? 'outdated' : 'current' }
    return { state: 'held', reason: held.map(heldWords).join(', ') }
  }
  if (resolution?.state === 'failed') {
    const { code, message: reason } = resolution.failure
    return code === 'E_HOST_NOT_APPROVED'
      ? waitingFor(canonical.split('/', 1)[0] ?? '')
      : { state: 'failed', reason, code }
  }
  const host = waiting.get(canonical)
  const needsTags = resolution?.state === 'unknown' && resolution.lookup?.kind === 'tags'
  if (needsTags && host !== undefined) return waitingFor(host)
  return { state: 'unknown', reason: resolution?.reason ?? '' }
}

function waitingFor(host: string): Standing {
  return { state: 'waiting', reason: `${host} is asked once you allow it`, host }
}

/** What a link that does not hold means for the value. */
function stateOfLink({ name, code }: Link): UpdateState {
  if (code === 'marker-suspended') return 'suspended'
  return notWritten.includes(name) ? 'unreachable' : 'failed'
}

/** Links that are about who writes the value, not about what is selected. */
const notWritten: readonly Link['name'][] = ['marker', 'file', 'applied', 'automation']

function codeOf({ code }: Link): Pick<UpdateValue, 'code'> {
  return code === undefined ? {} : { code }
}

/** The automation that gets to a marker, suspended or not. */
function automationOf(snapshot: Snapshot, { path, marker }: PlacedMarker): string | undefined {
  const { links, automations } = markerChain(snapshot, path, marker)
  const reach = links.find(({ name }) => name === 'automation')
  const isReached = reach?.ok === true || reach?.code === 'marker-suspended'
  const [first] = isReached ? automations : []
  return first && `${first.namespace}:${first.resource.name}`
}

/** The image that a policy selects from, as written and in canonical form. */
const imageOfPolicy = recalled(findImage, formatPolicyRef)

function findImage(snapshot: Snapshot, ref: PolicyRef) {
  const [policy] = policies(snapshot, ref)
  const [repository] = policy ? repositories(snapshot, policy) : []
  const image = repository?.resource.image?.value ?? ''
  const canonical = canonicalImage(image)
  return { image, canonical: typeof canonical === 'string' ? canonical : '' }
}

/** A value as a row has room for it: its tag, or the beginning of a digest. */
function shortOf({ part }: Setter, text: string): string {
  if (part === 'digest') return text.slice(0, 19)
  return part === 'image' ? tagOf(text) : text
}

function targetOf({ part }: Setter, { name, tag, digest = '' }: ImageRef): string {
  return { image: tag, tag, name, digest: digest.slice(0, 19) }[part]
}

function stepOf({ part }: Setter, text: string, { tag, digest }: ImageRef): Step | 'digest' {
  if (part === 'digest') return 'digest'
  if (part === 'name') return 'other'
  const from = part === 'image' ? tagOf(text) : text
  return from === tag && digest !== undefined ? 'digest' : stepKind(from, tag)
}
