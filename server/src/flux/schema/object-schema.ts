import { type KindName, kinds } from '../resources/kinds.ts'
import type { Fields, ObjectSchema } from './schema.ts'

/** A whole object of a kind: what every object of Kubernetes has, and the kind's `spec`. */
export function objectSchema(kind: KindName): ObjectSchema {
  const { description, spec } = kinds[kind]
  return { type: 'object', description, fields: { ...common, spec: { ...spec, required: true } } }
}

const common: Fields = {
  apiVersion: { type: 'string', description: 'The group of the kind and the version of its definition.' },
  kind: { type: 'string', description: 'What kind of object this is.' },
  metadata: {
    type: 'object',
    required: true,
    open: true,
    description: 'Name, namespace, labels.',
    fields: {
      name: { type: 'string', required: true, description: 'The name, one of its kind in the namespace.' },
      namespace: { type: 'string', description: 'The namespace; a kustomization may set it too.' },
      labels: { type: 'map', description: 'Labels, for selectors.' },
      annotations: { type: 'map', description: 'Notes for programs.' },
    },
  },
  status: {
    type: 'object',
    open: true,
    fields: {},
    description: 'What the controller reports; it is not written by hand.',
  },
}
