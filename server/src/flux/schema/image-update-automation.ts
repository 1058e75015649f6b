import { duration, namedRef } from './common.ts'
import type { ObjectSchema, Schema } from './schema.ts'

const messageTemplate: Schema = {
  type: 'string',
  description: 'The commit message as a Go template over `.AutomationObject`, `.Changed` and `.Values`.',
}

/** `spec` of an ImageUpdateAutomation. */
export const imageUpdateAutomation: ObjectSchema = {
  type: 'object',
  description: 'Which repository to update, where in it, and how to commit.',
  fields: {
    sourceRef: {
      type: 'object',
      required: true,
      from: ['v1alpha2'],
      description: 'The GitRepository that is updated.',
      fields: {
        kind: {
          type: 'string',
          required: true,
          default: 'GitRepository',
          enum: ['GitRepository'],
          description: 'Only a GitRepository can be written to.',
        },
        name: { type: 'string', required: true, description: 'The name of the GitRepository.' },
        namespace: {
          type: 'string',
          from: ['v1beta1', '0.26'],
          description: 'Its namespace, where it is another one than the automation’s.',
        },
        apiVersion: { type: 'string', description: 'The API version of the GitRepository.' },
      },
    },
    git: {
      type: 'object',
      from: ['v1alpha2'],
      description: 'What is checked out, how it is committed, where it is pushed.',
      fields: {
        checkout: {
          type: 'object',
          description: 'What is checked out. Default: the reference of the GitRepository.',
          fields: {
            ref: {
              type: 'object',
              required: true,
              description:
                'One of these; where several are given: commit, name, tag, semver, branch, in this order.',
              fields: {
                branch: {
                  type: 'string',
                  past: [{ before: '0.22', default: 'master' }],
                  examples: ['main'],
                  description: 'The branch to check out.',
                },
                tag: { type: 'string', description: 'The tag to check out. `push.branch` is then required.' },
                semver: {
                  type: 'string',
                  description:
                    'A range; the highest tag in it is checked out. `push.branch` is then required.',
                },
                name: {
                  type: 'string',
                  from: ['v1beta1', '0.40'],
                  description:
                    'A whole reference, such as `refs/heads/main`. `push.branch` is then required.',
                },
                commit: {
                  type: 'string',
                  description: 'The commit to check out. `push.branch` is then required.',
                },
              },
            },
          },
        },
        commit: {
          type: 'object',
          required: true,
          description: 'Author, message and signature of the commits.',
          fields: {
            author: {
              type: 'object',
              required: true,
              description: 'Whose name stands on the commits.',
              fields: {
                email: { type: 'string', required: true, description: 'The e-mail address of the author.' },
                name: { type: 'string', description: 'The name of the author.' },
              },
            },
            messageTemplate,
            messageTemplateValues: {
              type: 'map',
              from: ['v1beta2', '2.5'],
              description: 'Values that the template reads as `.Values.NAME`.',
            },
            signingKey: signingKey(),
          },
        },
        push: {
          type: 'object',
          description: 'Where commits go. Default: the branch that was checked out.',
          fields: {
            branch: {
              type: 'string',
              past: [{ before: '2.1', required: true }],
              examples: ['flux-image-updates'],
              description: 'The branch to push to; it is made where it does not exist.',
            },
            refspec: {
              type: 'string',
              from: ['v1beta1', '2.1'],
              description: 'A further push, such as `refs/heads/main:refs/heads/auto`.',
            },
            options: {
              type: 'map',
              from: ['v1beta1', '2.1'],
              description: 'Push options for the Git server.',
            },
          },
        },
      },
    },
    interval: {
      type: 'string',
      required: true,
      pattern: duration,
      past: [
        { before: 'v1beta1', pattern: undefined },
        { before: '0.35', pattern: undefined },
      ],
      examples: ['30m', '5m'],
      description: 'How often the automation runs where nothing else sets it off.',
    },
    policySelector: {
      type: 'object',
      from: ['v1beta2'],
      description:
        'Which ImagePolicies of the automation’s namespace count, by their labels. Without it: all.',
      fields: {
        matchLabels: { type: 'map', description: 'Labels that a policy must all have.' },
        matchExpressions: {
          type: 'array',
          description: 'Conditions on labels that a policy must all meet.',
          items: {
            type: 'object',
            description: 'One condition.',
            fields: {
              key: { type: 'string', required: true, description: 'The label.' },
              operator: {
                type: 'string',
                required: true,
                description: '`In`, `NotIn`, `Exists` or `DoesNotExist`.',
              },
              values: {
                type: 'array',
                items: { type: 'string', description: 'A value.' },
                description: 'The values for `In` and `NotIn`.',
              },
            },
          },
        },
      },
    },
    update: {
      type: 'object',
      default: { strategy: 'Setters' },
      description: 'Where and how files are changed.',
      fields: {
        path: {
          type: 'string',
          from: ['0.10'],
          description: 'The one folder whose files are updated, from the root of the repository.',
        },
        strategy: {
          type: 'string',
          default: 'Setters',
          enum: ['Setters'],
          past: [{ before: '2.7', required: true }],
          description: 'How files are changed: at their markers.',
        },
      },
    },
    suspend: { type: 'boolean', description: 'Stops the automation.' },
    checkout: {
      type: 'object',
      required: true,
      until: 'v1alpha1',
      description: 'What is checked out (today `sourceRef` and `git.checkout`).',
      fields: {
        branch: { type: 'string', required: true, description: 'The branch to check out.' },
        gitRepositoryRef: {
          ...namedRef('The GitRepository that is updated (today `sourceRef`).'),
          required: true,
        },
      },
    },
    commit: {
      type: 'object',
      required: true,
      until: 'v1alpha1',
      description: 'How it is committed (today `git.commit`).',
      fields: {
        authorName: { type: 'string', required: true, description: 'The name of the author.' },
        authorEmail: { type: 'string', required: true, description: 'The e-mail address of the author.' },
        messageTemplate,
        signingKey: { ...signingKey(), from: ['0.12'] },
      },
    },
    push: {
      type: 'object',
      from: ['0.10'],
      until: 'v1alpha1',
      description: 'Where commits go (today `git.push`).',
      fields: { branch: { type: 'string', required: true, description: 'The branch to push to.' } },
    },
  },
}

function signingKey(): ObjectSchema {
  return {
    type: 'object',
    description: 'The key that signs the commits.',
    fields: {
      secretRef: {
        ...namedRef('A Secret in the automation’s namespace with the key.'),
        required: true,
        past: [{ before: '2.4', required: undefined }],
      },
      type: {
        type: 'string',
        from: ['v1', '2.9'],
        enum: ['gpg', 'ssh'],
        description: 'The kind of key. Default: `gpg`.',
      },
    },
  }
}
