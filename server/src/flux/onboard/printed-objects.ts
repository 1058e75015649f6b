import { automationKind, policyKind, repositoryKind } from '../resources/kinds.ts'
import type { ProposedPolicy } from './scheme/recognised.ts'

/** What the objects of an onboarding say. Absent fields are left out. */
export interface RepositoryFields {
  readonly apiVersion: string
  readonly name: string
  readonly namespace?: string
  readonly image: string
  readonly interval: string
  readonly provider?: string
  readonly secretRef?: string
  readonly certSecretRef?: string
  readonly serviceAccountName?: string
  readonly insecure?: boolean
  readonly exclusionList?: readonly string[]
}

export interface PolicyFields {
  readonly apiVersion: string
  readonly name: string
  readonly namespace?: string
  readonly labels: ReadonlyMap<string, string>
  readonly repository: { readonly name: string; readonly namespace?: string }
  readonly proposal: ProposedPolicy
  readonly reflectsDigest: boolean
}

export interface AutomationFields {
  readonly apiVersion: string
  readonly name: string
  readonly namespace?: string
  readonly source: { readonly name: string; readonly namespace?: string }
  readonly branch: string
  readonly pushBranch: string
  readonly author: { readonly name: string; readonly email: string }
  readonly path: string
}

/** An ImageRepository as people write it. */
export function printedRepository(fields: RepositoryFields): string {
  const {
    image,
    interval,
    provider,
    secretRef,
    certSecretRef,
    serviceAccountName,
    insecure,
    exclusionList = [],
  } = fields
  return lines(
    ...head(repositoryKind, fields),
    'spec:',
    `  image: ${plain(image)}`,
    `  interval: ${interval}`,
    ...(provider === undefined || provider === 'generic' ? [] : [`  provider: ${provider}`]),
    ...(secretRef === undefined ? [] : ['  secretRef:', `    name: ${plain(secretRef)}`]),
    ...(certSecretRef === undefined ? [] : ['  certSecretRef:', `    name: ${plain(certSecretRef)}`]),
    ...(serviceAccountName === undefined ? [] : [`  serviceAccountName: ${plain(serviceAccountName)}`]),
    ...(insecure ? ['  insecure: true'] : []),
    ...(exclusionList.length === 0
      ? []
      : ['  exclusionList:', ...exclusionList.map(one => `    - ${quoted(one)}`)]),
  )
}

/** An ImagePolicy as people write it. */
export function printedPolicy({
  labels,
  repository,
  proposal,
  reflectsDigest,
  ...fields
}: PolicyFields): string {
  const { filterTags, policy } = proposal
  const { semver, alphabetical, numerical } = policy
  return lines(
    ...head(policyKind, fields, labels),
    'spec:',
    '  imageRepositoryRef:',
    `    name: ${plain(repository.name)}`,
    ...(repository.namespace === undefined ? [] : [`    namespace: ${plain(repository.namespace)}`]),
    ...(filterTags
      ? [
          '  filterTags:',
          `    pattern: ${quoted(filterTags.pattern)}`,
          ...(filterTags.extract === undefined ? [] : [`    extract: ${quoted(filterTags.extract)}`]),
        ]
      : []),
    '  policy:',
    ...(semver ? ['    semver:', `      range: ${quoted(semver.range)}`] : []),
    ...(alphabetical ? ['    alphabetical:', `      order: ${alphabetical.order ?? 'asc'}`] : []),
    ...(numerical ? ['    numerical:', `      order: ${numerical.order ?? 'asc'}`] : []),
    ...(reflectsDigest ? ['  digestReflectionPolicy: IfNotPresent'] : []),
  )
}

/** An ImageUpdateAutomation as people write it. */
export function printedAutomation(fields: AutomationFields): string {
  const { source, branch, pushBranch, author, path } = fields
  return lines(
    ...head(automationKind, fields),
    'spec:',
    '  interval: 30m',
    '  sourceRef:',
    '    kind: GitRepository',
    `    name: ${plain(source.name)}`,
    ...(source.namespace === undefined ? [] : [`    namespace: ${plain(source.namespace)}`]),
    '  git:',
    '    checkout:',
    '      ref:',
    `        branch: ${plain(branch)}`,
    '    commit:',
    '      author:',
    `        name: ${plain(author.name)}`,
    `        email: ${plain(author.email)}`,
    '      messageTemplate: |',
    '        Update images',
    '',
    '        {{ range .Changed.Changes -}}',
    '        - {{ .OldValue }} -> {{ .NewValue }}',
    '        {{ end -}}',
    '    push:',
    `      branch: ${plain(pushBranch)}`,
    '  update:',
    `    path: ${plain(path)}`,
    '    strategy: Setters',
  )
}

function head(
  kind: string,
  {
    apiVersion,
    name,
    namespace,
  }: { readonly apiVersion: string; readonly name: string; readonly namespace?: string },
  labels: ReadonlyMap<string, string> = new Map(),
): readonly string[] {
  return [
    `apiVersion: ${apiVersion}`,
    `kind: ${kind}`,
    'metadata:',
    `  name: ${plain(name)}`,
    ...(namespace === undefined ? [] : [`  namespace: ${plain(namespace)}`]),
    ...(labels.size === 0
      ? []
      : ['  labels:', ...[...labels].map(([key, value]) => `    ${plain(key)}: ${plain(value)}`)]),
  ]
}

function lines(...all: readonly string[]): string {
  return `${all.join('\n')}\n`
}

/** A plain scalar where YAML reads it as that string, else a quoted one. */
function plain(text: string): string {
  const isPlain =
    /^[A-Za-z./][\w./@:-]*$/.test(text) && !/:$|^(?:true|false|yes|no|on|off|null|y|n|~)$/i.test(text)
  return isPlain ? text : quoted(text)
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}
