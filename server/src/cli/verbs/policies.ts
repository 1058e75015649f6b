import { markerState } from '../../flux/automation/changes.ts'
import { blockingLink } from '../../flux/chain/chain.ts'
import { type PolicyState, policyState } from '../../flux/chain/policy-state.ts'
import { heldPolicy } from '../../flux/hold/held.ts'
import { heldWords } from '../../flux/hold/held-words.ts'
import { formatPolicyRef, type PolicyRef } from '../../flux/markers/setter.ts'
import { isImagePolicy } from '../../flux/resources/image-policy.ts'
import type { Placed } from '../../flux/resources/resource-index.ts'
import type { ImagePolicy } from '../../flux/resources/resources.ts'
import { latestRef, type Resolution } from '../../flux/selection/resolve.ts'
import type { TagCounts } from '../../flux/selection/selection.ts'
import {
  policies as formsOf,
  markersOf,
  type PlacedMarker,
  repositories,
  type Snapshot,
} from '../../flux/workspace/snapshot.ts'
import { heldJson } from '../../ide/hold-json.ts'
import { again, noCache } from '../kept/again.ts'
import { lineAndColumn } from '../place.ts'
import { json, printable } from '../printed.ts'
import { openScope, settle } from '../scope.ts'
import { type Cell, colours, table } from '../table.ts'
import type { Arguments, Verb } from '../verb.ts'
import type { World } from '../world.ts'

/** `policies [PATH…]`. */
export const policiesVerb: Verb = {
  name: 'policies',
  operands: '[PATH…]',
  summary: 'what every ImagePolicy selects now, and why not',
  options: [noCache],
  examples: [
    { command: 'policies', does: 'every policy of the repository' },
    {
      command: 'policies clusters/prod --tags tags.json',
      does: 'those of one folder, with tags that were listed before',
    },
  ],
  run: (args, world) => again(policiesVerb, args, world, asked => policies(args, asked)),
}

/** `policies`: what every ImagePolicy in the paths selects now, and why not. 3 where one failed. */
async function policies(args: Arguments, world: World): Promise<number> {
  const scope = await openScope(args, world)
  const { session, isInScope } = scope
  const placed = () => {
    const { policies: known, unplaced } = session.snapshot.index
    const one = [...known.values()].flatMap(variants =>
      variants.filter(({ path }) => isInScope(path)).slice(0, 1),
    )
    return [...one, ...unplaced.filter(({ path }) => isInScope(path)).flatMap(asPolicy)]
  }
  const refs = () =>
    placed().map(({ resource, namespace = '' }): PolicyRef => ({ namespace, name: resource.name }))
  await settle(scope, refs, world)
  const { snapshot } = session
  const rows = placed().map(policy => {
    const { resource, namespace = '', path } = policy
    const ref = { namespace, name: resource.name }
    const resolution = latestRef(snapshot, ref)
    const { line } = lineAndColumn(snapshot.files.get(path)?.text ?? '', resource.span[0])
    const image = repositories(snapshot, policy)[0]?.resource.image?.value ?? ''
    const forms = namespace === '' ? [policy] : formsOf(snapshot, ref)
    return { ref, image, resolution, state: policyState(snapshot, forms, resolution), path, line }
  })
  rows.sort((a, b) => (formatPolicyRef(a.ref) < formatPolicyRef(b.ref) ? -1 : 1))
  if (args.format === 'json') {
    const list = rows.map(({ ref, image, resolution, state, path, line }) => {
      const held = heldPolicy(snapshot, ref).map(heldJson)
      return {
        policy: formatPolicyRef(ref),
        image,
        state: state.state,
        latest: state.latest,
        reason: state.reason,
        tags: counts(resolution),
        markers: markersOf(snapshot, ref).length,
        ...(held.length === 0 ? {} : { held }),
        file: path,
        line,
      }
    })
    world.out(json(list))
  } else {
    const heading = ['POLICY', 'STATE', 'LATEST', 'MARKERS', 'FILE', 'NOW']
    const colour = colours(world.hasColour)
    world.out(
      rows.length === 0
        ? printable('no ImagePolicy here\n')
        : table([heading, ...rows.map(row => textRow(snapshot, row, colour))]),
    )
  }
  return rows.some(({ state }) => state.state === 'failed') ? 3 : 0
}

function asPolicy({ resource, ...rest }: Placed): readonly Placed<ImagePolicy>[] {
  return isImagePolicy(resource) ? [{ ...rest, resource }] : []
}

interface Row {
  readonly ref: PolicyRef
  readonly state: PolicyState
  readonly path: string
  readonly line: number
}

function textRow(
  snapshot: Snapshot,
  { ref, state, path, line }: Row,
  colour: ReturnType<typeof colours>,
): readonly Cell[] {
  const markers = markersOf(snapshot, ref)
  const held = heldPolicy(snapshot, ref).map(heldWords)
  return [
    formatPolicyRef(ref),
    state.state,
    state.latest?.tag ?? '-',
    String(markers.length),
    `${path}:${line}`,
    state.state === 'latest'
      ? now(snapshot, markers, colour, held)
      : colour.red([state.reason, ...held].join(', ')),
  ]
}

/** What Flux does next at the markers of a policy, and where it does nothing. */
function now(
  snapshot: Snapshot,
  markers: readonly PlacedMarker[],
  colour: ReturnType<typeof colours>,
  held: readonly string[],
): Cell {
  if (markers.length === 0) return held.join(', ')
  const blocked = markers.flatMap(({ path, marker }) => blockingLink(snapshot, path, marker) ?? [])
  const steps = new Set(
    markers.flatMap(placed => {
      const state = markerState(snapshot, placed)
      return state?.state === 'outdated' && !blockingLink(snapshot, placed.path, placed.marker)
        ? [`${tagOf(state.change.oldValue)} → ${tagOf(state.change.newValue)}`]
        : []
    }),
  )
  const [first] = blocked
  if (first === undefined)
    return steps.size === 0
      ? colour.green(['up to date', ...held].join(', '))
      : colour.yellow([...steps, ...held].join(', '))
  const which = blocked.length === markers.length ? '' : `${blocked.length} of ${markers.length} `
  return colour.red([...steps, `Flux does not update ${which}(${first.detail})`, ...held].join(', '))
}

/** The contract's four numbers; zero where no tags are known. */
function counts(resolution: Resolution): TagCounts {
  const known = resolution.state === 'latest' ? resolution.selection : resolution
  return ('counts' in known && known.counts) || { listed: 0, excluded: 0, matched: 0, eligible: 0 }
}

function tagOf(value: string): string {
  if (value === '') return '(empty)'
  return value.includes('@') || value.startsWith('sha256:') ? value : value.slice(value.lastIndexOf(':') + 1)
}
