import { automationKind, policyKind, repositoryKind } from '../resources/kinds.ts'

/**
 * The reason of a condition that is not as it should be, in plain words with what to do; undefined for a reason that is
 * not known here. Reasons are those of the controllers (`api/v1/condition_types.go` of image-reflector-controller,
 * image-automation-controller, source-controller, kustomize-controller, and fluxcd/pkg `apis/meta`).
 */
export function reasonWords(
  kind: string,
  { reason, message }: { readonly reason: string; readonly message: string },
): string | undefined {
  const row = rows.find(
    one => one.reason === reason && (one.kind ?? kind) === kind && (one.message?.test(message) ?? true),
  )
  return row && `${row.means} ${row.remedy}`
}

interface Row {
  readonly reason: string
  /** Of this kind alone. */
  readonly kind?: string
  /** Only where the controller's message has this. */
  readonly message?: RegExp
  readonly means: string
  readonly remedy: string
}

/** The first that fits counts. */
const rows: readonly Row[] = [
  {
    reason: 'AuthenticationFailed',
    kind: repositoryKind,
    means: 'The controller could not set up its login to the registry.',
    remedy:
      'Check that the Secret of spec.secretRef is in the same namespace and of type kubernetes.io/dockerconfigjson, or that spec.provider fits the registry and the controller has the cloud’s identity.',
  },
  {
    reason: 'AuthenticationFailed',
    means: 'The Git server does not take the login.',
    remedy:
      'Check the Secret of spec.secretRef: a deploy key or a token that may read, and write for an automation.',
  },
  {
    reason: 'ReadOperationFailed',
    message: /UNAUTHORIZED|DENIED|401|403/,
    means: 'The registry refuses to list the tags for this login.',
    remedy:
      'Check spec.secretRef: the host of the docker config must be that of spec.image, and the login may pull it.',
  },
  {
    reason: 'ReadOperationFailed',
    message: /NAME_UNKNOWN|NAME_INVALID|404/,
    means: 'The registry has no such image, or hides it from this login.',
    remedy: 'Check spec.image and spec.secretRef.',
  },
  {
    reason: 'ReadOperationFailed',
    message: /TOOMANYREQUESTS|429/,
    means: 'The registry takes no more requests for now.',
    remedy: 'Make spec.interval longer, or log in.',
  },
  {
    reason: 'ReadOperationFailed',
    message: /deadline exceeded|timeout|Timeout/,
    means: 'The registry did not answer within spec.timeout, which is spec.interval by default.',
    remedy: 'Make spec.timeout longer, or leave tags out with spec.exclusionList.',
  },
  {
    reason: 'ReadOperationFailed',
    message: /x509|certificate|tls:/,
    means: 'The certificate of the registry cannot be verified from the cluster.',
    remedy: 'Add its CA with spec.certSecretRef.',
  },
  {
    reason: 'ReadOperationFailed',
    message: /no such host|connection refused|no route|EOF|reset/,
    means: 'The registry cannot be reached from the cluster.',
    remedy: 'Check its name, the cluster’s DNS and network policies, and spec.proxySecretRef.',
  },
  {
    reason: 'ReadOperationFailed',
    message: /failed to compile regex/,
    means: 'A pattern of spec.exclusionList is no regular expression of Go.',
    remedy: 'Correct it.',
  },
  {
    reason: 'ReadOperationFailed',
    means: 'The tags could not be listed.',
    remedy: 'The message says why.',
  },
  {
    reason: 'ImageURLInvalid',
    means: 'spec.image is no image name that Flux takes.',
    remedy: 'Write it without https://, tag and digest, in lower case.',
  },
  {
    reason: 'DependencyNotReady',
    kind: policyKind,
    message: /no tags in database/,
    means: 'The ImageRepository has no tags yet: it was not scanned, or every tag is excluded.',
    remedy: 'See its own row.',
  },
  {
    reason: 'DependencyNotReady',
    kind: policyKind,
    message: /does not exist/,
    means: 'The ImageRepository that the policy refers to is not in the cluster.',
    remedy: 'Check spec.imageRepositoryRef, and that the ImageRepository is applied.',
  },
  {
    reason: 'DependencyNotReady',
    kind: policyKind,
    means: 'The ImageRepository that the policy refers to is not ready.',
    remedy: 'See its own row.',
  },
  {
    reason: 'DependencyNotReady',
    kind: automationKind,
    means: 'What the automation needs is not ready.',
    remedy: 'See the rows of its policies and its GitRepository.',
  },
  {
    reason: 'DependencyNotReady',
    means: 'What spec.dependsOn names is not ready.',
    remedy: 'See those objects first.',
  },
  {
    reason: 'AccessDenied',
    kind: policyKind,
    means: 'The policy may not use an ImageRepository of another namespace.',
    remedy:
      'Add spec.accessFrom to the ImageRepository, or put both into one namespace; with --no-cross-namespace-refs only the latter helps.',
  },
  {
    reason: 'AccessDenied',
    means: 'References to another namespace are blocked by the controller’s flag --no-cross-namespace-refs.',
    remedy: 'Give the namespace a GitRepository of its own.',
  },
  {
    reason: 'InvalidPolicy',
    means: 'The policy itself is not valid: its range, its pattern or its kind.',
    remedy: 'Correct spec.policy and spec.filterTags; fluxmark check shows where.',
  },
  {
    reason: 'GitOperationFailed',
    kind: automationKind,
    message: /auth|permission|denied|403|401|read[- ]?only|deploy key/i,
    means: 'The Git server refuses the push or the clone.',
    remedy:
      'The Secret of the GitRepository must allow to write: a deploy key with write access, or a token with it; check protected branches.',
  },
  {
    reason: 'GitOperationFailed',
    kind: automationKind,
    message: /push spec not provided/,
    means: 'Nothing names a branch to push to.',
    remedy: 'Add spec.git.push.branch, or spec.git.checkout.ref.branch.',
  },
  {
    reason: 'GitOperationFailed',
    kind: automationKind,
    means: 'The repository could not be cloned, or the commit not be pushed.',
    remedy: 'The message says why; the next run tries again.',
  },
  {
    reason: 'GitOperationFailed',
    means: 'The repository could not be fetched.',
    remedy:
      'Check spec.url, spec.ref, the Secret of spec.secretRef, and whether the cluster reaches the Git server.',
  },
  {
    reason: 'SourceManagerFailed',
    means: 'The GitRepository of the automation could not be had or used.',
    remedy: 'Check spec.sourceRef, and the row of the GitRepository.',
  },
  {
    reason: 'UpdateFailed',
    means: 'The files could not be updated.',
    remedy:
      'Check that spec.update.path is in the repository on that branch; fluxmark simulate shows what would be written.',
  },
  {
    reason: 'InvalidUpdateStrategy',
    means: 'spec.update.strategy is none that Flux has.',
    remedy: 'Write Setters.',
  },
  {
    reason: 'InvalidPolicySelector',
    means: 'spec.policySelector is no valid selector.',
    remedy: 'Correct it.',
  },
  {
    reason: 'InvalidSourceConfiguration',
    means: 'spec.sourceRef is no GitRepository, or spec.git is missing.',
    remedy: 'Correct them.',
  },
  {
    reason: 'RemovedTemplateField',
    means: 'The message template uses a field that Flux 2.7 removed (.Updated, .Changed.ImageResult).',
    remedy: 'Use .Changed; fluxmark check offers the fix.',
  },
  {
    reason: 'FeatureGateDisabled',
    means: 'The object needs a feature gate that the controller does not have on.',
    remedy: 'Add the feature gate to the controller’s flags, or leave the field out.',
  },
  {
    reason: 'BuildFailed',
    means: 'The kustomization could not be built from the commit.',
    remedy: 'The message says where; what was applied before stays.',
  },
  {
    reason: 'ArtifactFailed',
    means: 'The source has no artifact to apply from.',
    remedy: 'See the row of the GitRepository.',
  },
  {
    reason: 'HealthCheckFailed',
    means: 'It was applied, and what it brought did not become healthy.',
    remedy: 'The message names the objects.',
  },
  {
    reason: 'ReconciliationFailed',
    kind: 'Kustomization',
    means: 'The commit could not be applied.',
    remedy: 'The message says why; what was applied before stays.',
  },
  {
    reason: 'PruneFailed',
    means: 'What the files no longer have could not be removed.',
    remedy: 'The message says why.',
  },
  {
    reason: 'Suspended',
    means: 'It is suspended.',
    remedy: 'flux resume goes on.',
  },
  {
    reason: 'ProgressingWithRetry',
    means: 'The last run failed, and it is being tried again.',
    remedy: 'The message says why.',
  },
  {
    reason: 'Progressing',
    means: 'It is being reconciled for the first time, or after a change.',
    remedy: 'Look again in a moment.',
  },
]
