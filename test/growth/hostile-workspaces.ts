import {
  automationOf,
  fluxKustomizationOf,
  mapOf,
  markerOf,
  policyOf,
  repeat,
  repositoryOf,
} from './resources.ts'

/** A workspace that somebody has made to hold up the editor. */
export interface HostileWorkspace {
  readonly name: string
  readonly files: Readonly<Record<string, string>>
  /** Symbolic links, by path: what they lead to. */
  readonly links?: Readonly<Record<string, string>>
}

type Make = (size: number) => Omit<HostileWorkspace, 'name'>

const kinds: Readonly<Record<string, Make>> = {
  'equal policies and their markers': size => ({
    files: {
      'p.yaml': repositoryOf('web') + repeat(20 * size, () => policyOf('web')),
      'm.yaml': repeat(20 * size, index => `a${index}:\n  ${markerOf('web')}`),
    },
  }),
  documents: size => ({ files: { 'd.yaml': repeat(1000 * size, mapOf) } }),
  automations: size => ({
    files: { 'a.yaml': repeat(100 * size, index => automationOf(`a${index}`)), 'm.yaml': markerOf('web') },
  }),
  'a loop in a loop in a message': size => ({
    files: {
      'a.yaml': automationOf('a', `${'{{range until 1000}}'.repeat(size)}x${'{{end}}'.repeat(size)}`),
    },
  }),
  'derived passwords': size => ({
    files: {
      'a.yaml': automationOf(
        'a',
        `{{derivePassword 1 'long' 'a' 'b' 'c'}}`.replaceAll("'", '\\"').repeat(64 * size),
      ),
    },
  }),
  'a long range': size => ({
    files: {
      'p.yaml': repositoryOf('web') + policyOf('web', `semver: {range: '1${' - 1'.repeat(5000 * size)}'}`),
    },
  }),
  'an ignore file without end': size => ({
    files: { '.gitignore': `${'*a'.repeat(500 * size)}b\n`, 'm.yaml': markerOf('web') },
    links: { 'b.yaml': '/dev/zero' },
  }),
  'bases that double themselves': size => ({
    files: Object.fromEntries([
      ['b0/kustomization.yaml', 'resources: [p.yaml]\n'],
      ['b0/p.yaml', policyOf('web')],
      ...Array.from({ length: 2 * size }, (_, index) => index + 1).flatMap(level => [
        [`x${level}/kustomization.yaml`, `resources: [../b${level - 1}]\nnamePrefix: x\n`],
        [`y${level}/kustomization.yaml`, `resources: [../b${level - 1}]\nnamePrefix: w\n`],
        [`b${level}/kustomization.yaml`, `resources: [../x${level}, ../y${level}]\n`],
      ]),
    ]),
  }),
  patches: size => ({
    files: {
      'kustomization.yaml': `resources: [p.yaml]\npatches:\n${repeat(120 * size, () => `- {target: {kind: ImagePolicy}, patch: '[{"op":"add","path":"/metadata/labels","value":{"x":"y"}}]'}\n`)}`,
      'p.yaml': repeat(120 * size, index => policyOf(`p${index}`)),
    },
  }),
  'Flux Kustomizations': size => ({
    files: {
      'f.yaml': repeat(50 * size, index => fluxKustomizationOf(`f${index}`, './apps')),
      'apps/p.yaml': policyOf('web'),
    },
  }),
  'nested brackets': size => ({ files: { 'm.yaml': `a: ${'['.repeat(50_000 * size)}\n` } }),
  'broken markers': size => ({
    files: { 'm.yaml': repeat(1000 * size, () => 'a: b # {"$imagepolicy: "apps:web"}\n') },
  }),
}

/** Each kind in five sizes. */
export function hostileWorkspaces(): readonly HostileWorkspace[] {
  return Object.entries(kinds).flatMap(([name, make]) =>
    [1, 2, 4, 8, 16].map(size => ({ name: `${name}, ${size} times`, ...make(size) })),
  )
}
