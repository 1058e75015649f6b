import type { ImageUpdateAutomation } from '../resources/resources.ts'
import type { MessageData } from './message-data.ts'

/** A commit of two values, to try a template on; by the newest Flux where no other is given. */
export function sampleMessage(automation?: ImageUpdateAutomation, flux?: string): MessageData {
  const values = automation?.messageTemplateValues
  return {
    ...(flux === undefined ? {} : { flux }),
    automationObject: { namespace: automation?.namespace ?? 'apps', name: automation?.name ?? 'main' },
    changes: ['web', 'shop'].map(name => ({
      file: `${name}.yaml`,
      object: { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'apps', name },
      setter: `apps:${name}`,
      old: `ghcr.io/acme/${name}:1.0.0`,
      new: `ghcr.io/acme/${name}:1.1.0`,
    })),
    values: values && values.size > 0 ? Object.fromEntries(values) : null,
  }
}
