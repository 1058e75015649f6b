import type { Skipped } from '../chain/update.ts'
import { type PlacedImage, placedImages } from '../images/placed-images.ts'
import { formatPolicyRef } from '../markers/setter.ts'
import type { EnvironmentFolders } from '../project/environments.ts'
import { withoutEnvironment } from '../project/stages.ts'
import { canonicalImage } from '../resources/image.ts'
import type { Snapshot } from '../workspace/snapshot.ts'
import { counterparts, imagesOf } from './counterparts.ts'
import { sharedFiles } from './shared-files.ts'

/** From where to where. `policies` (`ns:name`) and `images` narrow it down to what either side names. */
export interface PromotionScope {
  readonly from: EnvironmentFolders
  readonly to: EnvironmentFolders
  /** The files of `from`, where they are those of another branch. */
  readonly source?: Snapshot
  readonly policies?: ReadonlySet<string>
  readonly images?: readonly string[]
}

/** The same image in two environments. Names are as written, and empty where nothing tells them. */
export interface Pair {
  readonly source: PlacedImage
  readonly target: PlacedImage
}

/** What a promotion is about, and what it passes over: no counterpart, several, another image, a base of both. */
export interface Pairs {
  readonly pairs: readonly Pair[]
  readonly skipped: readonly Skipped[]
}

/** The images of the one environment beside those of the other. */
export function promotionPairs(snapshot: Snapshot, scope: PromotionScope): Pairs {
  const { from, to, source: other } = scope
  const ours = imagesOf(other ?? snapshot, from).filter(({ placed }) => hasVersion(placed))
  const theirs = imagesOf(snapshot, to)
  const find = counterparts(theirs)
  const bases = (other ? [] : sharedFiles(snapshot, from, to)).flatMap(path => {
    const file = snapshot.files.get(path)
    return file ? placedImages(snapshot, file).filter(hasVersion) : []
  })
  const pairs: Pair[] = []
  const skipped: Skipped[] = []
  const isOwn = (image: PlacedImage, all: readonly { readonly placed: PlacedImage }[]) =>
    all.some(({ placed }) => isSameImage(placed, image))
  for (const image of ours) {
    const source = image.placed
    const found = find(image)
    const [target, another] = found
    if (!isInScope(scope, [source, ...found.map(({ placed }) => placed)])) continue
    const skip = (code: string, reason: string) => skipped.push({ ...placeOf(source), code, reason })
    const base = bases.find(one => isSameImage(one, source))
    if (target === undefined && base)
      skip(
        'promote-shared-base',
        `${to.name} takes ${nameOf(source)} from ${base.file.path}, which ${from.name} builds on too: give ${to.name} a value of its own, such as an entry under images of its kustomization`,
      )
    else if (target === undefined)
      skip('promote-no-counterpart', `${to.name} has no value for ${nameOf(source)} at this place`)
    else if (another)
      skip('promote-ambiguous', `${to.name} has ${found.length} values for ${nameOf(source)} at this place`)
    else if (isOther(scope, source, target.placed))
      skip(
        'promote-other-image',
        `${to.name} has ${target.placed.image.name} where ${from.name} has ${source.image.name}`,
      )
    else pairs.push({ source, target: target.placed })
  }
  for (const base of bases) {
    if (!isInScope(scope, [base]) || isOwn(base, ours) || isOwn(base, theirs)) continue
    skipped.push({
      ...placeOf(base),
      code: 'promote-shared-base',
      reason: `${base.file.path} is a base of ${from.name} and ${to.name}: what it says of ${nameOf(base)} holds in both`,
    })
  }
  return { pairs, skipped }
}

/** What an image is called in sentences: its name, else its policy, else its last key. */
export function nameOf({ image, policy, keys }: PlacedImage): string {
  return image.name || (policy ? formatPolicyRef(policy) : (keys.at(-1) ?? 'the image'))
}

/** The place of an image, as what is skipped names it. */
export function placeOf({ file, values }: PlacedImage): { readonly path: string; readonly offset: number } {
  return { path: file.path, offset: values[0]?.scalar.span[0] ?? 0 }
}

function hasVersion({ image }: PlacedImage): boolean {
  return image.tag !== undefined || image.digest !== undefined
}

function isInScope({ policies, images }: PromotionScope, either: readonly PlacedImage[]): boolean {
  return either.some(
    ({ policy, image: { name } }) =>
      (policies === undefined || (policy !== undefined && policies.has(formatPolicyRef(policy)))) &&
      (images === undefined || images.some(wanted => isNamed(name, wanted))),
  )
}

/** Whether a name is the one that is asked for, whole or from a `/` on: `web` names `ghcr.io/acme/web`. */
function isNamed(name: string, wanted: string): boolean {
  return name !== '' && (name === wanted || name.endsWith(`/${wanted}`) || isSameName(name, wanted))
}

function isSameImage(a: PlacedImage, b: PlacedImage): boolean {
  return a.image.name !== '' && isSameName(a.image.name, b.image.name)
}

/** Whether two names are of one image, however they are spelt. */
export function isSameName(a: string, b: string): boolean {
  const [left, right] = [canonicalImage(a), canonicalImage(b)]
  return typeof left === 'string' && left === right
}

/** Images of two environments may lie in two registries, and have the environment in their name; not more. */
function isOther({ from, to }: PromotionScope, source: PlacedImage, target: PlacedImage): boolean {
  const last = (name: string, environment: string) =>
    withoutEnvironment(name.slice(name.lastIndexOf('/') + 1), environment)
  const [ours, theirs] = [source.image.name, target.image.name]
  return ours !== '' && theirs !== '' && last(ours, from.name) !== last(theirs, to.name)
}
