import { field, type Mapping, textAt } from '../../../text/node.ts'
import type { PlacedImage } from '../../images/placed-images.ts'
import { canonicalOf } from '../../markers/unmarked-images.ts'
import type { Snapshot } from '../../workspace/snapshot.ts'
import type { SourceFile } from '../../workspace/source-file.ts'
import { escaped, type ProposedPolicy } from '../scheme/recognised.ts'
import type { Hint } from './hint.ts'

const group = 'argocd-image-updater.argoproj.io'

/**
 * What annotations of Argo CD Image Updater say of an image: in its own file, else in any. `image-list`,
 * `update-strategy`, `allow-tags` and `ignore-tags` count, with the alias of the image before without one
 * (argocd-image-updater.readthedocs.io, configuration/images).
 */
export function argoHint(snapshot: Snapshot, { file, image }: PlacedImage): Hint | undefined {
  const wanted = canonicalOf(image.name)
  const others = snapshot.recall(annotatedFiles).filter(one => one !== file)
  for (const one of [file, ...others])
    for (const { root } of one.facts.documents) {
      const annotations = field(root, 'metadata', 'annotations')
      if (annotations?.kind !== 'mapping') continue
      const list = textAt(annotations, `${group}/image-list`)?.split(',') ?? []
      for (const entry of list) {
        const [, alias, name = '', constraint] =
          /^\s*(?:([\w.-]+)=)?([^\s:=]+(?::\d+\/[^\s:]+)?)(?::(\S+))?\s*$/.exec(entry) ?? []
        if (canonicalOf(name) === wanted && wanted !== undefined)
          return hintOf(one.path, annotations, alias, constraint)
      }
    }
  return undefined
}

function annotatedFiles({ files }: Snapshot): readonly SourceFile[] {
  return [...files.values()].filter(({ text }) => text.includes(`${group}/image-list`))
}

function hintOf(
  path: string,
  annotations: Mapping,
  alias: string | undefined,
  constraint: string | undefined,
): Hint {
  const option = (name: string) =>
    (alias === undefined ? undefined : textAt(annotations, `${group}/${alias}.${name}`)) ??
    textAt(annotations, `${group}/${name}`)
  const strategy = option('update-strategy') ?? 'semver'
  const [, pattern] = /^regexp:(.+)$/s.exec(option('allow-tags') ?? '') ?? []
  const ignored = (option('ignore-tags') ?? '').split(',').map(text => text.trim())
  const exclude = ignored.filter(Boolean).map(globPattern)
  const says = [
    `asks for ${strategy}`,
    ...(constraint === undefined ? [] : [`within ${constraint}`]),
    ...(pattern === undefined ? [] : [`of tags that match ${pattern}`]),
    ...(exclude.length === 0 ? [] : [`without ${ignored.filter(Boolean).join(', ')}`]),
  ].join(' ')
  const about = {
    from: `The annotation of Argo CD Image Updater in ${path}`,
    says,
    ...(exclude.length === 0 ? {} : { exclude }),
  }
  const filterTags = pattern === undefined ? {} : { filterTags: { pattern } }
  switch (strategy) {
    case 'digest':
      return { ...about, isNoOrder: true }
    case 'alphabetical':
    case 'name':
      return { ...about, proposal: () => ({ ...filterTags, policy: { alphabetical: { order: 'asc' } } }) }
    case 'latest':
    case 'newest-build':
      return {
        ...about,
        lost: 'Flux knows no build date: the order is that of the tags themselves.',
        proposal: byTags => byTags,
      }
    default:
      return { ...about, proposal: byTags => bySemver(byTags, constraint, pattern) }
  }
}

/** The range is the annotation's where it has one; without, the major stays as ever. */
function bySemver(
  byTags: ProposedPolicy | undefined,
  constraint: string | undefined,
  pattern: string | undefined,
): ProposedPolicy | undefined {
  const range = constraint ?? byTags?.policy.semver?.range
  if (range === undefined) return undefined
  if (pattern !== undefined) return { filterTags: { pattern }, policy: { semver: { range } } }
  const filter = byTags?.policy.semver ? byTags.filterTags : undefined
  return { ...(filter ? { filterTags: filter } : {}), policy: { semver: { range } } }
}

/** `*-rc?` as a pattern of Go's. */
function globPattern(glob: string): string {
  return `^${escaped(glob).replaceAll('\\*', '.*').replaceAll('\\?', '.')}$`
}
