import { duration, namedRef } from './common.ts'
import type { ObjectSchema } from './schema.ts'

/** `spec` of an ImageRepository. */
export const imageRepository: ObjectSchema = {
  type: 'object',
  description: 'Which image to scan, how often, and with whose login.',
  fields: {
    image: {
      type: 'string',
      required: true,
      past: [{ before: '2.4', required: undefined }],
      description: 'The image whose tags are listed: host and path, without scheme and without tag.',
    },
    interval: {
      type: 'string',
      required: true,
      pattern: duration,
      past: [
        { before: 'v1beta1', pattern: undefined },
        { before: '0.35', pattern: undefined },
        { before: '2.4', required: undefined },
      ],
      examples: ['5m', '1h'],
      description: 'How often the tags are listed, such as `5m` or `1h30m`.',
    },
    timeout: {
      type: 'string',
      pattern: '^([0-9]+(\\.[0-9]+)?(ms|s|m))+$',
      past: [
        { before: 'v1beta1', pattern: undefined },
        { before: '0.35', pattern: undefined },
      ],
      examples: ['60s', '5m'],
      description:
        'How long one scan may take, in minutes at most (`h` is not allowed). Default: the interval.',
    },
    suspend: {
      type: 'boolean',
      description: 'Stops further scans; what was found stays in use.',
    },
    exclusionList: {
      type: 'array',
      from: ['v1beta1', '0.31'],
      default: ['^.*\\.sig$'],
      maxItems: 25,
      past: [{ before: 'v1beta2', default: undefined, maxItems: undefined }],
      items: {
        type: 'string',
        description: 'A regular expression (RE2) that is searched anywhere in a tag.',
      },
      description: 'Tags that match one of these regular expressions are never seen. Replaces the default.',
    },
    provider: {
      type: 'string',
      from: ['v1beta2'],
      default: 'generic',
      enum: ['generic', 'aws', 'azure', 'gcp'],
      description:
        'Where the login comes from: a secret (`generic`) or the cloud that the controller runs in.',
    },
    secretRef: namedRef('A Secret of type dockerconfigjson in the same namespace, with the login.'),
    serviceAccountName: {
      type: 'string',
      from: ['v1beta1', '0.30'],
      maxLength: 253,
      past: [{ before: '0.35', maxLength: undefined }],
      description: 'A ServiceAccount in the same namespace whose image pull secrets hold the login.',
    },
    certSecretRef: namedRef('A Secret with a client certificate, or with an authority to trust.'),
    proxySecretRef: {
      ...namedRef('A Secret with the address of a proxy, and its login.'),
      from: ['v1beta2', '2.4'],
    },
    insecure: {
      type: 'boolean',
      from: ['v1beta2', '2.2'],
      description: 'Allows plain HTTP.',
    },
    accessFrom: {
      type: 'object',
      from: ['v1beta1', '0.18'],
      description: 'Which other namespaces may refer to this repository. Without it: none.',
      fields: {
        namespaceSelectors: {
          type: 'array',
          required: true,
          past: [{ before: '0.26', required: undefined }],
          description: 'A namespace that one of these selects has access.',
          items: {
            type: 'object',
            description: 'Selects namespaces by their labels.',
            fields: {
              matchLabels: {
                type: 'map',
                description: 'Labels that the namespace must all have. Empty: every namespace.',
              },
            },
          },
        },
      },
    },
  },
}
