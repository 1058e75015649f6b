import type { DescribedPlace } from '../../flux/schema/described-place.ts'
import type { Snapshot } from '../../flux/workspace/snapshot.ts'
import { textAt } from '../../text/node.ts'
import { count } from '../texts/words.ts'
import { listedTags } from './ranges.ts'
import type { Suggestion } from './references.ts'

/** The groups of the pattern beside it, by name where they have one. */
export function extractCompletions({ object }: DescribedPlace): readonly Suggestion[] {
  const pattern = textAt(object, 'spec', 'filterTags', 'pattern') ?? ''
  const groups = [...pattern.matchAll(/\\.|\[(?:\\.|[^\]\\])*\]|\((?:\?P?<(\w+)>|(?!\?))/g)]
    .filter(([text]) => text.startsWith('('))
    .map(([, name], at) => ({ text: `$${name ?? at + 1}`, detail: `group ${at + 1} of the pattern` }))
  return groups
}

/** Patterns for the tags that begin alike, up to their first digit. */
export function patternCompletions(place: DescribedPlace, snapshot: Snapshot): readonly Suggestion[] {
  const counts = new Map<string, number>()
  for (const tag of listedTags(place, snapshot)) {
    const [prefix = ''] = /^[^0-9]*/.exec(tag) ?? []
    if (prefix !== tag) counts.set(prefix, (counts.get(prefix) ?? 0) + 1)
  }
  return [...counts]
    .toSorted(([, a], [, b]) => b - a)
    .slice(0, 10)
    .map(([prefix, number]) => ({
      text: `^${prefix.replace(/[\\^$.|?*+()[\]{}]/g, '\\$&')}(?P<version>[0-9].*)$`,
      detail: `${count(number, 'tag')} ${number === 1 ? 'begins' : 'begin'} so`,
    }))
}
