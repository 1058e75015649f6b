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
      name: 'patches × resources',
      base: 100,
      prepare: size =>
        looked(
          {
            'kustomization.yaml': `resources: [r.yaml]\npatches:\n${repeat(size, i => `- target: {kind: ImagePolicy, name: p${i}}\n  patch: |-\n    [{"op": "replace", "path": "/spec/policy/semver/range", "value": "2.x"}]\n`)}`,
            'r.yaml': repeat(size, i => policyOf(`p${i}`)),
          },
          'r.yaml',
        ),
    },
    {
      name: 'patches × resources, by a pattern',
      base: 60,
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
      name: 'components, each for all resources',
      base: 40,
      prepare: size =>
        looked(
          {
            'kustomization.yaml': `resources: [r.yaml]\ncomponents: [${repeat(size, i => `c${i}, `)}]\n`,
            'r.yaml': repeat(size, i => policyOf(`p${i}`)),
            ...Object.fromEntries(
              Array.from({ length: size }, (_, i) => [
                `c${i}/kustomization.yaml`,
                `apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nlabels: [{pairs: {a${i}: b}}]\n`,
              ]),
            ),
          },
          'r.yaml',
        ),
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
