import type { Answer, TagDetails } from '../../flux/answer.ts'
import type { ShownTag, shownTags } from '../../flux/selection/shown-tags.ts'
import type { Snapshot } from '../../flux/workspace/snapshot.ts'
import { code, joined, link, type Markdown, md } from '../../text/markdown.ts'
import { compareUrl } from '../fixes/compare-url.ts'
import { age } from '../texts/words.ts'

/** What the image of the latest tag says of itself, in Markdown; nothing while that is not known. `now` in ms since 1970. */
export function tagDetails(
  snapshot: Snapshot,
  { latest }: NonNullable<ReturnType<typeof shownTags>>,
  now: number,
): readonly Markdown[] {
  const found = answerOf(snapshot, latest)
  if (found === undefined) return []
  if ('failure' in found)
    return [md`No details of ${code(latest.tag)}: ${found.failure.message} (${found.failure.code})`]
  const details = found.value
  const lines = [
    joined([built(details, now), size(details.size), ...details.platforms.map(code)], ', '),
    code(details.digest),
    origin(details, latest.tag),
  ]
  if (details.note !== undefined) lines.push(md`${details.note}`)
  return lines.filter(({ markdown }) => markdown !== '')
}

/** The page that compares what the two images were built from; undefined where it is not known that they have one. */
export function compareLink(
  snapshot: Snapshot,
  { latest, current }: NonNullable<ReturnType<typeof shownTags>>,
): Markdown | undefined {
  const [after, before] = [answerOf(snapshot, latest), current && answerOf(snapshot, current)]
  if (current === undefined || after === undefined || before === undefined) return undefined
  if (!('value' in after && 'value' in before)) return undefined
  const { source, revision = '' } = after.value
  if (source === undefined || before.value.source !== source) return undefined
  const url = compareUrl(source, before.value.revision ?? '', revision)
  return url === undefined ? undefined : link(md`Compare ${current.tag} with ${latest.tag}`, url)
}

/** How old the image of a tag is, in words; undefined where that is not known. `now` in ms since 1970. */
export function ageOfTag(snapshot: Snapshot, tag: ShownTag, now: number): string | undefined {
  const found = answerOf(snapshot, tag)
  const created = found && 'value' in found ? Date.parse(found.value.created ?? '') : Number.NaN
  return Number.isNaN(created) ? undefined : `${age(now - created)} old`
}

function answerOf(snapshot: Snapshot, { key }: ShownTag): Answer<TagDetails> | undefined {
  return snapshot.details.get(key)
}

function built({ created }: TagDetails, now: number): string {
  return created === undefined
    ? 'Built at an unknown time'
    : `Built ${age(now - Date.parse(created))} ago (${created.slice(0, 10)})`
}

/** Bytes as people read them; decimal, as registries show them. */
function size(bytes: number | undefined): string {
  if (bytes === undefined) return ''
  const [value, unit] =
    bytes < 1e6 ? [bytes / 1e3, 'kB'] : bytes < 1e9 ? [bytes / 1e6, 'MB'] : [bytes / 1e9, 'GB']
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} ${unit}`
}

/** Where the image was built from. The version is shown only where the tag does not say it. */
function origin({ source, revision, version }: TagDetails, tag: string): Markdown {
  const parts = [
    source === undefined ? '' : md`Source: ${link(md`${source}`, source)}`,
    revision === undefined ? '' : md`revision ${code(revision.slice(0, 40))}`,
    version === undefined || version === tag || version === tag.replace(/^v/, '')
      ? ''
      : md`version ${code(version)}`,
  ]
  return joined(parts, ', ')
}
