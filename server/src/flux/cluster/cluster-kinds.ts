import { automationKind, imageGroup, policyKind, repositoryKind } from '../resources/kinds.ts'

/** A kind of object that is read from a cluster. Never a Secret. */
export interface AskedKind {
  readonly kind: string
  /** As `kubectl get` takes it: `imagepolicies.image.toolkit.fluxcd.io`. */
  readonly resource: string
  /** `--selector`, where not every object of the kind is wanted. */
  readonly selector?: string
  /** `--field-selector`, for the same. */
  readonly fields?: string
  /** What is told besides: where this user may not list it, nothing else is less known. */
  readonly isBesides?: true
}

/** Of flux-operator: what scans registries and forges, and exports what it finds to ResourceSets. */
export const inputProviderKind = 'ResourceSetInputProvider'

export const eventKind = 'Event'

/** What is read from a cluster, what matters most first. */
export const askedKinds: readonly AskedKind[] = [
  { kind: policyKind, resource: `imagepolicies.${imageGroup}` },
  { kind: repositoryKind, resource: `imagerepositories.${imageGroup}` },
  { kind: automationKind, resource: `imageupdateautomations.${imageGroup}` },
  { kind: 'Kustomization', resource: 'kustomizations.kustomize.toolkit.fluxcd.io' },
  { kind: 'GitRepository', resource: 'gitrepositories.source.toolkit.fluxcd.io' },
  // The label that all controllers of Flux have, by bootstrap, by flux-operator and by the Helm chart.
  { kind: 'Deployment', resource: 'deployments.apps', selector: 'control-plane=controller' },
  { kind: 'Alert', resource: 'alerts.notification.toolkit.fluxcd.io' },
  { kind: 'Provider', resource: 'providers.notification.toolkit.fluxcd.io' },
  { kind: inputProviderKind, resource: 'resourcesetinputproviders.fluxcd.controlplane.io', isBesides: true },
  // Those of Pods are most of them, and about what runs rather than about what is applied.
  { kind: eventKind, resource: 'events', fields: 'type=Warning,involvedObject.kind!=Pod', isBesides: true },
]
