import type { PolicyRef } from '../markers/setter.ts'
import { tagIn } from '../markers/tag-in.ts'
import { markersOf, type PlacedMarker, type Snapshot } from '../workspace/snapshot.ts'

/** A tag that is written at markers of a policy, and where. */
export interface WrittenTag {
  readonly tag: string
  readonly markers: readonly PlacedMarker[]
}

/** The tags that stand at the markers of a policy, each once, in the order of the files. */
export function writtenTags(snapshot: Snapshot, ref: PolicyRef): readonly WrittenTag[] {
  const found = new Map<string, PlacedMarker[]>()
  for (const placed of markersOf(snapshot, ref)) {
    const tag = tagOf(placed)
    if (tag === undefined) continue
    const known = found.get(tag)
    if (known) known.push(placed)
    else found.set(tag, [placed])
  }
  return [...found].map(([tag, markers]) => ({ tag, markers }))
}

/** The digests that stand beside a tag at the markers of a policy: in the same value, or at a marker of their own. */
export function writtenDigests(snapshot: Snapshot, ref: PolicyRef): readonly string[] {
  const texts = markersOf(snapshot, ref).flatMap(({ marker: { setter, value } }) =>
    setter?.part === 'image' || setter?.part === 'digest' ? [value.scalar.text] : [],
  )
  return [...new Set(texts.flatMap(text => /sha256:[0-9a-f]{64}/.exec(text)?.[0] ?? []))]
}

function tagOf({ marker: { setter, value } }: PlacedMarker): string | undefined {
  const { text } = value.scalar
  if (setter?.part === 'tag') return text === '' ? undefined : text
  return setter?.part === 'image' ? tagIn(text) : undefined
}
