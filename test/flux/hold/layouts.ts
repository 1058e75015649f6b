import type { Snapshot } from '../../../server/src/flux/workspace/snapshot.ts'
import { fixture } from '../../fixture.ts'

/** One way to write a policy, and one to bring its fields: the manifests of a workspace. */
export interface Layout {
  readonly name: string
  readonly choice: ChoiceName
  readonly snapshot: Snapshot
}

interface Choice {
  /** Tags, oldest first: the first is what is held, the last what is selected. */
  readonly tags: readonly string[]
  /** `policy` and `filterTags`, in lines. */
  readonly fields: string
  /** What a patch replaces, as path and value in one line, and what stands there before. */
  readonly patch: readonly (readonly [path: string, value: string])[]
  readonly before: string
}

export type ChoiceName = 'range' | 'pattern' | 'numerical'

export const choices: Readonly<Record<ChoiceName, Choice>> = {
  range: {
    tags: ['1.0.0', '1.1.0', '1.2.0'],
    fields: "policy:\n  semver:\n    range: '>=1.0.0 <2.0.0' # all of one\n",
    patch: [['/spec/policy/semver/range', "'>=1.0.0 <2.0.0'"]],
    before: 'policy:\n  semver:\n    range: 0.x\n',
  },
  pattern: {
    tags: ['main-ab12cd3-1001', 'main-ff12cd3-1002', 'main-0012cd3-1003'],
    fields:
      "filterTags:\n  pattern: ^main-[a-f0-9]+-(?P<ts>[0-9]+)$\n  extract: '$ts'\npolicy:\n  alphabetical:\n    order: asc\n",
    patch: [['/spec/filterTags', "{pattern: '^main-[a-f0-9]+-(?P<ts>[0-9]+)$', extract: $ts}"]],
    before: 'filterTags:\n  pattern: ^dev$\npolicy:\n  alphabetical:\n    order: asc\n',
  },
  numerical: {
    tags: ['101', '102', '103'],
    fields: 'policy:\n  numerical:\n    order: asc\n',
    patch: [['/spec/policy', '{numerical: {order: asc}}']],
    before: 'policy:\n  semver:\n    range: 0.x\n',
  },
}

const indented = (text: string, by: string) => text.replace(/^(?=.)/gm, by)

const repository = (by = '') =>
  indented(
    'apiVersion: image.toolkit.fluxcd.io/v1\nkind: ImageRepository\nmetadata:\n  name: web\n  namespace: apps\nspec:\n  image: ghcr.io/acme/web\n  interval: 5m\n',
    by,
  )

const policy = (fields: string, digest = '') =>
  `apiVersion: image.toolkit.fluxcd.io/v1\nkind: ImagePolicy\nmetadata:\n  name: web\n  namespace: apps\nspec:\n  imageRepositoryRef:\n    name: web\n${indented(digest, '  ')}${indented(fields, '  ')}`

const merge = (fields: string) =>
  `apiVersion: image.toolkit.fluxcd.io/v1\nkind: ImagePolicy\nmetadata:\n  name: web\n  namespace: apps\nspec:\n${indented(fields, '  ')}`

const operations = (patch: Choice['patch']) =>
  patch.map(([path, value]) => `- op: add\n  path: ${path}\n  value: ${value}\n`).join('')

/** Every way to bring the fields of a policy, by its name: the files beside the markers and the automation. */
const ways: Readonly<Record<string, (choice: Choice) => Readonly<Record<string, string>>>> = {
  whole: ({ fields }) => ({ 'clusters/web.yaml': `${repository()}---\n${policy(fields)}` }),
  'whole, with digests, no break at its end': ({ fields }) => ({
    'clusters/repository.yaml': repository(),
    'clusters/web.yaml': policy(
      fields,
      'digestReflectionPolicy: Always # pinned\ninterval: 12h # twice a day\n',
    ).trimEnd(),
  }),
  'in braces': ({ patch }) => ({
    'clusters/repository.yaml': repository(),
    'clusters/web.yaml': `apiVersion: image.toolkit.fluxcd.io/v1\nkind: ImagePolicy\nmetadata: {name: web, namespace: apps}\nspec: {imageRepositoryRef: {name: web}, digestReflectionPolicy: Always, interval: 10m, ${flow(patch)}}\n`,
  }),
  'whole, with CR LF': ({ fields }) => ({
    'clusters/web.yaml':
      `${repository()}---\n${policy(fields, 'digestReflectionPolicy: Always\ninterval: 1h\n')}`.replaceAll(
        '\n',
        '\r\n',
      ),
  }),
  'strategic merge patch': ({ fields, before }) => ({
    'clusters/web.yaml': policy(before),
    'clusters/repository.yaml': repository(),
    'clusters/patch.yaml': merge(
      fields.startsWith('policy:\n  numerical') ? `${fields.trimEnd()}\n  semver: null\n` : fields,
    ),
    'clusters/kustomization.yaml': 'resources: [web.yaml, repository.yaml]\npatches:\n  - path: patch.yaml\n',
  }),
  'inline strategic merge patch': ({ fields, before }) => ({
    'clusters/web.yaml': policy(before),
    'clusters/repository.yaml': repository(),
    'clusters/kustomization.yaml': `resources:\n  - web.yaml\n  - repository.yaml\npatches:\n  - patch: |-\n${indented(merge(fields.startsWith('policy:\n  numerical') ? `${fields.trimEnd()}\n  semver: null\n` : fields), '      ')}`,
  }),
  'JSON 6902 patch': ({ patch, before }) => ({
    'clusters/web.yaml': policy(before),
    'clusters/repository.yaml': repository(),
    'clusters/patch.yaml': operations(patch),
    'clusters/kustomization.yaml':
      'resources: [web.yaml, repository.yaml]\npatches:\n  - path: patch.yaml\n    target: {kind: ImagePolicy}\n',
  }),
  'inline JSON 6902 patch, as JSON': ({ patch, before }) => ({
    'clusters/web.yaml': policy(before),
    'clusters/repository.yaml': repository(),
    'clusters/kustomization.yaml': `resources: [web.yaml, repository.yaml]\npatches:\n  - target: {kind: ImagePolicy}\n    patch: |\n      [${patch.map(([path, value]) => `{"op": "add", "path": "${path}", "value": ${jsonOf(value)}}`).join(', ')}]\n`,
  }),
  'in a List': ({ fields }) => ({
    'clusters/web.yaml': `apiVersion: v1\nkind: List\nitems:\n- ${indented(repository(), '  ').trimStart()}- ${indented(policy(fields), '  ').trimStart()}`,
  }),
  'with an anchor': ({ fields }) => ({
    'clusters/web.yaml': `${repository()}---\n${policy(
      fields
        .replace("range: '>=", "range: &range '>=")
        .replace('pattern: ^', 'pattern: &pattern ^')
        .replace('numerical:\n', 'numerical: &order\n'),
    )}`,
  }),
  'behind an alias': ({ patch }) => ({
    'clusters/repository.yaml': repository(),
    'clusters/web.yaml': aliased(patch),
  }),
  'patches of a Flux Kustomization': ({ patch, before }) => ({
    'apps/web.yaml': policy(before),
    'apps/repository.yaml': repository(),
    'apps/kustomization.yaml': 'resources: [web.yaml, repository.yaml]\n',
    'clusters/apps.yaml': `apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: {name: apps, namespace: flux-system}\nspec:\n  interval: 10m\n  path: ./apps\n  prune: true\n  sourceRef: {kind: GitRepository, name: flux-system}\n  patches:\n    - target:\n        kind: ImagePolicy\n      patch: |\n${indented(operations(patch), '        ')}`,
  }),
}

/** The fields in braces. */
function flow(patch: Choice['patch']): string {
  const [[path, value]] = patch as [readonly [string, string]]
  if (path.endsWith('/range')) return `policy: {semver: {range: ${value}}}`
  return path.endsWith('/filterTags')
    ? `filterTags: ${value}, policy: {alphabetical: {order: asc}}`
    : `policy: ${value}`
}

/** A policy of which a field is an alias of what an annotation-like field beside it holds. */
function aliased(patch: Choice['patch']): string {
  const [[path, value]] = patch as [readonly [string, string]]
  const head = (anchored: string) =>
    `apiVersion: v1\nkind: List\nitems:\n  - apiVersion: image.toolkit.fluxcd.io/v1\n    kind: ImagePolicy\n    metadata: {name: other, namespace: apps}\n    spec: {imageRepositoryRef: {name: web}, ${anchored}}\n  - apiVersion: image.toolkit.fluxcd.io/v1\n    kind: ImagePolicy\n    metadata: {name: web, namespace: apps}\n    spec:\n      imageRepositoryRef: {name: web}\n`
  if (path.endsWith('/range')) return `${head(`policy: &p {semver: {range: ${value}}}`)}      policy: *p\n`
  if (path.endsWith('/filterTags'))
    return `${head(`filterTags: &f ${value}, policy: &p {alphabetical: {order: asc}}`)}      filterTags: *f\n      policy: *p\n`
  return `${head(`policy: &p ${value}`)}      policy: *p\n`
}

function jsonOf(value: string): string {
  return value
    .replace(/'([^']*)'/g, (_, text: string) => JSON.stringify(text))
    .replace(/\$ts/, '"$ts"')
    .replace(/: asc/, ': "asc"')
    .replace(/([{,]\s*)([a-z]\w*):/gi, '$1"$2":')
}

/** All layouts: each of three policies in each way to bring its fields. */
export const layouts: readonly Layout[] = (Object.keys(choices) as ChoiceName[]).flatMap(choice =>
  Object.entries(ways).map(([way, files]) => {
    const { tags } = choices[choice]
    const manifests = files(choices[choice])
    const hasDigests = Object.values(manifests).some(text => text.includes('digestReflectionPolicy'))
    const value = `ghcr.io/acme/web:${tags[0]}${hasDigests ? `@${digestOf(0)}` : ''}`
    const marked = `kind: A\nimage: ${value} # {"$imagepolicy": "apps:web"}\n`
    const source = Object.entries({ ...manifests, 'markers/web.yaml': marked })
      .map(([path, text]) => `#- ${path}\n${text}`)
      .join('\n')
    return {
      name: `${choice}, ${way}`,
      choice,
      snapshot: fixture(
        `#- registry ghcr.io/acme/web: ${tags.join(' ')}\n#- automation apps:main ./markers\n${source}`,
      ).snapshot,
    }
  }),
)

/** The digest of a choice's tag, by its place. */
export function digestOf(index: number): string {
  return `sha256:${String(index).repeat(64)}`
}
