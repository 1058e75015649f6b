import { unlistedPolicy } from '../../../flux/chain/policy.ts'
import type { MarkedValue } from '../../../flux/markers/marked-value.ts'
import { formatPolicyRef, type Setter } from '../../../flux/markers/setter.ts'
import { isImagePolicy } from '../../../flux/resources/image-policy.ts'
import { namespaceGiver } from '../../../flux/resources/namespace-giver.ts'
import { policiesNamed } from '../../../flux/resources/policies-named.ts'
import { clusterWithPolicy, type MayExist, policyMayExist } from '../../../flux/resources/policy-may-exist.ts'
import { recalled } from '../../../flux/workspace/recalled.ts'
import { policies, type Snapshot } from '../../../flux/workspace/snapshot.ts'
import type { SourceFile } from '../../../flux/workspace/source-file.ts'
import { didYouMean } from '../../../text/did-you-mean.ts'
import type { Span } from '../../../text/span.ts'
import { type Check, type Finding, fix, markerNameSpan } from '../../check.ts'
import { createPolicy } from '../../fixes/create-policy.ts'
import { visible } from '../../texts/words.ts'

/** A marker whose policy is nowhere in the workspace (docs/flux.md §4.5, row 18). */
export const policyNotFound: Check = {
  codes: [
    {
      code: 'marker-policy-not-found',
      severity: 'warning',
      flux: 'Where no ImagePolicy of that namespace and name has a latest image, Flux ignores the marker without a word.',
    },
  ],
  *findings({ file, snapshot }) {
    for (const missing of missingPolicies(snapshot, file)) {
      const { setter, span, elsewhere, mayExist } = missing
      if (elsewhere.length > 0 && mayExist?.why !== 'namespace' && mayExist?.why !== 'too-large') continue
      const ref = formatPolicyRef(setter.policy)
      // What a kustomization does not list is reported there.
      if (unlistedPolicy(snapshot, setter.policy)) continue
      if (mayExist) {
        const reason = {
          namespace: `has an ImagePolicy ${setter.policy.name} without a namespace${placing(snapshot, mayExist.path)}`,
          broken: `has what may be it, and is broken: see there.`,
          variable: 'has an ImagePolicy with a variable in its name.',
          template: 'is a template of ImagePolicies.',
          'too-large': 'is too large to be worked out here.',
        }[mayExist.why]
        yield {
          span,
          alike: `${mayExist.why} ${mayExist.path}`,
          severity: 'information',
          message: `Whether ImagePolicy ${ref} exists is not known: ${mayExist.path} ${reason}`,
        }
        continue
      }
      const near = policiesNear(snapshot, setter.policy)
      const hint =
        near.length === 0 ? 'Correct the name, or create the policy.' : `Did you mean ${near.join(', ')}?`
      yield {
        span,
        alike: ref,
        message: `No ImagePolicy ${ref} in this workspace: Flux ignores this marker. ${hint}`,
        fixes: () => {
          const created = createPolicy(snapshot, missing.value)
          return [...near.map(name => renamed(file, missing, name)), ...(created ? [created] : [])]
        },
      }
    }
  },
}

/** A marker whose policy lives in another namespace (docs/flux.md §4.5, row 19). */
export const policyWrongNamespace: Check = {
  codes: [
    {
      code: 'marker-policy-wrong-namespace',
      severity: 'error',
      flux: 'Namespace and name of a marker are compared to the letter. A policy of that name in another namespace is another policy: Flux ignores the marker.',
    },
  ],
  *findings({ file, snapshot }) {
    for (const missing of missingPolicies(snapshot, file)) {
      const { setter, span, elsewhere, mayExist } = missing
      const [first] = elsewhere
      if (first === undefined || mayExist?.why === 'namespace' || mayExist?.why === 'too-large') continue
      const { namespace, name } = setter.policy
      const namespaces = elsewhere.map(key => key.slice(0, key.indexOf(':'))).join(' and ')
      yield {
        span,
        alike: formatPolicyRef(setter.policy),
        message: `ImagePolicy ${name} lives in the namespace ${namespaces}, not in ${namespace}: Flux ignores this marker. Write ${elsewhere.map(key => `"${key}"`).join(' or ')}.`,
        fixes: () => elsewhere.map(key => renamed(file, missing, key)),
        related: elsewhere.flatMap(key =>
          (snapshot.index.policies.get(key) ?? []).map(({ path, resource }) => ({
            path,
            span: resource.span,
            message: `ImagePolicy ${key}`,
          })),
        ),
      } satisfies Finding
    }
  },
}

interface MissingPolicy {
  readonly setter: Setter
  readonly value: MarkedValue
  /** `ns:name` inside the marker. */
  readonly span: Span
  /** Policies of that name in other namespaces, as `ns:name`. */
  readonly elsewhere: readonly string[]
  /** What may give it all the same. */
  readonly mayExist: MayExist | undefined
}

/** The markers of a file without a policy, in the files and in the live clusters that are shown. A workspace without any ImagePolicy keeps them elsewhere: then nothing can be said. */
const missingPolicies = recalled((snapshot, file: SourceFile): readonly MissingPolicy[] => {
  const { policies: known, unplaced } = snapshot.index
  const isPolicy = ({ resource }: (typeof unplaced)[number]) => isImagePolicy(resource)
  if (file.facts.problem || (known.size === 0 && !unplaced.some(isPolicy))) return []
  return file.facts.markedValues.flatMap(value => {
    const { setter, marker } = value
    if (policies(snapshot, setter.policy).length > 0) return []
    const { name, namespace } = setter.policy
    if (`${namespace}${name}`.includes('${')) return []
    if (clusterWithPolicy(snapshot, setter.policy) !== undefined) return []
    return [
      {
        setter,
        value,
        span: markerNameSpan(file, marker, setter),
        elsewhere: policiesNamed(snapshot, name),
        mayExist: policyMayExist(snapshot, setter.policy),
      },
    ]
  })
})

/** How a policy without a namespace gets one, to be read behind that it has none. */
function placing(snapshot: Snapshot, path: string): string {
  const giver = namespaceGiver(snapshot, path)
  return giver
    ? `, and ${giver.kustomization}, which sets the namespace ${visible(giver.namespace)}, does not list it. Add "- ${visible(giver.entry)}" to its resources.`
    : '. Give it one, or set defaultPolicyNamespace in the settings or in fluxmark.yaml.'
}

/** The policies whose names differ by a slip or two, as `ns:name`: a namespace that is right makes no name more alike. */
function policiesNear({ index }: Snapshot, { namespace, name }: Setter['policy']): readonly string[] {
  const start = `${namespace}:`
  const names = [...index.policies.keys()].flatMap(key =>
    key.startsWith(start) ? key.slice(start.length) : [],
  )
  return didYouMean(name, names).map(near => `${start}${near}`)
}

function renamed(file: SourceFile, { span }: MissingPolicy, name: string) {
  return fix(`Change to ${name}`, file, span, name)
}
