import type { FieldSpec } from './field-spec.ts'
import type { TransformerConfig } from './transformer-config.ts'

/** Where kustomize writes without being told to. Source: kustomize `api/internal/konfig/builtinpluginconsts`. */
export const defaultConfig: TransformerConfig = configOf()

function configOf(): TransformerConfig {
  const everyKind = { group: '', version: '', kind: '' } as const
  const of = (path: string, kinds: string, create = true): readonly FieldSpec[] =>
    kinds.split(' ').map(kind => ({ ...kindOf(kind), path, create }))
  const selectors = [
    ...of('spec/selector', '/v1/Service /v1/ReplicationController'),
    ...of('spec/selector/matchLabels', '//Deployment //ReplicaSet //DaemonSet apps//StatefulSet'),
    ...of('spec/selector/matchLabels', 'batch//Job policy//PodDisruptionBudget', false),
    ...of('spec/jobTemplate/spec/selector/matchLabels', 'batch//CronJob', false),
    ...['podSelector', 'ingress/from/podSelector', 'egress/to/podSelector'].flatMap(selector =>
      of(`spec/${selector}/matchLabels`, 'networking.k8s.io//NetworkPolicy', false),
    ),
    ...podSelectors().flatMap(selector =>
      of(`spec/template/spec/${selector}/matchLabels`, 'apps//Deployment apps//StatefulSet', false),
    ),
  ]
  const templated = '/v1/ReplicationController //Deployment //ReplicaSet //DaemonSet'
  const metadataLabels = [
    { ...everyKind, path: 'metadata/labels', create: true },
    ...of('spec/template/metadata/labels', `${templated} apps//StatefulSet batch//Job`),
    ...of('spec/jobTemplate/metadata/labels', 'batch//CronJob'),
    ...of('spec/jobTemplate/spec/template/metadata/labels', 'batch//CronJob'),
  ]
  const name = [{ ...everyKind, path: 'metadata/name', create: false }]
  return {
    namePrefix: name,
    nameSuffix: name,
    namespace: of('metadata/name', '//Namespace'),
    commonLabels: [
      ...selectors,
      ...metadataLabels,
      ...of('spec/volumeClaimTemplates[]/metadata/labels', 'apps//StatefulSet'),
    ],
    labels: [],
    templateLabels: metadataLabels,
    commonAnnotations: [
      { ...everyKind, path: 'metadata/annotations', create: true },
      ...of('spec/template/metadata/annotations', `${templated} //StatefulSet batch//Job`),
      ...of('spec/jobTemplate/metadata/annotations', 'batch//CronJob'),
      ...of('spec/jobTemplate/spec/template/metadata/annotations', 'batch//CronJob'),
    ],
    replicas: of('spec/replicas', '//Deployment //ReplicationController //ReplicaSet //StatefulSet'),
    nameReference: [
      {
        ...kindOf('/v1/ServiceAccount'),
        referrers: of(
          'subjects',
          'rbac.authorization.k8s.io//RoleBinding rbac.authorization.k8s.io//ClusterRoleBinding',
          false,
        ),
      },
    ],
  }
}

/** Labels of pods that a pod names to be near to, or far from. */
function podSelectors(): readonly string[] {
  const preferred = 'preferredDuringSchedulingIgnoredDuringExecution/podAffinityTerm/labelSelector'
  const required = 'requiredDuringSchedulingIgnoredDuringExecution/labelSelector'
  const affinities = ['podAffinity', 'podAntiAffinity'].flatMap(affinity =>
    [preferred, required].map(rest => `affinity/${affinity}/${rest}`),
  )
  return [...affinities, 'topologySpreadConstraints/labelSelector']
}

/** `group/version/kind`. */
function kindOf(text: string): Pick<FieldSpec, 'group' | 'version' | 'kind'> {
  const [group = '', version = '', kind = ''] = text.split('/')
  return { group, version, kind }
}
