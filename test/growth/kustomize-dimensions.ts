import { type Dimension, looked } from './looked.ts'
import { fluxKustomizationOf, policyOf, repeat, repositoryOf } from './resources.ts'

/** What kustomizations are made of. */
export function kustomizeDimensions(): readonly Dimension[] {
  return [
    {
      name: 'Flux Kustomizations',
      base: 200,
      prepare: size =>
        looked(
          {
            'f.yaml': repeat(size, i => fluxKustomizationOf(`f${i}`, `./apps/a${i}`)),
            ...Object.fromEntries(
              Array.from({ length: size }, (_, i) => [
                `apps/a${i}/p.yaml`,
                repositoryOf('web') + policyOf('web'),
              ]),
            ),
          },
          'apps/a0/p.yaml',
        ),
    },
    {
      name: 'Flux Kustomizations of one path',
      base: 200,
      prepare: size =>
        looked(
          {
            'f.yaml': repeat(size, i => fluxKustomizationOf(`f${i}`, './apps')),
            'apps/p.yaml': repositoryOf('web') + policyOf('web'),
          },
          'apps/p.yaml',
        ),
    },
    {
      name: 'resources of a kustomization',
      base: 300,
      prepare: size =>
        looked(
          {
            'kustomization.yaml':
              'resources: [r.yaml]\nnamespace: apps\nnamePrefix: a-\ncommonLabels: {a: b}\n',
            'r.yaml': repeat(size, i => policyOf(`p${i}`)),
          },
          'r.yaml',
        ),
    },
    {
      name: 'patches of 50 resources',
      base: 100,
      prepare: size => looked(patched(size, 50), 'r.yaml'),
    },
    {
      name: 'resources for 50 patches',
      base: 200,
      prepare: size => looked(patched(50, size), 'r.yaml'),
    },
    {
      name: 'patches × resources',
      base: 400,
      isProduct: true,
      prepare: size => looked(patched(size, size), 'r.yaml'),
    },
    {
      name: 'patches × resources, by a pattern',
      base: 60,
      isProduct: true,
      prepare: size =>
        looked(
          {
            'kustomization.yaml': `resources: [r.yaml]\npatches:\n${repeat(size, () => `- target: {kind: ImagePolicy, name: p.*}\n  patch: |-\n    [{"op": "replace", "path": "/spec/policy/semver/range", "value": "2.x"}]\n`)}`,
            'r.yaml': repeat(size, i => policyOf(`p${i}`)),
          },
          'r.yaml',
        ),
    },
    {
      name: 'components of 50 resources',
      base: 30,
      prepare: size => looked(composed(size, 50), 'r.yaml'),
    },
    {
      name: 'resources of 50 components',
      base: 30,
      prepare: size => looked(composed(50, size), 'r.yaml'),
    },
    {
      name: 'components × resources',
      base: 100,
      isProduct: true,
      prepare: size => looked(composed(size, size), 'r.yaml'),
    },
    {
      name: 'bases, one on the other',
      base: 14,
      prepare: size =>
        looked(
          {
            ...Object.fromEntries(
              Array.from({ length: size }, (_, i) => [
                `b${i}/kustomization.yaml`,
                `resources: [${i === 0 ? 'r.yaml' : `../b${i - 1}`}]\nnamePrefix: a\n`,
              ]),
            ),
            'b0/r.yaml': policyOf('web'),
          },
          'b0/r.yaml',
        ),
    },
    {
      name: 'substitutions',
      base: 500,
      prepare: size =>
        looked(
          {
            'f.yaml': `${fluxKustomizationOf('f', './apps').replace('prune: true', `prune: true, postBuild: {substitute: {${repeat(size, i => `v${i}: w, `)}}}`)}`,
            'apps/p.yaml': `${repositoryOf('web')}${repeat(size, i => policyOf(`p${i}`, `semver: {range: '\${v${i}}'}`))}`,
          },
          'apps/p.yaml',
        ),
    },
  ]
}

function patched(patches: number, resources: number): Readonly<Record<string, string>> {
  const patch = (index: number) =>
    `- target: {kind: ImagePolicy, name: p${index}}\n  patch: |-\n    [{"op": "replace", "path": "/spec/policy/semver/range", "value": "2.x"}]\n`
  return {
    'kustomization.yaml': `resources: [r.yaml]\npatches:\n${repeat(patches, patch)}`,
    'r.yaml': repeat(resources, index => policyOf(`p${index}`)),
  }
}

function composed(components: number, resources: number): Readonly<Record<string, string>> {
  const component = (index: number) =>
    `apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nlabels: [{pairs: {a${index}: b}}]\n`
  return {
    'kustomization.yaml': `resources: [r.yaml]\ncomponents: [${repeat(components, index => `c${index}, `)}]\n`,
    'r.yaml': repeat(resources, index => policyOf(`p${index}`)),
    ...Object.fromEntries(
      Array.from({ length: components }, (_, index) => [`c${index}/kustomization.yaml`, component(index)]),
    ),
  }
}
