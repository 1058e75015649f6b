import type { Change } from '../automation/changes.ts'
import { editValue } from '../automation/edit-value.ts'
import { blockingLink } from '../chain/chain.ts'
import type { Objection, UpdateChange } from '../chain/update.ts'
import { automationsOf } from '../commit/commit-message.ts'
import { formatImage, imageText } from '../images/image-text.ts'
import { identifier } from '../images/object-identifier.ts'
import type { ImageValue, PlacedImage } from '../images/placed-images.ts'
import { placeOfValue } from '../markers/marker.ts'
import { formatPolicyRef, partOf } from '../markers/setter.ts'
import { latestRef } from '../selection/resolve.ts'
import type { Snapshot } from '../workspace/snapshot.ts'
import type { Pair } from './pairs.ts'

/** A value that is written, and the one that it comes from. */
export interface PromotedChange extends UpdateChange {
  readonly from: { readonly path: string; readonly offset: number; readonly value: string }
}

/** What a pair comes to: values to write, and values that stand there already. */
export interface Promoted {
  readonly changes: readonly PromotedChange[]
  readonly current: readonly Change[]
}

/**
 * The values of the target with the source's version: tag and digest together, the target's own name. `digest` is the
 * one that belongs to the tag in the target's registry. Markers are left alone.
 */
export function promoted(snapshot: Snapshot, { source, target }: Pair, digest: string | undefined): Promoted {
  const changes: PromotedChange[] = []
  const current: Change[] = []
  for (const value of target.values) {
    const text = newText(value, source, digest)
    if (text === undefined) continue
    const change = changeTo(target, value, text)
    if (text === value.scalar.text) {
      current.push(standing(change))
      continue
    }
    const from = source.values.find(({ part }) => part === value.part) ?? source.values[0]
    const against = takenBack(snapshot, change)
    changes.push({
      ...change,
      from: { path: source.file.path, offset: from?.scalar.span[0] ?? 0, value: from?.scalar.text ?? '' },
      ...(against ? { against } : {}),
    })
  }
  return { changes, current }
}

/** Whether a version can be written at the target at all: not where it has a tag and the source none. */
export function hasPlace({ source, target }: Pair): boolean {
  const parts = new Set(target.values.map(({ part }) => part))
  if (source.image.tag === undefined) return target.image.tag === undefined || parts.has('image')
  return parts.has('image') || parts.has('tag') || parts.has('digest')
}

/** Whether the target holds a digest, which has to follow the tag. */
export function isPinned({ values, image }: PlacedImage): boolean {
  return (
    image.digest !== undefined || values.some(({ part, scalar }) => part === 'digest' && scalar.text !== '')
  )
}

/** What a value becomes; undefined where it stays out of it. */
function newText(
  { part, scalar }: ImageValue,
  { image, values }: PlacedImage,
  digest: string | undefined,
): string | undefined {
  const version = {
    ...(image.tag === undefined ? {} : { tag: image.tag }),
    ...(digest === undefined ? {} : { digest }),
  }
  if (part === 'image') {
    const name = imageText(scalar.text)?.name
    return name === undefined ? undefined : formatImage({ name, ...version })
  }
  if (part === 'tag') {
    if (image.tag === undefined) return undefined
    const isWhole = [scalar.text, ...values.map(({ scalar }) => scalar.text)].some(text =>
      /^[^:/]+@sha256:/.test(text),
    )
    return isWhole ? formatImage({ name: '', ...version }) : image.tag
  }
  return part === 'digest' ? digest : undefined
}

function changeTo({ file, document }: PlacedImage, { scalar, marker }: ImageValue, newValue: string): Change {
  const setter = marker?.setter
  return {
    path: file.path,
    marker: marker ?? placeOfValue(scalar, document),
    ...(setter ? { setter } : {}),
    oldValue: scalar.text,
    newValue,
    edit: editValue(file.text, scalar, newValue),
    object: identifier(file.facts.documents[document]?.root),
  }
}

/** A value that is as it should be, as the change that leaves it so. */
function standing(change: Change): Change {
  const [start] = change.edit.span
  return { ...change, edit: { span: [start, start], newText: '' } }
}

/** The automation that would write the value back, as far as the files tell. */
function takenBack(snapshot: Snapshot, change: Change): Objection | undefined {
  const { setter, path, marker, newValue } = change
  const [automation] = automationsOf(snapshot, [change])
  if (setter === undefined || automation === undefined || blockingLink(snapshot, path, marker))
    return undefined
  const policy = formatPolicyRef(setter.policy)
  const who = `ImageUpdateAutomation ${automation.namespace}:${automation.resource.name}`
  const latest = latestRef(snapshot, setter.policy)
  if (latest.state !== 'latest')
    return {
      code: 'promote-taken-back',
      reason: `${who} writes what ImagePolicy ${policy} selects here at its next run`,
    }
  const selected = partOf(latest.ref, setter.part)
  if (selected === newValue) return undefined
  return {
    code: 'promote-taken-back',
    reason: `${who} writes ${selected} here at its next run: ImagePolicy ${policy} selects it`,
  }
}
