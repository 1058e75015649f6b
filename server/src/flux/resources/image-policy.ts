import { field, type Node, textAt } from '../../text/node.ts'
import type { PolicyChoice } from '../selection/policy.ts'
import type { TagFilter } from '../selection/tags.ts'
import { type CommonFields, isMapping, type ObjectRef, objectRef, optional } from './read-fields.ts'

export type DigestReflectionPolicy = 'Never' | 'IfNotPresent' | 'Always'

export interface ImagePolicy extends CommonFields {
  readonly kind: 'ImagePolicy'
  readonly repositoryRef?: ObjectRef
  readonly policy: PolicyChoice
  readonly filter: TagFilter | undefined
  readonly digestReflectionPolicy: DigestReflectionPolicy
}

/** Reads the `spec` of an ImagePolicy. */
export function readImagePolicy(spec: Node | undefined): Omit<ImagePolicy, keyof CommonFields> {
  const policy = field(spec, 'policy')
  const filter = field(spec, 'filterTags')
  const reflection = textAt(spec, 'digestReflectionPolicy')
  return {
    kind: 'ImagePolicy',
    ...optional('repositoryRef', objectRef(field(spec, 'imageRepositoryRef'))),
    policy: {
      ...(isMapping(policy, 'semver') ? { semver: { range: textAt(policy, 'semver', 'range') ?? '' } } : {}),
      ...(isMapping(policy, 'alphabetical')
        ? { alphabetical: optional('order', textAt(policy, 'alphabetical', 'order')) }
        : {}),
      ...(isMapping(policy, 'numerical')
        ? { numerical: optional('order', textAt(policy, 'numerical', 'order')) }
        : {}),
    },
    filter:
      filter?.kind === 'mapping'
        ? { pattern: textAt(filter, 'pattern') ?? '', extract: textAt(filter, 'extract') ?? '' }
        : undefined,
    digestReflectionPolicy: reflection === 'IfNotPresent' || reflection === 'Always' ? reflection : 'Never',
  }
}

export function isImagePolicy(resource: { readonly kind: string }): resource is ImagePolicy {
  return resource.kind === 'ImagePolicy'
}
