import { escaped, matcher, type Recognised } from './recognised.ts'
import { isFlavour, isHash, isMoment } from './tag-words.ts'

/**
 * Tags that hold a date or a moment: `20241105`, `main-4b412e7-1731731009`, `RELEASE.2024-08-29T01-40-52Z`,
 * `main.20241105.3`, `bookworm-20240926-slim`. The moment is the order; a hash may be anything; the rest stays.
 */
export function timeScheme(current: string, tags: readonly string[]): Recognised | undefined {
  const moment = momentIn(current)
  if (moment === undefined) return undefined
  const { text, index, form } = moment
  const before = current.slice(0, index)
  // A version before a date is the order; the date comes second.
  if (/(?:^|[-_])v?\d+\.\d+\.\d+/.test(before)) return undefined
  const [, counter, after = ''] =
    /^([-._]\d{1,4}(?![\w]))?(.*)$/.exec(current.slice(index + text.length)) ?? []
  const head = around(before, form, tags)
  const tail = `${after === '' ? '' : around(after, form, tags, 'behind')}$`
  const branch = before.replace(/[-._]+$/, '')
  const stays = [
    branch && `"${branch}"`,
    after.replace(/^[-._]+/, '') && `"${after.replace(/^[-._]+/, '')}"`,
  ].filter(Boolean)
  const why = `The newest ${form.name} counts${stays.length > 0 ? `; ${stays.join(' and ')} stays` : ''}.`
  const scheme = [before === '' ? '' : 'name and ', form.name].join('')
  const hasRebuilds =
    counter === undefined &&
    form.isDate &&
    tags.some(tag => matcher(`^${head}${form.pattern}[-.]\\d{1,3}${tail}`).test(tag))
  if (counter === undefined && !hasRebuilds) {
    const isWhole = head === '' && tail === '$'
    const pattern = isWhole ? `^${form.pattern}$` : `^${head}(?P<ts>${form.pattern})${tail}`
    const order = { order: 'asc' }
    return {
      sure: true,
      scheme,
      why,
      proposal: {
        filterTags: { pattern, ...(isWhole ? {} : { extract: '$ts' }) },
        policy: form.isNumber ? { numerical: order } : { alphabetical: order },
      },
    }
  }
  const day = form.parts ?? `(?P<day>${form.pattern})`
  const key = form.parts ? '$y$m$d' : '$day'
  const sep = counter === undefined ? '[-.]' : escaped(counter.slice(0, 1))
  // Of some days only the first build has a number, of others only the later ones.
  const isOptional =
    counter === undefined || tags.some(tag => matcher(`^${head}${form.pattern}${tail}`).test(tag))
  const digits = counter === undefined ? '\\d{1,3}' : '\\d+'
  const number = isOptional ? `(?:${sep}0*(?P<n>${digits}))?` : `${sep}0*(?P<n>${digits})`
  return {
    sure: true,
    scheme: `${scheme} and counter`,
    why: `${why.slice(0, -1)}; of one ${form.name} the highest number.`,
    proposal: {
      filterTags: {
        pattern: `^${head}${day}${number}${tail}`,
        extract: `${key}.${isOptional ? '0$n' : '$n'}.0`,
      },
      policy: { semver: { range: '>=0.0.0' } },
    },
  }
}

interface Form {
  readonly name: string
  readonly pattern: string
  /** Whether the text is a number that a float holds exactly. */
  readonly isNumber: boolean
  /** Whether it is a day and no more. */
  readonly isDate: boolean
  /** The day as groups `y`, `m`, `d`, where something stands between them. */
  readonly parts?: string
}

function momentIn(
  tag: string,
): { readonly text: string; readonly index: number; readonly form: Form } | undefined {
  for (const [found, formOf] of forms) {
    for (const match of tag.matchAll(found)) {
      const [text] = match
      const form = formOf(text)
      if (form) return { text, index: match.index, form }
    }
  }
  return undefined
}

const bounded = (pattern: string) => new RegExp(`(?<![0-9A-Fa-f])(?:${pattern})(?![0-9A-Za-z])`, 'g')

/** The longest first. What a form makes of a match that is none after all is undefined. */
const forms: readonly (readonly [RegExp, (text: string) => Form | undefined])[] = [
  [bounded('20\\d{2}[-_]\\d{2}[-_]\\d{2}[T_-]\\d{2}[-_:.]?\\d{2}(?:[-_:.]?\\d{2})?Z?'), written('moment')],
  [
    bounded('20\\d{6}[T_-](?:\\d{6}|\\d{4})Z?'),
    text => (isMoment(text.slice(0, 8)) ? written('moment')(text) : undefined),
  ],
  [bounded('20\\d{2}[-_]\\d{2}[-_]\\d{2}'), date],
  [bounded('20\\d{2}[-._]?[wW]\\d{1,2}'), written('week')],
  [bounded('\\d{8}|\\d{10}|\\d{12,14}|\\d{17}'), compact],
]

/** Text of fixed width: its order is that of its characters. */
function written(name: string): (text: string) => Form {
  return text => ({
    name,
    pattern: text.replace(/\d+/g, digits => `\\d{${digits.length}}`).replaceAll('.', '\\.'),
    isNumber: false,
    isDate: false,
  })
}

function date(text: string): Form | undefined {
  const [, year = '', sep = '', month = '', day = ''] = /^(\d{4})(.)(\d{2}).(\d{2})$/.exec(text) ?? []
  if (!isMoment(`${year}${month}${day}`)) return undefined
  const parts = `(?P<y>20\\d{2})${sep}(?P<m>\\d{2})${sep}(?P<d>\\d{2})`
  return { name: 'date', pattern: `20\\d{2}${sep}\\d{2}${sep}\\d{2}`, isNumber: false, isDate: true, parts }
}

function compact(text: string): Form | undefined {
  if (!isMoment(text)) return undefined
  const isUnix = text.startsWith('1')
  return {
    name: isUnix || text.length > 8 ? 'timestamp' : 'date',
    pattern: isUnix ? `1\\d{${text.length - 1}}` : `20\\d{${text.length - 2}}`,
    // 2^53 has 16 digits.
    isNumber: text.length < 16,
    isDate: text.length === 8,
  }
}

/** What stands before or behind the moment: hashes may be any, numbers that count are any, all else stays. */
function around(
  text: string,
  form: Form,
  tags: readonly string[],
  side: 'before' | 'behind' = 'before',
): string {
  const tokens = text.match(/[-_.]+|[^-_.]+/g) ?? []
  const shape = (isFree: (at: number) => boolean) =>
    tokens
      .map((token, at) =>
        isHash(token) || isHashPlace(tokens, at)
          ? `${token.startsWith('g') ? 'g' : ''}[0-9a-f]{7,40}`
          : isFree(at)
            ? '\\d+'
            : escaped(token),
      )
      .join('')
  const fixed = shape(() => false)
  const last = tokens.findLastIndex(token => /^\d+$/.test(token))
  if (last < 0 || isFlavour(tokens[last - 2]?.replace(/\d+$/, '') ?? '') || tokens[last - 1] === '.')
    return fixed
  // A number that no other tag has may be that of a run.
  const matching = (pattern: string) => {
    const whole = matcher(side === 'before' ? `^${pattern}${form.pattern}` : `${form.pattern}${pattern}$`)
    return tags.filter(tag => whole.test(tag)).length
  }
  const free = shape(at => at === last)
  return matching(fixed) < 2 && matching(free) > 2 ? free : fixed
}

/** A commit's hash of nothing but digits, where hashes stand. */
function isHashPlace(tokens: readonly string[], at: number): boolean {
  return /^\d{7}$|^\d{9}$|^\d{40}$/.test(tokens[at] ?? '')
}
