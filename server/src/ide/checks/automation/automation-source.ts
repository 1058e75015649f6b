import { isReached } from '../../../flux/automation/is-reached.ts'
import type { Verdict } from '../../../flux/chain/link.ts'
import { repositoryVerdict } from '../../../flux/chain/policy.ts'
import { sourceVerdict } from '../../../flux/chain/source.ts'
import type { Placed } from '../../../flux/resources/resource-index.ts'
import type { ImageUpdateAutomation } from '../../../flux/resources/resources.ts'
import { markersOf, policies, type Snapshot } from '../../../flux/workspace/snapshot.ts'
import type { Fix, Severity } from '../../answers.ts'
import { type Check, codesOf } from '../../check.ts'
import { setField } from '../../fixes/field-edits.ts'
import { ownFile } from '../../fixes/own-file.ts'

const words: Readonly<Record<string, { readonly severity: Severity; readonly flux: string }>> = {
  'iua-source-namespace': {
    severity: 'error',
    flux: 'Without `spec.sourceRef.namespace` an automation looks for its GitRepository in its own namespace. Where that is in another one, every run fails: the source is not found.',
  },
  'iua-source-not-found': {
    severity: 'information',
    flux: 'An automation commits to the GitRepository that `spec.sourceRef` names. None of that name is in this repository, which holds others: it may be made elsewhere, or the name is wrong.',
  },
  'iua-other-repository': {
    severity: 'warning',
    flux: 'An automation changes files of the repository that its GitRepository points to, and of no other. Markers in this repository are none of its business.',
  },
  'source-no-credentials': {
    severity: 'warning',
    flux: 'Flux can read a public repository without a login, and cannot push to one: every run with something to commit fails. With the provider github Flux does not even start without the Secret of the GitHub App.',
  },
  'source-secret': {
    severity: 'warning',
    flux: 'Over https Flux logs in with the keys username and password, or bearerToken, of the Secret; over ssh with identity and known_hosts.',
  },
  'repo-secret-type': {
    severity: 'warning',
    flux: 'Flux reads registry logins from Secrets of the type kubernetes.io/dockerconfigjson. Of any other type it finds none, and asks the registry without a login.',
  },
  'repo-secret-namespace': {
    severity: 'warning',
    flux: 'The Secret of an ImageRepository is read from the namespace of the ImageRepository, and from no other.',
  },
  'cross-namespace-blocked': {
    severity: 'error',
    flux: 'With `--no-cross-namespace-refs` (a FluxInstance sets it where `cluster.multitenant` is true) the controllers refuse references to other namespaces: "cross-namespace references have been blocked".',
  },
}

/** What keeps an automation from its source, or Flux from a login: the links `source` and `repository` of the chain. */
export const automationSource: Check = {
  codes: codesOf(words),
  *findings({ file, snapshot }) {
    for (const verdict of snapshot.recall(causes)) {
      const { place, code, detail, remedy } = verdict
      if (place?.path !== file.path || code === undefined) continue
      const near = code === 'iua-source-not-found' && remedy !== undefined
      yield {
        code,
        span: place.span,
        ...(near ? { severity: 'warning' } : {}),
        message: `${detail}.${remedy === undefined ? '' : ` ${remedy}`}`,
        fixes: () => (code === 'iua-source-namespace' ? namespaceFix(snapshot, verdict) : []),
      }
    }
  },
}

/** The verdicts that are told here, each cause once. */
function causes(snapshot: Snapshot): readonly Verdict[] {
  const { automations, policies: known } = snapshot.index
  const all = [
    ...[...automations.values()].flat().flatMap(one => {
      const verdict = sourceVerdict(snapshot, one)
      // One of another repository is as it should be, unless it was meant for markers of this one.
      return verdict.code !== 'iua-other-repository' || covers(snapshot, one) ? [verdict] : []
    }),
    ...[...known.values()].flat().map(one => repositoryVerdict(snapshot, one)),
  ].filter(({ code }) => code !== undefined && Object.hasOwn(words, code))
  return [...new Map(all.map(one => [JSON.stringify([one.code, one.place]), one])).values()]
}

function covers(snapshot: Snapshot, automation: Placed<ImageUpdateAutomation>): boolean {
  return markersOf(snapshot).some(
    ({ path, marker: { setter } }) =>
      setter !== undefined &&
      policies(snapshot, setter.policy).length > 0 &&
      isReached(snapshot, automation, { path, setter }),
  )
}

function namespaceFix(snapshot: Snapshot, { place, remedy }: Verdict): readonly Fix[] {
  const namespace = /namespace: ([^"]+)"/.exec(remedy ?? '')?.[1]
  const automation = [...snapshot.index.automations.values()]
    .flat()
    .find(({ path, resource: { node } }) => path === place?.path && contains(node.span, place.span))
  const file = automation && ownFile(snapshot, automation)
  if (automation === undefined || file === undefined || namespace === undefined) return []
  const edit = setField(file, automation.resource.node, ['spec', 'sourceRef', 'namespace'], namespace)
  return edit ? [{ title: `Add namespace: ${namespace}`, edits: [edit] }] : []
}

function contains(outer: readonly [number, number], inner: readonly [number, number]): boolean {
  return outer[0] <= inner[0] && inner[1] <= outer[1]
}
