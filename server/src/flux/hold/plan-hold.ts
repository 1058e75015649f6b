import { isGoError } from '../../go/go-error.ts'
import { isTag } from '../images/image-text.ts'
import { formatPolicyRef, type PolicyRef } from '../markers/setter.ts'
import { canonicalImage } from '../resources/image.ts'
import { exclusion } from '../selection/tags.ts'
import { policies, repositories, type Snapshot, withFiles } from '../workspace/snapshot.ts'
import { affectedPolicies } from './affected.ts'
import { heldPolicy } from './held.ts'
import type { HoldOccasion, HoldPlan } from './hold.ts'
import { holdNotes } from './hold-notes.ts'
import { type HoldWish, policyChanges } from './hold-policy.ts'
import { type HoldRefusal, isRefusal, refusal } from './refusal.ts'
import { knownTags, selectedBy } from './selected-by.ts'
import { writeHold } from './write-hold.ts'
import { writtenTags } from './written-tags.ts'

/**
 * What holds a policy: edits of the manifests that hold its fields, each with a comment that `planRelease` reads back.
 * Nothing is planned that does not do it: the files are read again as they would be, and must select as was asked for.
 */
export function planHold(snapshot: Snapshot, wish: HoldWish, occasion: HoldOccasion): HoldPlan | HoldRefusal {
  const { ref, at, by } = wish
  const name = formatPolicyRef(ref)
  const against = objection(snapshot, wish)
  if (against) return against
  const changes = policyChanges(snapshot, wish)
  if (isRefusal(changes)) return changes
  const held = { target: name, kind: 'policy' as const, by, at, ...occasion }
  const written = writeHold(snapshot, changes, held)
  if (isRefusal(written)) return written
  const { texts, edits } = written
  const after = withFiles(snapshot, texts)
  // Forms that differed may be the same by now, but each root still has to give one.
  const given = new Set(policies(after, ref).flatMap(({ via, path }) => [...via, path]))
  const isLost = policies(snapshot, ref).some(({ via, path }) => [...via, path].some(one => !given.has(one)))
  if (isLost) return refusal('state', `${name} would no longer reach the cluster. Change it by hand.`)
  const wrong = unfit(after, wish)
  if (wrong) return wrong
  const affects = affectedPolicies(snapshot, after, { ref, by })
  return { texts, edits, held: [held], affects, notes: holdNotes(snapshot, after, wish, affects) }
}

/** The tag that a hold is about where none is named: the one that is written, or, to be skipped, the one that is selected. */
export function holdTag(
  snapshot: Snapshot,
  ref: PolicyRef,
  by: HoldWish['by'],
): { readonly at: string } | HoldRefusal {
  const name = formatPolicyRef(ref)
  if (by === 'exclude') {
    const [selected] = policies(snapshot, ref).flatMap(one => selectedBy(snapshot, one) ?? [])
    if (selected !== undefined) return { at: selected }
    return refusal('usage', `which tag ${name} selects is not known: name the one to skip with --at TAG`)
  }
  const [first, ...others] = writtenTags(snapshot, ref)
  if (first === undefined) return refusal('usage', `no marker of ${name} holds a tag: name one with --at TAG`)
  if (others.length === 0) return { at: first.tag }
  const places = [first, ...others].map(({ tag, markers }) => {
    const files = [...new Set(markers.map(({ path }) => path))]
    return `${tag} (${files.slice(0, 3).join(', ')}${files.length > 3 ? ', …' : ''})`
  })
  return refusal(
    'usage',
    `the markers of ${name} hold different tags: ${places.join(', ')}. Name one with --at TAG`,
  )
}

/** What is wrong with what is asked for, before anything is changed. */
function objection(snapshot: Snapshot, { ref, at, by }: HoldWish): HoldRefusal | undefined {
  const name = formatPolicyRef(ref)
  const variants = policies(snapshot, ref)
  if (variants.length === 0) {
    const known = [...snapshot.index.policies.keys()].sort()
    const shown = `${known.slice(0, 10).join(', ')}${known.length > 10 ? ', …' : ''}`
    return refusal('usage', `there is no ImagePolicy ${name}; here are ${shown || 'none'}`)
  }
  const [held] = heldPolicy(snapshot, ref)
  if (held && !(held.by === 'exclude' && by === 'exclude'))
    return refusal(
      'usage',
      held.by === 'exclude'
        ? `${name} skips ${held.at ?? ''} already. Release it first: fluxmark release ${name}`
        : `${name} is held at ${held.at ?? ''} already. Release it first: fluxmark release ${name}`,
    )
  if (!isTag(at)) return refusal('usage', `${at} is no tag`)
  for (const variant of variants) {
    for (const { resource } of repositories(snapshot, variant)) {
      const key = canonicalImage(resource.image?.value ?? '')
      const scan = typeof key === 'string' ? snapshot.scans.get(key) : undefined
      if (scan && 'value' in scan && !scan.value.tags.includes(at))
        return refusal(
          'usage',
          `${resource.image?.value ?? ''} has no tag ${at}: the policy would fail, and Flux would keep writing the tag that it has stored. Among its ${scan.value.tags.length} tags are ${scan.value.tags.slice(0, 10).join(', ')}`,
        )
      const excludedBy = exclusion(resource.exclusionList)
      const pattern = isGoError(excludedBy) ? undefined : excludedBy(at)
      if (pattern !== undefined)
        return refusal(
          'usage',
          `the exclusionList of ImageRepository ${resource.name} leaves ${at} out, by ${pattern}`,
        )
    }
  }
  return undefined
}

/** What the files would say in the end, where that is not what was asked for. */
function unfit(after: Snapshot, { ref, at, by }: HoldWish): HoldRefusal | undefined {
  for (const variant of policies(after, ref)) {
    const selected = selectedBy(after, variant, at)
    const isFit =
      by === 'range'
        ? selected === at
        : selected !== at && (selected !== undefined || knownTags(after, variant) === undefined)
    if (isFit) continue
    const name = `${formatPolicyRef(ref)} in ${variant.path}`
    if (by === 'exclude' && selected === undefined)
      return refusal(
        'usage',
        `without ${at} no tag is left that ${name} takes: Flux would keep writing the tag that it has stored. Hold it at another one with --at TAG`,
      )
    return refusal(
      'state',
      `${name} would ${selected === undefined ? 'select no tag for sure' : `select ${selected}`} all the same. Change it by hand.`,
    )
  }
  return undefined
}
