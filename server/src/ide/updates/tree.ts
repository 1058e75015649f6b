import type { ClusterVerdict } from '../../flux/cluster/compared.ts'
import { heldAutomation } from '../../flux/hold/held.ts'
import { heldWords } from '../../flux/hold/held-words.ts'
import { formatPolicyRef } from '../../flux/markers/setter.ts'
import type { Placed } from '../../flux/resources/resource-index.ts'
import { policies, type Snapshot } from '../../flux/workspace/snapshot.ts'
import { groupBy } from '../../text/group-by.ts'
import type { Place } from '../answers.ts'
import { linesIn } from '../lines-in.ts'
import { count } from '../texts/words.ts'
import { type RowText, sharedText, stateWords, valueText } from './row-text.ts'
import { type UpdateState, type UpdateValue, updateStates } from './values.ts'

/** What the rows of the Updates view are grouped by. */
export const groupings = ['automation', 'environment', 'image', 'state'] as const

export type Grouping = (typeof groupings)[number]

/** One row, with what is below it. Texts are plain. */
export interface UpdateNode {
  /** The same for the same thing in the next answer. */
  readonly id: string
  readonly kind: 'group' | 'automation' | 'policy' | 'value' | 'candidates' | 'candidate' | 'cluster' | 'live'
  readonly label: string
  readonly description: string
  /** All of it in words: for a screen reader, and when it is pointed at. */
  readonly accessible: string
  readonly state: UpdateState
  /** What opening the row shows. */
  readonly place?: Place
  /** `namespace:name` of what the row is about. */
  readonly policy?: string
  readonly automation?: string
  /** For rows of a value. */
  readonly value?: UpdateValue
  /** For rows of a cluster and its objects. */
  readonly verdict?: ClusterVerdict
  readonly object?: { readonly kind: string; readonly name: string; readonly context: string }
  readonly children: readonly UpdateNode[]
}

/** The values of a workspace as a tree: group → policy → value. `now` is in ms since 1970. */
export function updateTree(
  snapshot: Snapshot,
  values: readonly UpdateValue[],
  by: Grouping,
  now: number,
): readonly UpdateNode[] {
  const groups = groupBy(values, value => keys[by](value))
  const order = (key: string) => (by === 'state' ? updateStates.indexOf(key as UpdateState) : 0)
  return [...groups]
    .toSorted(([a], [b]) => order(a) - order(b) || rank(a) - rank(b) || compare(a, b))
    .map(([key, members]) => groupNode(snapshot, by, key, members, now))
}

const keys: Readonly<Record<Grouping, (value: UpdateValue) => string>> = {
  automation: ({ automation = '' }) => automation,
  environment: ({ environment }) => environment,
  image: ({ image }) => image,
  state: ({ state }) => state,
}

/** What belongs to none comes last. */
function rank(key: string): number {
  return key === '' ? 1 : 0
}

function groupNode(
  snapshot: Snapshot,
  by: Grouping,
  key: string,
  members: readonly UpdateValue[],
  now: number,
): UpdateNode {
  const id = `${by} ${key}`
  const children = [...groupBy(members, ({ policy }) => formatPolicyRef(policy))]
    .toSorted(([a], [b]) => compare(a, b))
    .map(([policy, values]) => policyNode(snapshot, id, policy, values, by, now))
  const state = worst(members)
  const label = labelOf(by, key)
  const [automation] = by === 'automation' ? (snapshot.index.automations.get(key) ?? []) : []
  const description = [
    ...(automation?.resource.suspend ? [suspendedWords(snapshot, key)] : []),
    ...(by === 'state' ? [count(members.length, 'value')] : summary(members)),
  ].join(' · ')
  return {
    id,
    kind: automation ? 'automation' : 'group',
    label,
    description,
    accessible: `${groupWords[by]}${label}: ${description}`,
    state,
    ...(automation ? { place: placeOf(automation), automation: key } : {}),
    children,
  }
}

/** Why an automation is suspended, where its manifest remembers it. */
function suspendedWords(snapshot: Snapshot, automation: string): string {
  return heldAutomation(snapshot, automation).map(heldWords).join(', ') || 'suspended'
}

const groupWords: Readonly<Record<Grouping, string>> = {
  automation: 'automation ',
  environment: 'environment ',
  image: 'image ',
  state: '',
}

function labelOf(by: Grouping, key: string): string {
  if (by === 'state') return capitalized(stateWords[key as UpdateState])
  if (key !== '') return by === 'automation' ? key.replace(':', '/') : key
  return by === 'image' ? 'Image not known' : 'No automation'
}

function policyNode(
  snapshot: Snapshot,
  parent: string,
  policy: string,
  values: readonly UpdateValue[],
  by: Grouping,
  now: number,
): UpdateNode {
  const [namespace = '', name = ''] = policy.split(':')
  const [placed] = policies(snapshot, { namespace, name })
  const label = by === 'automation' && values[0]?.automation !== undefined ? name : `${namespace}/${name}`
  const texts = values.map(value => ({ value, text: valueText(value, now) }))
  const shared = sharedText(texts.map(({ text }) => text))
  const description = shared?.short ?? summary(values).join(' · ')
  const id = `${parent} ${policy}`
  return {
    id,
    kind: 'policy',
    label,
    description,
    accessible: `policy ${namespace}/${name}, ${count(values.length, 'value')}: ${shared?.long ?? description}`,
    state: worst(values),
    policy,
    ...(placed ? { place: placeOf(placed) } : {}),
    children: texts.map(({ value, text }) => valueNode(snapshot, id, value, text)),
  }
}

function valueNode(
  snapshot: Snapshot,
  parent: string,
  value: UpdateValue,
  { short, long }: RowText,
): UpdateNode {
  const { path, marker, policy, state, setter } = value
  const name = path.slice(path.lastIndexOf('/') + 1)
  const folder = path.slice(0, Math.max(0, path.lastIndexOf('/')))
  const line = linesIn(snapshot, path).positionAt(marker.span[0]).line + 1
  const part = setter.part === 'image' ? '' : ` · ${setter.part}`
  return {
    id: `${parent} ${path} ${marker.span[0]}`,
    kind: 'value',
    label: `${name}:${line}`,
    description: [`${short}${part}`, ...(folder === '' ? [] : [folder])].join(' · '),
    accessible: `${name} line ${line}${folder === '' ? '' : ` in ${folder}`}: ${long}, by policy ${formatPolicyRef(policy).replace(':', '/')}`,
    state,
    policy: formatPolicyRef(policy),
    place: { path, span: marker.value.scalar.span },
    value,
    children: [],
  }
}

/** `3 outdated · 1 failed`; `up to date` where that is all. */
function summary(values: readonly UpdateValue[]): readonly string[] {
  const news = updateStates.filter(state => state !== 'current')
  const counts = news.flatMap(state => {
    const number = values.filter(value => value.state === state).length
    return number === 0 ? [] : [`${number} ${stateWords[state]}`]
  })
  return counts.length === 0 ? ['up to date'] : counts
}

/** The first state in the order in which a person wants to see them. */
function worst(values: readonly UpdateValue[]): UpdateState {
  return updateStates.find(state => values.some(value => value.state === state)) ?? 'current'
}

function placeOf({ path, resource }: Placed): Place {
  return { path, span: resource.span }
}

function capitalized(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
