import { field, type Mapping, type Node, textAt } from '../../text/node.ts'
import {
  type CommonFields,
  type Field,
  type ObjectRef,
  objectRef,
  optional,
  stringField,
  stringMap,
  strings,
} from './read-fields.ts'

/** One `matchExpressions` item of a label selector. */
export interface LabelRequirement {
  readonly key: string
  readonly operator: string
  readonly values: readonly string[]
}

export interface LabelSelector {
  readonly matchLabels: ReadonlyMap<string, string>
  readonly matchExpressions: readonly LabelRequirement[]
}

export interface ImageUpdateAutomation extends CommonFields {
  readonly kind: 'ImageUpdateAutomation'
  readonly sourceRef?: ObjectRef
  /** `spec.update.path` as written; the root of the repository where absent. */
  readonly path: string
  readonly policySelector: LabelSelector | undefined
  readonly checkoutBranch?: string
  /** `spec.git.checkout.ref` where it is given: branch, tag, semver, commit, name. */
  readonly checkoutRef?: ReadonlyMap<string, string>
  readonly hasGit: boolean
  readonly pushBranch?: string
  readonly author?: { readonly name: string; readonly email: string }
  readonly messageTemplate?: Field<string>
  readonly messageTemplateValues: ReadonlyMap<string, string>
}

/** Reads the `spec` of an ImageUpdateAutomation, of v1alpha1 in the fields that it had. */
export function readImageUpdateAutomation(
  spec: Node | undefined,
  apiVersion: string,
): Omit<ImageUpdateAutomation, keyof CommonFields> {
  if (apiVersion.endsWith('/v1alpha1')) return readFirst(spec)
  const email = textAt(spec, 'git', 'commit', 'author', 'email')
  const selector = field(spec, 'policySelector')
  const checkoutRef = field(spec, 'git', 'checkout', 'ref')
  return {
    kind: 'ImageUpdateAutomation',
    ...optional('sourceRef', objectRef(field(spec, 'sourceRef'))),
    path: textAt(spec, 'update', 'path') ?? '',
    policySelector: selector?.kind === 'mapping' ? labelSelector(selector) : undefined,
    ...optional('checkoutBranch', textAt(spec, 'git', 'checkout', 'ref', 'branch')),
    ...(checkoutRef?.kind === 'mapping' ? { checkoutRef: stringMap(checkoutRef) } : {}),
    hasGit: field(spec, 'git')?.kind === 'mapping',
    ...optional('pushBranch', textAt(spec, 'git', 'push', 'branch')),
    ...optional(
      'author',
      email === undefined
        ? undefined
        : { email, name: textAt(spec, 'git', 'commit', 'author', 'name') ?? '' },
    ),
    ...optional('messageTemplate', stringField(field(spec, 'git', 'commit', 'messageTemplate'))),
    messageTemplateValues: stringMap(field(spec, 'git', 'commit', 'messageTemplateValues')),
  }
}

/** v1alpha1 had `checkout`, `commit` and `push` in `spec` itself. */
function readFirst(spec: Node | undefined): Omit<ImageUpdateAutomation, keyof CommonFields> {
  const branch = textAt(spec, 'checkout', 'branch')
  const email = textAt(spec, 'commit', 'authorEmail')
  return {
    kind: 'ImageUpdateAutomation',
    ...optional('sourceRef', objectRef(field(spec, 'checkout', 'gitRepositoryRef'))),
    path: textAt(spec, 'update', 'path') ?? '',
    policySelector: undefined,
    ...(branch === undefined ? {} : { checkoutBranch: branch, checkoutRef: new Map([['branch', branch]]) }),
    hasGit: field(spec, 'commit')?.kind === 'mapping',
    ...optional('pushBranch', textAt(spec, 'push', 'branch')),
    ...optional(
      'author',
      email === undefined ? undefined : { email, name: textAt(spec, 'commit', 'authorName') ?? '' },
    ),
    ...optional('messageTemplate', stringField(field(spec, 'commit', 'messageTemplate'))),
    messageTemplateValues: new Map(),
  }
}

export function isImageUpdateAutomation(resource: {
  readonly kind: string
}): resource is ImageUpdateAutomation {
  return resource.kind === 'ImageUpdateAutomation'
}

function labelSelector(node: Mapping): LabelSelector {
  const expressions = field(node, 'matchExpressions')
  return {
    matchLabels: stringMap(field(node, 'matchLabels')),
    matchExpressions: (expressions?.kind === 'sequence' ? expressions.items : []).map(item => {
      const values = field(item, 'values')
      return {
        key: textAt(item, 'key') ?? '',
        operator: textAt(item, 'operator') ?? '',
        values: values?.kind === 'sequence' ? strings(values) : [],
      }
    }),
  }
}
