import type { MarkerTag } from '../../../server/src/lsp/protocol.ts'
import type { Row } from '../sinks/picks.ts'
import type { Translate } from '../translate.ts'

/** A row of *Pick a Tag…*. */
export interface TagRow extends Row {
  readonly tag: MarkerTag
}

/** What is drawn at once: the editor keeps up with so many rows, however many tags there are. */
export const maxRows = 200

/** QuickPickItemKind.Separator: this file knows nothing of the editor, so that it can be tried without one. */
const separator = -1

/** The tags that hold what is typed, in the order given; those that the policy would not select below the others. */
export function shownTags(
  tags: readonly MarkerTag[],
  typed: string,
  now: number,
  t: Translate,
): readonly (Row | TagRow)[] {
  const words = typed.toLowerCase().split(/\s+/)
  const found: MarkerTag[] = []
  let count = 0
  for (const one of tags) {
    const text = one.tag.toLowerCase()
    if (!words.every(word => text.includes(word))) continue
    count++
    if (found.length < maxRows) found.push(one)
  }
  const [eligible, others] = [true, false].map(wanted => found.filter(one => isEligible(one) === wanted))
  const more = count - found.length
  return [
    ...(eligible ?? []).map(one => toRow(one, now, t)),
    ...(others?.length ? [{ label: t('The policy selects none of these'), kind: separator }] : []),
    ...(others ?? []).map(one => toRow(one, now, t)),
    ...(more === 0
      ? []
      : [{ label: t('{0} more: type to narrow it down', more.toLocaleString('en')), icon: 'ellipsis' }]),
  ]
}

function isEligible({ stage }: MarkerTag): boolean {
  return stage === 'selected' || stage === 'not-latest'
}

function toRow(one: MarkerTag, now: number, t: Translate): TagRow {
  const { tag, reason, present, selected, created, size, platforms, digest } = one
  const words = [
    ...(present ? [t('written now')] : []),
    ...(selected ? [t('what Flux selects')] : []),
    ...(isEligible(one) ? [] : [reason]),
  ]
  const details = [
    ...(created === undefined ? [] : [t('made {0}, {1}', created.slice(0, 10), daysAgo(created, now, t))]),
    ...(size === undefined
      ? []
      : [size < 1e6 ? `${Math.ceil(size / 1000)} kB` : `${(size / 1e6).toFixed(1)} MB`]),
    ...(platforms === undefined ? [] : [platforms.join(', ')]),
    ...(digest === undefined ? [] : [digest.slice(0, 19)]),
  ]
  return {
    tag: one,
    label: tag,
    icon: selected ? 'arrow-circle-up' : present ? 'circle-filled' : isEligible(one) ? 'tag' : 'circle-slash',
    ...(words.length === 0 ? {} : { description: words.join(' · ') }),
    ...(details.length === 0 ? {} : { detail: details.join(' · ') }),
  }
}

function daysAgo(created: string, now: number, t: Translate): string {
  const days = Math.floor((now - Date.parse(created)) / 86_400_000)
  if (days < 1) return t('today')
  return days === 1 ? t('1 day ago') : t('{0} days ago', days)
}
