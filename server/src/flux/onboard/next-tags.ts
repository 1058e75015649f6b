import { isCalendar } from './scheme/calendar.ts'
import { matcher, type ProposedPolicy } from './scheme/recognised.ts'
import { timeScheme } from './scheme/time-scheme.ts'
import { versionCore } from './scheme/version-core.ts'
import { selectedByProposal } from './selected-by-proposal.ts'

/** A tag that may come next, and what a policy selects once the registry lists it. */
export interface NextTag {
  /** `build` where the tags have no version: the next date, timestamp or number. */
  readonly step: 'patch' | 'minor' | 'major' | 'build'
  readonly tag: string
  readonly selects: string | null
}

/** What a proposed policy selects after the next patch, minor and major of the tag that it selects now, or after the next build. */
export function nextTags(
  proposal: ProposedPolicy,
  selected: string,
  tags: readonly string[],
  exclusionList: readonly string[] | undefined,
): readonly NextTag[] {
  return tagsBehind(proposal, selected, tags).map(([step, tag]) => ({
    step,
    tag,
    selects: selectedByProposal(proposal, [...tags, tag], exclusionList) ?? null,
  }))
}

type Behind = readonly (readonly [NextTag['step'], string])[]

function tagsBehind({ filterTags }: ProposedPolicy, selected: string, tags: readonly string[]): Behind {
  const core = timeScheme(selected, tags) === undefined ? versionCore(selected) : undefined
  if (core) {
    const { prefix, v, parts } = core
    const suffix = released(core.suffix)
    const last = parts.length - 1
    const raise = (at: number) =>
      `${prefix}${v}${parts.map((part, index) => (index < at ? part : like(part, index > at ? 0 : Number(part) + 1))).join('.')}${suffix}`
    const isYear = isCalendar(core, tags)
    // A date has no patch and no major that anybody would call so: its next day, month and year all count.
    const month = isYear && Number(parts[1]) >= 12 ? raise(0) : raise(1)
    return [
      ...(parts.length > 2 ? [['patch', raise(last)] as const] : []),
      ['minor', month],
      ['major', raise(0)],
    ]
  }
  const next = nextBuild(filterTags?.pattern, selected)
  return next === undefined || next === selected ? [] : [['build', next]]
}

/** A number as wide as another was written, where that had zeros in front. */
function like(written: string, number: number): string {
  return written.startsWith('0') && written.length > 1
    ? String(number).padStart(written.length, '0')
    : String(number)
}

/** A suffix without what comes before a release. */
function released(suffix: string): string {
  return suffix.replace(/[-_.]?(?:rc|alpha|beta|pre|preview|milestone|m|cr|ea)[-_.]?\d+(?=$|[-_.])/i, '')
}

/** The tag with a later moment, or with the next number, in the part that the pattern orders by. */
function nextBuild(pattern: string | undefined, selected: string): string | undefined {
  const day = /(?<!\d)(20\d{2})([-_.]?)(\d{2})\2(\d{2})/.exec(selected)
  if (day) {
    const [text, year = '', sep = '', month = '', date = ''] = day
    const next = new Date(Date.UTC(Number(year), Number(month) - 1, Number(date) + 1))
    if (!Number.isNaN(next.getTime())) {
      const written = next.toISOString().slice(0, 10).replaceAll('-', sep)
      return spliced(selected, day.index, text, written)
    }
  }
  const found = pattern === undefined ? undefined : new RegExp(matcher(pattern), 'd').exec(selected)
  const names = ['ts', 'n', 'b', 'a', 'day']
  const name = names.find(one => found?.groups?.[one] !== undefined)
  const text = name === undefined ? selected : (found?.groups?.[name] ?? '')
  const at = name === undefined ? 0 : (found?.indices?.groups?.[name]?.[0] ?? 0)
  if (!/^\d+$/.test(text)) return undefined
  // Seconds and milliseconds since 1970: a day later.
  const step = /^1\d{9}$/.test(text) ? 86_400n : /^1\d{12}$/.test(text) ? 86_400_000n : 1n
  return spliced(selected, at, text, String(BigInt(text) + step).padStart(text.length, '0'))
}

function spliced(text: string, at: number, old: string, next: string): string {
  return `${text.slice(0, at)}${next}${text.slice(at + old.length)}`
}
