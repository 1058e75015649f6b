import { formatPolicyRef, type Setter } from '../../../flux/markers/setter.ts'
import { policies, type Snapshot } from '../../../flux/workspace/snapshot.ts'
import type { Fix } from '../../answers.ts'
import { type Check, markerNameSpan } from '../../check.ts'
import { setField } from '../../fixes/field-edits.ts'
import { ownFile } from '../../fixes/own-file.ts'
import { alwaysReflect } from '../../fixes/reflect-digest.ts'
import { markedValues } from './marked-value.ts'

/** A `:digest` marker of a policy that reflects no digest (docs/flux.md §4.5, row 30). */
export const digestWithoutReflection: Check = {
  codes: [
    {
      code: 'marker-digest-without-reflection',
      severity: 'error',
      flux: 'A policy has a digest only with `digestReflectionPolicy: IfNotPresent` or `Always`. Without one Flux writes the empty text at a `:digest` marker, and the old digest is gone.',
    },
  ],
  *findings({ file, snapshot }) {
    for (const { marker, setter } of markedValues(file)) {
      if (setter.part !== 'digest') continue
      const variants = policies(snapshot, setter.policy)
      if (
        variants.length === 0 ||
        variants.some(({ resource }) => resource.digestReflectionPolicy !== 'Never')
      )
        continue
      const [policy] = variants
      yield {
        span: markerNameSpan(file, marker, setter),
        message: `ImagePolicy ${formatPolicyRef(setter.policy)} reflects no digest: Flux would blank this value. Set digestReflectionPolicy to IfNotPresent, or to Always with an interval.`,
        fixes: () => reflectDigest(snapshot, setter),
        ...(policy
          ? { related: [{ path: policy.path, span: policy.resource.span, message: 'the policy' }] }
          : {}),
      }
    }
  },
}

/** The ways to have the policy of a marker reflect digests. */
export function reflectDigest(snapshot: Snapshot, setter: Setter): readonly Fix[] {
  const [policy, another] = policies(snapshot, setter.policy)
  const file = policy && ownFile(snapshot, policy)
  if (policy === undefined || another || file === undefined) return []
  const { node } = policy.resource
  const once = setField(file, node, ['spec', 'digestReflectionPolicy'], 'IfNotPresent')
  return [
    ...(once ? [{ title: 'Set digestReflectionPolicy to IfNotPresent', edits: [once] }] : []),
    ...alwaysReflect(file, node),
  ]
}
