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
  /** Named pipes that nobody writes to. */
  readonly pipes?: readonly string[]
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
  'pipes in the place of files': size => ({
    files: { 'm.yaml': markerOf('web') },
    pipes: [
      '.gitignore',
      'kustomization.yaml',
      'fluxmark.yaml',
      ...Array.from({ length: size }, (_, index) => `pipe${index}.yaml`),
    ],
  }),
  'links to devices, of which the watcher tells': size => ({
    files: { 'm.yaml': markerOf('web') },
    links: Object.fromEntries(
      Array.from({ length: size }, (_, index) => [`zero${index}.yaml`, index % 2 ? '/dev/zero' : '/dev/tty']),
    ),
  }),
  'rules of stars': size => ({
    files: {
      '.sourceignore': `${'*a'.repeat(1000 * size)}*b\n${'**/*a*'.repeat(200 * size)}\n`,
      'fluxmark.yaml': `ignore: ['${'*a'.repeat(1000 * size)}*b']\n`,
      'f.yaml': fluxKustomizationOf('f', './apps'),
      'apps/kustomization.yaml': 'resources: []\n',
      [`apps/${'a'.repeat(200)}.yaml`]: policyOf('web'),
    },
  }),
  'substitutions without end': size => ({
    files: {
      'f.yaml': fluxKustomizationOf('f', './apps').replace(
        'prune: true',
        `prune: true, postBuild: {substitute: {v: ${'x'.repeat(10_000 * size)}}}`,
      ),
      'apps/p.yaml': policyOf('${v}'.repeat(10_000 * size)),
    },
  }),
  'broken markers': size => ({
    files: { 'm.yaml': repeat(1000 * size, () => 'a: b # {"$imagepolicy: "apps:web"}\n') },
  }),
}

/** Each kind in five sizes: 80 workspaces. */
export function hostileWorkspaces(): readonly HostileWorkspace[] {
  return Object.entries(kinds).flatMap(([name, make]) =>
    [1, 2, 4, 8, 16].map(size => ({ name: `${name}, ${size} times`, ...make(size) })),
  )
}
