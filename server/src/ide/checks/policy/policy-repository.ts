import { accessFault } from '../../../flux/resources/access.ts'
import { isImageRepository } from '../../../flux/resources/image-repository.ts'
import { holdsVariable } from '../../../flux/resources/spec-field.ts'
import { repositories } from '../../../flux/workspace/snapshot.ts'
import { didYouMean } from '../../../text/did-you-mean.ts'
import { type Check, fix } from '../../check.ts'
import { visible } from '../../texts/words.ts'

/** A policy of a repository that is nowhere (docs/flux.md §3.7). */
export const policyRepoNotFound: Check = {
  codes: [
    {
      code: 'policy-repo-not-found',
      severity: 'warning',
      flux: 'An ImagePolicy reads the tags of one ImageRepository. Without it the policy is not ready ("referenced ImageRepository does not exist"), and nothing is updated.',
    },
  ],
  *findings({ file, snapshot, placedPolicies }) {
    const { repositories: known, unplaced } = snapshot.index
    if (known.size === 0 || snapshot.index.tooLarge.roots.length > 0) return
    for (const { variants, policy } of placedPolicies) {
      const [placed] = variants
      const ref = policy.repositoryRef
      if (placed === undefined || ref === undefined || holdsVariable(`${ref.namespace}${ref.name}`)) continue
      if (variants.some(one => one.namespace === undefined || repositories(snapshot, one).length > 0))
        continue
      if (unplaced.some(({ resource }) => isImageRepository(resource) && resource.name === ref.name)) continue
      const { name, namespace = placed.namespace ?? '' } = placed.resource.repositoryRef ?? ref
      const own = [...known.keys()]
        .filter(key => key.startsWith(`${namespace}:`))
        .map(key => key.slice(namespace.length + 1))
      const near = didYouMean(name, own)
      const elsewhere = [...known.keys()].filter(key => key.endsWith(`:${name}`))
      const advice =
        near.length > 0
          ? `Did you mean ${near.map(visible).join(', ')}?`
          : elsewhere.length > 0
            ? `There is one in ${elsewhere.map(key => key.slice(0, key.indexOf(':'))).join(', ')}: name its namespace.`
            : 'Correct the name, or create it.'
      yield {
        span: ref.span,
        alike: `${namespace}/${name}`,
        message: `No ImageRepository ${namespace}/${visible(name)} in this workspace: the policy never becomes ready. ${advice}`,
        fixes: () => (name === ref.name ? near.map(one => fix(`Change to ${one}`, file, ref.span, one)) : []),
      }
    }
  },
}

/** A policy that may not read its repository (docs/flux.md §2.5). */
export const policyAcl: Check = {
  codes: [
    {
      code: 'policy-acl',
      severity: 'error',
      flux: 'An ImageRepository is open to policies of its own namespace. Others are let in by `spec.accessFrom`, by the labels of their namespace; without it the policy is stalled with "access denied".',
    },
  ],
  *findings({ snapshot, placedPolicies }) {
    for (const { variants, policy } of placedPolicies) {
      const ref = policy.repositoryRef
      const found = variants.flatMap(one =>
        repositories(snapshot, one).map(repository => ({
          repository,
          verdict: one.namespace === undefined ? undefined : accessFault(snapshot, repository, one.namespace),
          namespace: one.namespace,
        })),
      )
      const [first] = found
      if (ref === undefined || first?.verdict === undefined) continue
      if (found.some(({ verdict }) => verdict === undefined)) continue
      const name = `ImageRepository ${first.repository.namespace}/${visible(ref.name)}`
      yield {
        span: ref.span,
        message:
          first.verdict === 'closed'
            ? `${name} lets no other namespace in: Flux stalls this policy with "access denied". Add spec.accessFrom there, or move the policy.`
            : `The accessFrom of ${name} does not let the namespace ${first.namespace} in: Flux stalls this policy with "access denied".`,
        related: found.map(({ repository: { path, resource } }) => ({
          path,
          span: resource.span,
          message: name,
        })),
      }
    }
  },
}
