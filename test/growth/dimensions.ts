import { kustomizeDimensions } from './kustomize-dimensions.ts'
import { type Dimension, looked } from './looked.ts'
import { automationOf, mapOf, markerOf, policyOf, repeat, repositoryOf } from './resources.ts'
import { tagDimensions } from './tag-dimensions.ts'

/** Every kind of input that there may be much of. */
export function dimensions(): readonly Dimension[] {
  return [
    {
      name: 'equal policies × their markers',
      base: 100,
      prepare: size =>
        looked(
          {
            'p.yaml': repositoryOf('web') + repeat(size, () => policyOf('web')),
            'm.yaml': repeat(size, i => `a${i}:\n  ${markerOf('web')}`),
          },
          'm.yaml',
        ),
    },
    {
      name: 'policies, each with a marker',
      base: 200,
      prepare: size =>
        looked(
          {
            'p.yaml': repositoryOf('web') + repeat(size, i => policyOf(`p${i}`)),
            'm.yaml': repeat(size, i => `a${i}:\n  ${markerOf(`p${i}`)}`),
          },
          'm.yaml',
        ),
    },
    {
      name: 'policies, looked at',
      base: 200,
      prepare: size =>
        looked({ 'p.yaml': repositoryOf('web') + repeat(size, i => policyOf(`p${i}`)) }, 'p.yaml'),
    },
    {
      name: 'policies without a marker, each with an image in a file of its own',
      base: 200,
      prepare: size =>
        looked(
          {
            'p.yaml': repeat(
              size,
              i => repositoryOf(`r${i}`) + policyOf(`p${i}`).replace('{name: web}', `{name: r${i}}`),
            ),
            ...Object.fromEntries(
              Array.from({ length: size }, (_, i) => [
                `apps/a${i}.yaml`,
                `image: ghcr.io/acme/r${i}:1.0.0\n`,
              ]),
            ),
          },
          'p.yaml',
        ),
    },
    {
      name: 'repositories, looked at',
      base: 200,
      prepare: size => looked({ 'r.yaml': repeat(size, i => repositoryOf(`r${i}`)) }, 'r.yaml'),
    },
    {
      name: 'markers',
      base: 500,
      prepare: size =>
        looked(
          {
            'p.yaml': repositoryOf('web') + policyOf('web'),
            'm.yaml': repeat(size, i => `a${i}:\n  ${markerOf('web')}`),
          },
          'm.yaml',
        ),
    },
    {
      name: 'markers without a policy',
      base: 500,
      prepare: size => looked({ 'm.yaml': repeat(size, i => `a${i}:\n  ${markerOf(`x${i}`)}`) }, 'm.yaml'),
    },
    {
      name: 'files with a marker',
      base: 300,
      prepare: size =>
        looked(
          {
            'p.yaml': repositoryOf('web') + policyOf('web'),
            ...Object.fromEntries(Array.from({ length: size }, (_, i) => [`d/m${i}.yaml`, markerOf('web')])),
          },
          'p.yaml',
        ),
    },
    {
      name: 'documents of a file',
      base: 4000,
      prepare: size => looked({ 'd.yaml': repeat(size, mapOf) }, 'd.yaml'),
    },
    {
      name: 'empty documents of a file',
      base: 15000,
      prepare: size =>
        looked({ 'd.yaml': `${repeat(size, () => '---\na: 1\n')}${markerOf('web')}` }, 'd.yaml'),
    },
    {
      name: 'automations, looked at',
      base: 300,
      prepare: size => looked({ 'a.yaml': repeat(size, i => automationOf(`a${i}`)) }, 'a.yaml'),
    },
    {
      name: 'automations × markers',
      base: 300,
      prepare: size =>
        looked(
          {
            'a.yaml': repeat(size, i => automationOf(`a${i}`)),
            'p.yaml': repositoryOf('web') + policyOf('web'),
            'clusters/m.yaml': repeat(size, i => `a${i}:\n  ${markerOf('web')}`),
          },
          'clusters/m.yaml',
        ),
    },
    {
      name: 'length of a range of versions',
      base: 4000,
      prepare: size =>
        looked(
          {
            'p.yaml':
              repositoryOf('web') + policyOf('web', `semver: {range: '${'1.0 - 2.0 || '.repeat(size)}1.x'}`),
          },
          'p.yaml',
        ),
    },
    {
      name: 'spaces in a range of versions',
      base: 4000,
      prepare: size =>
        looked(
          { 'p.yaml': repositoryOf('web') + policyOf('web', `semver: {range: '1.0 ${' '.repeat(size)}x'}`) },
          'p.yaml',
        ),
    },
    {
      name: 'hyphens in a range of versions',
      base: 4000,
      prepare: size =>
        looked(
          { 'p.yaml': repositoryOf('web') + policyOf('web', `semver: {range: '1${' - 1'.repeat(size)}'}`) },
          'p.yaml',
        ),
    },
    {
      name: 'length of a message template',
      base: 2000,
      prepare: size =>
        looked({ 'a.yaml': automationOf('a', '{{.AutomationObject}} x '.repeat(size)) }, 'a.yaml'),
    },
    {
      name: 'depth of a message template',
      base: 100,
      prepare: size =>
        looked(
          { 'a.yaml': automationOf('a', `${'{{if true}}'.repeat(size)}x${'{{end}}'.repeat(size)}`) },
          'a.yaml',
        ),
    },
    {
      name: 'one scalar, without end',
      base: 200_000,
      prepare: size =>
        looked({ 'm.yaml': `a: ${'x'.repeat(size)} # {"$imagepolicy": "apps:web"}\n` }, 'm.yaml'),
    },
    {
      name: 'comments',
      base: 5000,
      prepare: size =>
        looked({ 'm.yaml': `${repeat(size, () => '# {"$imagepolicy: "apps:web"}\n')}a: b\n` }, 'm.yaml'),
    },
    {
      name: 'list items',
      base: 5000,
      prepare: size => looked({ 'm.yaml': `a:\n${repeat(size, () => '- b\n')}${markerOf('web')}` }, 'm.yaml'),
    },
    {
      name: 'markers without a space before them',
      base: 1000,
      prepare: size =>
        looked({ 'm.yaml': repeat(size, i => `a${i}: 'b'# {"$imagepolicy": "apps:x"}\n`) }, 'm.yaml'),
    },
    ...tagDimensions(),
    ...kustomizeDimensions(),
  ]
}
