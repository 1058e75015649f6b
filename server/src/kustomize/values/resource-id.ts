import { type MapValue, textAt } from './value.ts'

/** What kustomize tells resources apart by. */
export interface ResourceId {
  readonly group: string
  readonly version: string
  readonly kind: string
  readonly name: string
  /** As written; empty where nothing is. */
  readonly namespace: string
  /** The namespace it counts as in: `default` where none is written, `_non_namespaceable_` for cluster-wide kinds. */
  readonly effectiveNamespace: string
}

export function resourceIdOf(body: MapValue): ResourceId {
  const apiVersion = textAt(body, 'apiVersion')
  const kind = textAt(body, 'kind')
  return resourceId(
    apiVersion,
    kind,
    textAt(body, 'metadata', 'name'),
    textAt(body, 'metadata', 'namespace'),
    isClusterScoped(apiVersion, kind),
  )
}

export function resourceId(
  apiVersion: string,
  kind: string,
  name: string,
  namespace: string,
  clusterScoped: boolean,
): ResourceId {
  const slash = apiVersion.indexOf('/')
  const effectiveNamespace = clusterScoped ? '_non_namespaceable_' : namespace === '' ? 'default' : namespace
  return {
    group: slash < 0 ? '' : apiVersion.slice(0, slash),
    version: apiVersion.slice(slash + 1),
    kind,
    name,
    namespace,
    effectiveNamespace,
  }
}

/** One text for two ids that kustomize takes as the same. */
export function idKey(id: ResourceId): string {
  return [id.group, id.version, id.kind, id.effectiveNamespace, id.name].join('\n')
}

/** `ImagePolicy.v1.image.toolkit.fluxcd.io/web.apps`, as kustomize names a resource in its errors. */
export function formatId(id: ResourceId): string {
  return `${formatGvk(id)}/${id.name || '[noName]'}.${id.namespace || '[noNs]'}`
}

/** `ImagePolicy.v1.image.toolkit.fluxcd.io`, in the same way. */
export function formatGvk({ kind, version, group }: Pick<ResourceId, 'group' | 'version' | 'kind'>): string {
  return `${kind || '[noKind]'}.${version || '[noVer]'}.${group || '[noGrp]'}`
}

/** Whether kustomize knows a kind to be cluster-wide: only those of Kubernetes' own API, never a custom one. */
export function isClusterScoped(apiVersion: string, kind: string): boolean {
  return clusterScoped.get(kind)?.includes(apiVersion) ?? false
}

/** Source: kyaml `openapi.precomputedIsNamespaceScoped`. */
const clusterScoped: ReadonlyMap<string, readonly string[]> = new Map([
  ['APIService', versions('apiregistration.k8s.io', 'v1', 'v1beta1')],
  ['CSIDriver', versions('storage.k8s.io', 'v1', 'v1beta1')],
  ['CSINode', versions('storage.k8s.io', 'v1', 'v1beta1')],
  ['CertificateSigningRequest', versions('certificates.k8s.io', 'v1', 'v1beta1')],
  ['ClusterRole', versions('rbac.authorization.k8s.io', 'v1', 'v1beta1')],
  ['ClusterRoleBinding', versions('rbac.authorization.k8s.io', 'v1', 'v1beta1')],
  ['ComponentStatus', ['v1']],
  ['CustomResourceDefinition', versions('apiextensions.k8s.io', 'v1', 'v1beta1')],
  ['FlowSchema', versions('flowcontrol.apiserver.k8s.io', 'v1beta1')],
  ['IngressClass', versions('networking.k8s.io', 'v1', 'v1beta1')],
  ['MutatingWebhookConfiguration', versions('admissionregistration.k8s.io', 'v1', 'v1beta1')],
  ['Namespace', ['v1']],
  ['Node', ['v1']],
  ['NodeProxyOptions', ['v1']],
  ['PersistentVolume', ['v1']],
  ['PodSecurityPolicy', versions('policy', 'v1beta1')],
  ['PriorityClass', versions('scheduling.k8s.io', 'v1', 'v1beta1')],
  ['PriorityLevelConfiguration', versions('flowcontrol.apiserver.k8s.io', 'v1beta1')],
  ['RuntimeClass', versions('node.k8s.io', 'v1', 'v1beta1')],
  ['StorageClass', versions('storage.k8s.io', 'v1', 'v1beta1')],
  ['ValidatingWebhookConfiguration', versions('admissionregistration.k8s.io', 'v1', 'v1beta1')],
  ['VolumeAttachment', versions('storage.k8s.io', 'v1', 'v1beta1')],
])

function versions(group: string, ...list: readonly string[]): readonly string[] {
  return list.map(version => `${group}/${version}`)
}
