/** A kind in its parts; empty ones stand for any. */
interface Kind {
  readonly group: string
  readonly version: string
  readonly kind: string
}

/** The order of kinds in kustomize (kyaml `Gvk.IsLessThan`): those that others need first, webhooks last. */
export function byKind(a: Kind, b: Kind): number {
  const difference = rank(a.kind) - rank(b.kind)
  if (difference !== 0) return difference
  const [first, second] = [sortText(a), sortText(b)]
  return first < second ? -1 : first > second ? 1 : 0
}

function rank(kind: string): number {
  const first = orderFirst.indexOf(kind)
  return first >= 0 ? first - orderFirst.length : orderLast.indexOf(kind) + 1
}

function sortText({ group, version, kind }: Kind): string {
  return [group || '~G', version || '~V', kind || '~K'].join('_')
}

const orderFirst: readonly string[] = [
  'Namespace',
  'ResourceQuota',
  'StorageClass',
  'CustomResourceDefinition',
  'ServiceAccount',
  'PodSecurityPolicy',
  'Role',
  'ClusterRole',
  'RoleBinding',
  'ClusterRoleBinding',
  'ConfigMap',
  'Secret',
  'Endpoints',
  'Service',
  'LimitRange',
  'PriorityClass',
  'PersistentVolume',
  'PersistentVolumeClaim',
  'Deployment',
  'StatefulSet',
  'CronJob',
  'PodDisruptionBudget',
]

const orderLast: readonly string[] = ['MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration']
