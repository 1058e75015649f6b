import { isCalendar } from './calendar.ts'
import { escaped, matcher, notSure, type Recognised } from './recognised.ts'
import { isCandidate } from './tag-words.ts'
import { type VersionCore, versionCore } from './version-core.ts'
import { type SuffixPiece, suffixPieces } from './version-suffix.ts'

/**
 * Tags with a version: `1.2.3`, `v1.2.3-alpine`, `21.0.4_7-jre`, `7.4.0-debian-12-r2`, `worker-v1.6.0`, `2024.10.4`,
 * `1.40.5.8921-027c53b20`. The major stays, unless it is a year; the flavour stays; prereleases are followed only from
 * a prerelease.
 */
export function versionScheme(current: string, tags: readonly string[]): Recognised | undefined {
  const core = versionCore(current)
  if (core === undefined) return undefined
  const { prefix, v, parts, suffix } = core
  const head = `${escaped(prefix + v)}${parts.map(() => '\\d+').join('\\.')}`
  if (/[-_.](?:dirty|snapshot|latest|head|tip)$/i.test(suffix))
    return notSure(
      'moving version',
      `${current} is written anew by each build: nothing orders its builds. Tag releases, or give each build a number or a timestamp.`,
    )
  const pieces = suffixPieces(head, suffix, tags)
  const version: Version = { core, pieces, tags, isCalendar: isCalendar(core, tags) }
  const moving = movingVersion(version, current)
  if (moving) return moving
  const prerelease = pieces.find(piece => piece.kind === 'prerelease')
  if (prerelease) return prereleases(version, prerelease)
  if (isDescribed(pieces)) return described(version)
  return plain(version) ?? datedRebuilds(version) ?? general(version)
}

interface Version {
  readonly core: VersionCore
  readonly pieces: readonly SuffixPiece[]
  readonly tags: readonly string[]
  /** Whether the first part is a year, so that it may go on. */
  readonly isCalendar: boolean
}

/** A version of two parts that stands for the newest of three. */
function movingVersion({ core, pieces, tags }: Version, current: string): Recognised | undefined {
  const { prefix, v, parts, suffix } = core
  if (parts.length !== 2 || pieces.some(({ kind }) => kind !== 'text')) return undefined
  const patch = matcher(`^${escaped(`${prefix}${v}${parts.join('.')}`)}\\.\\d+${escaped(suffix)}$`)
  const found = tags.find(tag => patch.test(tag))
  return found === undefined
    ? undefined
    : notSure(
        'moving version',
        `${current} moves to each new patch, such as ${found}: there is nothing to update as written. Pin ${found} first, or reflect the digest of ${current}.`,
      )
}

/** The three parts and nothing else: what semver ranges are made for. */
function plain({ core, pieces, tags, isCalendar }: Version): Recognised | undefined {
  const { prefix, v, parts } = core
  if (prefix !== '' || pieces.length > 0 || parts.length !== 3) return undefined
  if (isCalendar && parts.slice(1).some(isPadded)) return undefined
  const isMixed = tags.some(tag => /^v?\d+\.\d+\.\d+$/.test(tag) && tag.startsWith('v') !== (v === 'v'))
  return {
    sure: true,
    scheme: isCalendar ? 'calendar version' : 'semver',
    why: stays(core, isCalendar, []),
    proposal: {
      ...(isMixed ? { filterTags: { pattern: `^${v}\\d+\\.\\d+\\.\\d+$` } } : {}),
      policy: { semver: { range: range(parts, isCalendar, false) } },
    },
  }
}

/** Days such as `2024.11.04`, of which some have later builds: `2024.11.04-2`. */
function datedRebuilds({ core, pieces, tags, isCalendar }: Version): Recognised | undefined {
  const { prefix, v, parts } = core
  const [year = '', month = '', day = ''] = parts
  const [first, second] = pieces
  const isRebuild =
    pieces.length === 0 || (pieces.length === 2 && first?.kind === 'text' && second?.kind === 'field')
  if (
    !isCalendar ||
    parts.length !== 3 ||
    !isRebuild ||
    year.length !== 4 ||
    month.length !== 2 ||
    day.length !== 2
  )
    return undefined
  const dated = `${escaped(prefix + v)}(?P<y>\\d{4})\\.(?P<m>\\d{2})\\.(?P<d>\\d{2})`
  const sep = first?.kind === 'text' ? escaped(first.text) : '-'
  if (!tags.some(tag => matcher(`^${dated}${sep}\\d{1,3}$`).test(tag))) return undefined
  return {
    sure: true,
    scheme: 'date',
    why: 'The newest day counts, and of one day the latest build.',
    proposal: {
      filterTags: { pattern: `^${dated}(?:${sep}0*(?P<n>\\d{1,3}))?$`, extract: '$y$m$d.0$n.0' },
      policy: { semver: { range: '>=0.0.0' } },
    },
  }
}

/** A version with whatever is around it: four numbers and more go into a prerelease, where semver orders them. */
function general({ core, pieces, tags, isCalendar }: Version): Recognised {
  const { prefix, v, parts } = core
  const names = partNames(parts.length)
  const isPlain = parts.length === 3 && !tags.some(tag => hasPadding(tag, core))
  const versionPattern = isPlain
    ? '(?P<version>\\d+\\.\\d+\\.\\d+)'
    : parts
        .map((_, at) => `${at > 0 && isEverPadded(core, tags) ? '0*' : ''}(?P<${names[at]}>\\d+)`)
        .join('\\.')
  const fields = pieces.filter(({ kind }) => kind === 'field')
  let at = 0
  const rest = pieces
    .map(piece => (piece.kind === 'field' ? `0*(?P<${fieldName(at++)}>\\d+)` : fixed(piece)))
    .join('')
  const pattern = `^${escaped(prefix + v)}${versionPattern}${rest}$`
  const [main, more] = [names.slice(0, 3), names.slice(3)]
  const three = isPlain
    ? '$version'
    : [...main.map(name => `$${name}`), ...Array(3 - main.length).fill('0')].join('.')
  const behind = [...more, ...fields.map((_, index) => fieldName(index))].map(name => `$${name}`)
  const hashes = pieces.some(({ kind }) => kind === 'hash')
  if (hashes && behind.length === 0 && isTied(pattern, tags))
    return notSure(
      'version and hash',
      'Several builds have the same version, and only a hash tells them apart, which has no order. Put a run number or a timestamp before the hash.',
    )
  return {
    sure: true,
    scheme: isCalendar
      ? 'calendar version'
      : [
          `${parts.length > 3 ? `${parts.length} numbers` : 'semver'}`,
          fields.length > 0 ? 'build' : '',
          hashes ? 'hash' : '',
        ]
          .filter(Boolean)
          .join(' and '),
    why: stays(core, isCalendar, pieces),
    proposal: {
      filterTags: { pattern, extract: behind.length === 0 ? three : `${three}-${behind.join('.')}` },
      policy: { semver: { range: range(parts, isCalendar, behind.length > 0) } },
    },
  }
}

/** From a prerelease: the next of its kind, and the release that they lead to. */
function prereleases(
  { core, pieces, isCalendar }: Version,
  { sep, word, inner, number }: SuffixPiece & { readonly kind: 'prerelease' },
): Recognised {
  const { prefix, v, parts } = core
  if (number === '')
    return notSure(
      'moving version',
      `${word} without a number is written anew by each build: nothing orders its builds. Give each a number or a timestamp.`,
    )
  const at = pieces.findIndex(({ kind }) => kind === 'prerelease')
  const rest = pieces.slice(at + 1)
  let field = 0
  const tail = rest
    .map(piece => (piece.kind === 'field' ? `0*(?P<${fieldName(field++)}>\\d+)` : fixed(piece)))
    .join('')
  const names = partNames(parts.length)
  const padded = [...names, ...Array(Math.max(0, 3 - names.length)).fill('0')]
  const isThree = parts.length === 3
  const versionPattern = isThree
    ? '(?P<version>\\d+\\.\\d+\\.\\d+)'
    : parts.map((_, index) => `(?P<${names[index]}>\\d+)`).join('\\.')
  const three = isThree
    ? '$version'
    : padded
        .slice(0, 3)
        .map(name => (name === '0' ? '0' : `$${name}`))
        .join('.')
  // The release itself is of the same order where a dash stands between: 1.9.0-10 is below 1.9.0.
  const isOptional = isCandidate(word) && sep === '-' && field === 0 && parts.length <= 3
  const own = `${escaped(word)}${escaped(inner)}0*(?P<n>\\d+)`
  const middle = isOptional ? `(?:(?P<dash>-)${own})?` : `${escaped(sep)}${own}`
  const numbers = ['$n', ...Array.from({ length: field }, (_, index) => `$${fieldName(index)}`)].join('.')
  const pattern = `^${escaped(prefix + v)}${versionPattern}${pieces.slice(0, at).map(fixed).join('')}${middle}${tail}$`
  const low = isCalendar ? `${parts.map(Number).concat(0, 0).slice(0, 3).join('.')}-0` : undefined
  return {
    sure: true,
    scheme: 'prerelease',
    why: `The next ${word} counts${isOptional ? ', and the release that it leads to' : ''}.`,
    proposal: {
      filterTags: { pattern, extract: isOptional ? `${three}$dash$n` : `${three}-${numbers}` },
      policy: { semver: { range: low === undefined ? range(parts, false, true) : `>=${low}` } },
    },
  }
}

/** `git describe`: a release, or so many commits behind one. The major stands in the pattern, so that three numbers do. */
function described({ core }: Version): Recognised {
  const { prefix, v, parts } = core
  const [major = '0'] = parts
  return {
    sure: true,
    scheme: 'git describe',
    why: `The build with the newest release and most commits behind it counts; the major ${major} stays.`,
    proposal: {
      filterTags: {
        pattern: `^${escaped(`${prefix}${v}${major}`)}\\.(?P<minor>\\d+)\\.(?P<patch>\\d+)(?:-(?P<n>\\d+)-g[0-9a-f]{7,40})?$`,
        extract: '$minor.$patch.0$n',
      },
      policy: { semver: { range: '>=0.0.0' } },
    },
  }
}

function isDescribed(pieces: readonly SuffixPiece[]): boolean {
  const [dash, count, second, hash, ...more] = pieces
  return (
    dash?.kind === 'text' &&
    dash.text === '-' &&
    count?.kind === 'field' &&
    second?.kind === 'text' &&
    second.text === '-' &&
    hash?.kind === 'hash' &&
    hash.text.startsWith('g') &&
    more.length === 0
  )
}

function fixed(piece: SuffixPiece): string {
  if (piece.kind === 'hash') return `${piece.text.startsWith('g') ? 'g' : ''}[0-9a-f]{7,40}`
  return piece.kind === 'prerelease' ? '' : escaped(piece.text)
}

/** Whether builds share a version, so that their hashes would decide. */
function isTied(pattern: string, tags: readonly string[]): boolean {
  const found = matcher(pattern)
  const versions = tags.flatMap(tag => {
    const groups = found.exec(tag)?.groups
    return groups ? [Object.values(groups).join('.')] : []
  })
  return versions.length > 1.3 * new Set(versions).size
}

function range(
  [major = '0', ...rest]: readonly string[],
  isCalendar: boolean,
  hasPrereleases: boolean,
): string {
  const first = Number(major)
  if (isCalendar) {
    const low = [first, ...rest.map(Number), 0, 0].slice(0, 3).join('.')
    return hasPrereleases ? `>=${low}-0` : `>=${low}`
  }
  return hasPrereleases ? `>=${first}.0.0-0 <${first + 1}.0.0-0` : `${first}.x`
}

function stays({ prefix, parts }: VersionCore, isCalendar: boolean, pieces: readonly SuffixPiece[]): string {
  const kept = [
    isCalendar ? '' : `the major ${parts[0]}`,
    prefix === '' ? '' : JSON.stringify(prefix.replace(/[-_.]$/, '')),
    ...pieces.map(piece =>
      piece.kind === 'text' && /[A-Za-z]/.test(piece.text)
        ? JSON.stringify(piece.text.replace(/^[-_.]+|[-_.]+$/g, ''))
        : '',
    ),
  ].filter(Boolean)
  const build = pieces.some(({ kind }) => kind === 'field') ? ' and build' : ''
  return `The newest version${build} counts${kept.length > 0 ? `; ${kept.join(', ')} ${kept.length > 1 ? 'stay' : 'stays'}` : ''}.`
}

function partNames(count: number): readonly string[] {
  return [
    'major',
    'minor',
    'patch',
    'build',
    'revision',
    ...Array.from({ length: Math.max(0, count - 5) }, (_, at) => `p${at}`),
  ].slice(0, count)
}

function fieldName(at: number): string {
  return `n${at + 1}`
}

function isPadded(part: string): boolean {
  return part.length > 1 && part.startsWith('0')
}

function hasPadding(tag: string, { prefix, v }: VersionCore): boolean {
  const [, digits = ''] = matcher(`^${escaped(prefix + v)}(\\d+(?:\\.\\d+)+)`).exec(tag) ?? []
  return digits.split('.').some(isPadded)
}

function isEverPadded(core: VersionCore, tags: readonly string[]): boolean {
  return core.parts.some(isPadded) || tags.some(tag => hasPadding(tag, core))
}
