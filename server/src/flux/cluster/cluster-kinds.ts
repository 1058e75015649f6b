import { automationKind, imageGroup, policyKind, repositoryKind } from '../resources/kinds.ts'

/** A kind of object that is read from a cluster. Never a Secret. */
export interface AskedKind {
  readonly kind: string
  /** As `kubectl get` takes it: `imagepolicies.image.toolkit.fluxcd.io`. */
  readonly resource: string
  /** `--selector`, where not every object of the kind is wanted. */
  readonly selector?: string
}

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
]
