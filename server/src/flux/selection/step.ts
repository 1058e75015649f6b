import diff from 'semver/functions/diff.js'
import parse from 'semver/functions/parse.js'

/** What kind of step a bump is. `other` where a tag is no semantic version, so that nobody can say. */
export type Step = 'patch' | 'minor' | 'major' | 'prerelease' | 'downgrade' | 'same' | 'other'

/**
 * The kind of step from one tag to another, in the words of npm's semver. What Flux selects does not depend on it.
 *
 * `1.2.3` to `v1.3.0` is minor, to `1.3.0-rc.1` prerelease, to `1.2.2` a downgrade, to `v1.2.3` the same.
 * A suffix that stays is a flavour and does not count: `1.2.3-alpine` to `1.3.0-alpine` is minor.
 */
export function stepKind(from: string, to: string): Step {
  if (from === to) return 'same'
  const [before, after] = [parse(from, true), parse(to, true)]
  if (before === null || after === null) return 'other'
  const order = after.compare(before)
  if (order <= 0) return order === 0 ? 'same' : 'downgrade'
  const isFlavour = before.prerelease.join('.') === after.prerelease.join('.')
  return kind(isFlavour ? diff(release(before), release(after)) : diff(before, after))
}

type Numbers = Pick<NonNullable<ReturnType<typeof parse>>, 'major' | 'minor' | 'patch'>

function release({ major, minor, patch }: Numbers): string {
  return `${major}.${minor}.${patch}`
}

function kind(difference: ReturnType<typeof diff>): Step {
  return difference === 'major' || difference === 'minor' || difference === 'patch'
    ? difference
    : 'prerelease'
}
