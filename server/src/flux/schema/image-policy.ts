import { duration } from './common.ts'
import type { ObjectSchema, Schema } from './schema.ts'

const order: Schema = {
  type: 'string',
  default: 'asc',
  enum: ['asc', 'desc'],
  description:
    'With `asc` the last in ascending order is the latest: the greatest. With `desc` the smallest.',
}

/** `spec` of an ImagePolicy. */
export const imagePolicy: ObjectSchema = {
  type: 'object',
  description: 'Which repository to select from, and how.',
  rules: [
    {
      rule: "!has(self.interval) || (has(self.digestReflectionPolicy) && self.digestReflectionPolicy == 'Always')",
      from: ['v1beta2', '2.6'],
    },
    {
      rule: "has(self.interval) || !has(self.digestReflectionPolicy) || self.digestReflectionPolicy != 'Always'",
      from: ['v1beta2', '2.6'],
    },
  ],
  fields: {
    imageRepositoryRef: {
      type: 'object',
      required: true,
      description: 'The ImageRepository whose tags are selected from.',
      fields: {
        name: { type: 'string', required: true, description: 'The name of the ImageRepository.' },
        namespace: {
          type: 'string',
          from: ['v1beta1', '0.18'],
          description:
            'Its namespace, where it is another one; the repository must allow it by `accessFrom`.',
        },
      },
    },
    policy: {
      type: 'object',
      required: true,
      description: 'How the latest tag is selected: exactly one of semver, alphabetical and numerical.',
      fields: {
        semver: {
          type: 'object',
          description: 'The highest version in a range.',
          fields: {
            range: {
              type: 'string',
              required: true,
              examples: ["'>=1.0.0'", '1.x'],
              description:
                'The range, such as `>=1.0.0 <2.0.0` or `1.x`. Tags that are no version of three parts are left out.',
            },
          },
        },
        alphabetical: {
          type: 'object',
          description: 'The last tag in the order of its bytes: `1.9` is later than `1.10`.',
          fields: { order },
        },
        numerical: {
          type: 'object',
          description: 'The greatest number. One candidate that is no number fails the whole policy.',
          fields: { order },
        },
      },
    },
    filterTags: {
      type: 'object',
      description: 'Which tags count, and which part of them is compared.',
      fields: {
        pattern: {
          type: 'string',
          description:
            'A regular expression (RE2) that is searched anywhere in a tag; anchor it with `^` and `$`.',
        },
        extract: {
          type: 'string',
          description:
            'What is compared instead of the tag, made from groups of the pattern: `$name` or `$1`.',
        },
      },
    },
    digestReflectionPolicy: {
      type: 'string',
      from: ['v1beta2', '2.6'],
      default: 'Never',
      enum: ['Always', 'IfNotPresent', 'Never'],
      description:
        'Whether the digest of the latest tag is looked up: never, once per tag, or at every interval.',
    },
    interval: {
      type: 'string',
      from: ['v1beta2', '2.6'],
      pattern: duration,
      examples: ['10m', '1h'],
      description:
        'How often the digest is looked up. Only with `digestReflectionPolicy: Always`, and then required.',
    },
    suspend: {
      type: 'boolean',
      from: ['v1beta2', '2.7'],
      description: 'Stops the selection; the latest tag so far stays in use.',
    },
  },
}
