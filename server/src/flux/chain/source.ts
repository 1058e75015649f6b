import type { EffectiveResource } from '../../kustomize/build/effective-root.ts'
import { textAt as valueTextAt } from '../../kustomize/values/value.ts'
import { didYouMean } from '../../text/did-you-mean.ts'
import { visible } from '../../text/foreign.ts'
import { field, textAt } from '../../text/node.ts'
import { isOwnAutomation } from '../automation/own-automation.ts'
import { sourcesOf } from '../automation/push-branch.ts'
import type { Placed, PlacedObject } from '../resources/resource-index.ts'
import type { ImageUpdateAutomation } from '../resources/resources.ts'
import { keySpan, specField } from '../resources/spec-field.ts'
import { recalledOfFiles } from '../workspace/recalled.ts'
import type { Snapshot } from '../workspace/snapshot.ts'
import { crossNamespaceBlock } from './cross-namespace.ts'
import type { LinkPlace, Verdict } from './link.ts'
import { gitSecretFault } from './secrets.ts'

/**
 * Whether an automation can commit to this repository, as far as the files tell: its GitRepository is there, may be
 * referred to, is this repository, and has what a push takes (docs/flux.md §5.1 and §5.3).
 */
export const sourceVerdict: (snapshot: Snapshot, automation: Placed<ImageUpdateAutomation>) => Verdict =
  recalledOfFiles(findVerdict)

function findVerdict(snapshot: Snapshot, automation: Placed<ImageUpdateAutomation>): Verdict {
  const { resource, path, namespace } = automation
  const ref = resource.sourceRef
  if (ref === undefined) return { ok: null, detail: 'spec.sourceRef names no GitRepository' }
  const own: LinkPlace = { path, span: keySpan(specField(resource), 'sourceRef') ?? resource.span }
  const wanted = ref.namespace ?? namespace ?? '?'
  const name = `GitRepository ${wanted}/${visible(ref.name)}`
  if (`${ref.name}${wanted}`.includes('${')) return { ok: null, detail: `${name} has a variable in its name` }
  const block = wanted === namespace ? undefined : crossNamespaceBlock(snapshot, 'automation', automation)
  if (block)
    return {
      ok: false,
      detail: `${name} is in another namespace, and ${block.why}: "cross-namespace references have been blocked"`,
      remedy: `Give ${namespace} a GitRepository of its own.`,
      place: own,
      code: 'cross-namespace-blocked',
    }
  const sources = sourcesOf(snapshot, automation)
  const [source] = sources
  if (source === undefined) return missing(snapshot, automation, ref, name, own)
  if (isOwnAutomation(snapshot)(automation) === 'no')
    return {
      ok: false,
      detail: `${name} is ${visible(textAt(source.object.node, 'spec', 'url') ?? '')}, another repository: this automation never touches these files`,
      remedy: 'Refer to the GitRepository of this repository.',
      place: own,
      code: 'iua-other-repository',
    }
  const faults = sources.map(one => pushFault(snapshot, one))
  const [fault] = faults
  if (fault && faults.every(one => one !== undefined)) return fault
  return { ok: true, detail: `${name} is in the workspace`, place: placeOf(source) }
}

/** The GitRepositories of a workspace, and those that may be meant by a name. */
export interface NearSources {
  readonly all: readonly PlacedObject[]
  readonly elsewhere: readonly PlacedObject[]
  /** The namespaces in which one of that name is. */
  readonly namespaces: readonly string[]
  /** The nearest names, the likeliest first. */
  readonly names: readonly string[]
}

/** What may be meant by the name of a GitRepository that is not in the namespace it is looked for in. */
export function nearSources({ index }: Snapshot, name: string): NearSources {
  const all = index.fluxObjects.filter(({ object }) => object.kind === 'GitRepository')
  const elsewhere = all.filter(({ object }) => object.name === name)
  const namespaces = [...new Set(elsewhere.flatMap(({ object }) => object.namespace ?? []))]
  return {
    all,
    elsewhere,
    namespaces,
    names: didYouMean(
      name,
      all.map(({ object }) => object.name),
    ),
  }
}

function missing(
  snapshot: Snapshot,
  { namespace }: Placed<ImageUpdateAutomation>,
  ref: NonNullable<ImageUpdateAutomation['sourceRef']>,
  name: string,
  place: LinkPlace,
): Verdict {
  const { all, elsewhere, namespaces, names } = nearSources(snapshot, ref.name)
  if (elsewhere.length > 0 && ref.namespace === undefined)
    return {
      ok: false,
      detail: `${name} does not exist: GitRepository ${visible(ref.name)} is in the namespace ${namespaces.join(' and ')}, and the automation in ${namespace}`,
      remedy: `Add "namespace: ${namespaces[0]}" to spec.sourceRef.`,
      place,
      code: 'iua-source-namespace',
    }
  if (all.length === 0) return { ok: null, detail: `${name} is not in the workspace` }
  const [near] = names
  return {
    ok: null,
    detail: `${name} is not in the workspace, which has others`,
    ...(near === undefined ? {} : { remedy: `Did you mean ${near}?` }),
    place,
    code: 'iua-source-not-found',
  }
}

/** What a push lacks by the files; undefined where nothing is seen to lack. */
function pushFault(snapshot: Snapshot, source: PlacedObject): Verdict | undefined {
  const { object } = source
  const name = `GitRepository ${object.namespace ?? '?'}/${object.name}`
  const url = textAt(object.node, 'spec', 'url') ?? ''
  const provider = textAt(object.node, 'spec', 'provider') ?? 'generic'
  const secret = textAt(object.node, 'spec', 'secretRef', 'name')
  const at: LinkPlace = { path: source.path, span: keySpan(field(object.node, 'spec'), 'url') ?? object.span }
  if (url.includes('${') || isPatched(snapshot, source)) return undefined
  const remedy = 'Add spec.secretRef with a Secret that may push.'
  if (secret === undefined && provider === 'github')
    return {
      ok: false,
      detail: `${name} has the provider github and no secretRef with the GitHub App: Flux stalls it`,
      remedy:
        'Add spec.secretRef with the keys githubAppID, githubAppInstallationID and githubAppPrivateKey.',
      place: at,
      code: 'source-provider-secret',
    }
  if (secret === undefined && provider === 'generic' && /^https?:\/\//.test(url))
    return {
      ok: false,
      detail: `${name} has no secretRef, and a push over ${url.slice(0, url.indexOf(':'))} needs a login`,
      remedy,
      place: at,
      code: 'source-no-credentials',
    }
  return secret === undefined ? undefined : gitSecretFault(snapshot, source, secret, url)
}

/** Whether some kustomization gives an object a secret that its own file does not name. */
function isPatched(snapshot: Snapshot, { object, path }: PlacedObject): boolean {
  return snapshot.unanswered
    .recall(builtRepositories)
    .some(
      ({ place, body }) =>
        place.file === path &&
        place.span[0] <= object.node.span[0] &&
        object.node.span[1] <= place.span[1] &&
        valueTextAt(body, 'spec', 'secretRef', 'name') !==
          (textAt(object.node, 'spec', 'secretRef', 'name') ?? ''),
    )
}

/** The GitRepositories that kustomizations give. */
function builtRepositories({ effective }: Snapshot): readonly EffectiveResource[] {
  const roots = [...effective.roots.values(), ...effective.fluxRoots]
  return roots.flatMap(({ resources }) => resources.filter(({ kind }) => kind === 'GitRepository'))
}

function placeOf({ object, path }: PlacedObject): LinkPlace {
  return { path, span: object.span }
}
