import { pathGlobs } from '../../server/src/flux/project/path-globs.ts'
import { ignoreRules, ignoringRule } from '../../server/src/text/ignore-rules.ts'
import { type Dimension, lookedWithTags } from './looked.ts'
import { automationOf, markerOf, policyOf, repeat, repositoryOf } from './resources.ts'

/** What a registry lists, and what is chosen by patterns. */
export function tagDimensions(): readonly Dimension[] {
  return [
    ...Object.entries(policiesByRule).map(([name, more]) => ({
      name: `tags, chosen by ${name}`,
      base: 10_000,
      prepare: (size: number) =>
        lookedWithTags(
          { 'p.yaml': repositoryOf('web') + policyOf('web', more), 'm.yaml': markerOf('web') },
          'm.yaml',
          Array.from({ length: size }, (_, index) => `1.${index % 100}.${index}`),
        ),
    })),
    {
      name: 'markers, all of them outdated, of an automation',
      base: 500,
      prepare: size =>
        lookedWithTags(
          {
            'p.yaml': repositoryOf('web') + policyOf('web') + automationOf('main'),
            'clusters/m.yaml': repeat(size, index => `a${index}:\n  ${markerOf('web')}`),
          },
          'clusters/m.yaml',
          ['1.0.0', '1.1.0'],
        ),
    },
    {
      name: 'rules of a .sourceignore',
      base: 1000,
      prepare: size => {
        const text = repeat(size, index => `*a*b*${index}\n`)
        return () => void ignoringRule(ignoreRules(text), 'apps/base/web.yaml')
      },
    },
    {
      name: 'stars in a rule of a .sourceignore',
      base: 500,
      prepare: size => {
        const rules = ignoreRules(`${'*a'.repeat(size)}*b\n`)
        return () => void ignoringRule(rules, `${'a'.repeat(4000)}.yaml`)
      },
    },
    {
      name: 'globs of the project file',
      base: 500,
      prepare: size => {
        const globs = Array.from({ length: size }, (_, index) => `apps/*/${index}*`)
        return () => void pathGlobs(globs)('apps/base/web.yaml')
      },
    },
    {
      name: 'stars in a glob of the project file',
      base: 200,
      prepare: size => {
        const isCovered = pathGlobs([`${'*a'.repeat(size)}*b`])
        return () => void isCovered('a'.repeat(4000))
      },
    },
  ]
}

const policiesByRule = {
  semver: "semver: {range: '>=1.0.0'}",
  number: 'numerical: {order: asc}',
  alphabet: 'alphabetical: {order: asc}',
  'a filter': "alphabetical: {order: asc}}, filterTags: {pattern: '^1\\.(?P<n>[0-9]+)', extract: '$n'",
}
