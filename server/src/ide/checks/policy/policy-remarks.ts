import type { ImagePolicy } from '../../../flux/resources/resources.ts'
import { innerSpan, isInline, rewritten, specScalar } from '../../../flux/resources/spec-field.ts'
import { impossiblePattern } from '../../../flux/selection/impossible-pattern.ts'
import { missingExtract } from '../../../flux/selection/missing-extract.ts'
import { withoutBoundPrerelease } from '../../../flux/selection/range-bounds.ts'
import { tagRemarksOf } from '../../../flux/selection/resolve.ts'
import type { TagRemark } from '../../../flux/selection/tag-remarks.ts'
import type { SourceFile } from '../../../flux/workspace/source-file.ts'
import type { Scalar } from '../../../text/node.ts'
import type { Fix, Severity } from '../../answers.ts'
import { type Check, type Code, type Finding, fix } from '../../check.ts'
import { visible } from '../../texts/words.ts'

type Kind = TagRemark['kind']
type Of<K extends Kind> = Extract<TagRemark, { kind: K }>

/** One kind of remark: its code, and what is found of it. */
const rows: readonly Row[] = [
  row('policy-filter-matches-nothing', 'filter-matches-nothing', {
    severity: 'warning',
    flux: 'Where the filter leaves no tag the policy fails with "version list argument cannot be empty", and the value stays as it is.',
    at: pattern,
    message: ({ start, samples }, policy) => {
      const rest = (policy.filter?.pattern ?? '').slice(start.length)
      const where =
        start === '' ? '' : ` Up to "${visible(start)}" tags match; from "${visible(rest)}" on none does.`
      return `None of the tags matches: ${list(samples)}, …${where}`
    },
  }),
  row('policy-extract-collision', 'same-key', {
    severity: 'warning',
    flux: 'Tags from which the same text is extracted are one to Flux: the one that comes first in the alphabet is kept, the others are lost.',
    at: policy => specScalar(policy, 'filterTags', 'extract'),
    message: ({ key, tags, isOnly }) =>
      isOnly
        ? `"${visible(key)}" is extracted from every tag: ${list(tags)}. Flux keeps one of them and selects it.`
        : `"${visible(key)}" is extracted from several tags: ${list(tags)}. Flux keeps only the first in the alphabet.`,
  }),
  row('policy-numerical-nonnumeric', 'no-number', {
    severity: 'error',
    flux: 'One candidate that is no number fails the whole policy: "failed to parse invalid numeric value".',
    at: policy => specScalar(policy, 'filterTags', 'extract') ?? pattern(policy) ?? order(policy),
    message: ({ tag, key }) =>
      `${visible(tag)}${tag === key ? ' is no number' : ` gives "${visible(key)}", which is no number`}: the whole policy fails. Filter such tags out, or extract the number.`,
  }),
  row('policy-numerical-precision', 'precision', {
    severity: 'warning',
    flux: 'Numbers are floating point with 53 bits: beyond 9007199254740992 neighbours become equal, and Flux selects any of them.',
    at: policy => specScalar(policy, 'filterTags', 'extract') ?? pattern(policy) ?? order(policy),
    message: ({ keys }) =>
      `${keys.map(visible).join(' and ')} are the same number to Flux, which keeps about 16 digits. Compare them alphabetically if they are equally long.`,
  }),
  row('policy-numerical-widths', 'widths', {
    severity: 'warning',
    flux: 'The numerical order compares numbers, whatever they mean: a build number or a time in milliseconds of 15 digits is above any time in seconds, of 10, and stays selected for ever.',
    at: policy => specScalar(policy, 'filterTags', 'extract') ?? pattern(policy) ?? order(policy),
    message: ({ selected, other }) =>
      `${visible(selected)} (${selected.length} digits) and ${visible(other)} (${other.length} digits) can hardly count the same thing, and the longer number is always the higher one. Have the pattern take numbers of one length, such as [0-9]{${other.length}}$.`,
  }),
  row('policy-alphabetical-on-semver', 'versions-as-text', {
    severity: 'warning',
    flux: 'Alphabetical order compares character by character: 1.9.0 comes after 1.10.0.',
    at: order,
    message: ({ selected, highest }) =>
      `As text ${visible(selected)} comes after ${visible(highest)}, so Flux selects the older one. These are versions: use semver.`,
  }),
  row('policy-alphabetical-on-numbers', 'numbers-as-text', {
    severity: 'warning',
    flux: 'Alphabetical order compares character by character: build-9 comes after build-10. Only numbers of one width are in their own order.',
    at: order,
    message: ({ selected, highest }) =>
      `As text ${visible(selected)} comes after ${visible(highest)}, so Flux selects the older one. Extract the number and use numerical, or semver for versions.`,
  }),
  row('policy-alphabetical-mixed', 'words', {
    severity: 'warning',
    flux: 'In alphabetical order the first character that differs decides. Where tags begin with different words, such as branches, or a name like `latest` is among them, the word decides and not what is newer.',
    at: policy => pattern(policy) ?? order(policy),
    message: ({ selected, samples }, policy) =>
      `Tags of different kinds, and how they begin decides: Flux selects ${visible(selected)} before ${list(samples)}, whichever is newer. ${policy.filter ? 'Have filterTags.pattern take' : 'Add filterTags with a pattern that takes'} one kind.`,
  }),
  row('policy-alphabetical-on-sha', 'hashes', {
    severity: 'warning',
    flux: 'Hashes have no order: the last one in the alphabet is any build, and not the newest. That is so behind a branch too: `main-9f8e7d6` is not newer than `main-0011223`.',
    at: order,
    message: ({ samples }) =>
      samples.every(tag => /[-_.][0-9]{8,}(?:[-_.]|$)/.test(tag))
        ? `The hash decides in tags such as ${list(samples)}, and hashes have no order: what Flux selects is no newer than the others. Extract the time, and compare that.`
        : `Hashes such as ${list(samples)} have no order: what Flux selects is no newer than the others. Put a time or a build number into the tags.`,
  }),
  row('policy-range-matches-nothing', 'range-matches-nothing', {
    severity: 'warning',
    flux: 'Where no tag lies in the range the policy fails with "unable to determine latest version from provided list". Tags without three parts, and prereleases unless the range asks for them, do not count.',
    at: range,
    message: ({ near }) =>
      `No tag lies in this range. Nearest: ${near.map(({ tag, reason }) => `${visible(tag)} (${visible(reason)})`).join(', ')}.`,
    fixes: (place, file, { ranges }) => ranges.flatMap(one => rangeFix(one, place, file)),
  }),
  row('policy-newer-outside-range', 'newer-outside', {
    severity: 'hint',
    flux: 'Flux selects within the range, however far the image has gone on outside of it.',
    at: range,
    message: ({ tag }) => `${visible(tag)} exists, and the range keeps it out.`,
    fixes: (place, file, { wider }) => (wider === undefined ? [] : rangeFix(wider, place, file)),
  }),
  row('policy-prerelease-as-text', 'prerelease-as-text', {
    severity: 'warning',
    flux: 'In a prerelease only parts between dots that are all digits are compared as numbers: rc9 comes after rc10, and rc.10 after rc.9.',
    at: range,
    message: ({ selected, expected }) =>
      `${visible(selected)} comes after ${visible(expected)}, since "rc10" is compared as text. Tag with a dot before the number.`,
  }),
  row('policy-git-describe', 'git-describe', {
    severity: 'warning',
    flux: '`git describe` names a build after the last release: v1.2.3-14-gcafe789 is 14 commits newer than v1.2.3. In a version what follows the hyphen is a prerelease, and a prerelease comes before its release. So such a build is never selected once the release is there.',
    at: range,
    message: ({ selected, build }) =>
      `${visible(build)} looks like a build after ${visible(selected)}, but is a prerelease of it to Flux, and comes before it. Bump the patch for builds between releases (${nextPatch(selected)}-…), or extract a time or build number.`,
  }),
  row('policy-prerelease-by-bound', 'prerelease-by-bound', {
    severity: 'warning',
    flux: 'From Flux 2.7 on, one prerelease anywhere in a range opens the whole of it to prereleases, an upper bound such as `<2.0.0-0` too.',
    at: range,
    message: ({ tag, release }) =>
      `This selects the prerelease ${visible(tag)}: from Flux 2.7 on the "-0" of the upper bound lets the prereleases of the whole range in. Write the bound without it${release === undefined ? '' : ` to select ${visible(release)}`}.`,
    fixes: (place, file) => {
      const plain = withoutBoundPrerelease(place.text)
      return plain === undefined || !isInline(place)
        ? []
        : [fix(`Change to ${plain}`, file, place.span, rewritten(place, plain))]
    },
  }),
  row('policy-other-generation', 'other-generation', {
    severity: 'information',
    flux: 'Flux 2.7 changed when a range takes prereleases: where any term names one, and no longer only where every term does.',
    at: range,
    message: ({ generation, tag }) =>
      generation === 'flux-2.6'
        ? `Up to Flux 2.6 this selects ${visible(tag)}. There each bound decides for itself whether it takes prereleases; from 2.7 on one bound with a prerelease opens the range to all.`
        : `From Flux 2.7 on this selects ${visible(tag)}. There one bound with a prerelease opens the range to all prereleases; up to 2.6 each bound decides for itself.`,
  }),
]

/** What real tags show about a policy, where they are known. */
export const policyRemarks: Check = {
  codes: rows.map(({ code }) => code),
  *findings({ file, snapshot, placedPolicies }) {
    for (const { policy, variants } of placedPolicies) {
      const all = variants.flatMap(one => tagRemarksOf(snapshot, one) ?? [])
      // What holds whatever the tags are is reported by itself.
      const remarks = all.filter(
        ({ kind }) =>
          !(missingExtract(policy) && (kind === 'no-number' || kind === 'range-matches-nothing')) &&
          !(impossiblePattern(policy) && kind === 'filter-matches-nothing'),
      )
      if (remarks.length > 0) for (const { found } of rows) yield* found(remarks, policy, file)
    }
  },
}

interface Row {
  readonly code: Code
  readonly found: (remarks: readonly TagRemark[], policy: ImagePolicy, file: SourceFile) => readonly Finding[]
}

interface Words<K extends Kind> {
  readonly severity: Severity
  readonly flux: string
  /** What to point at. */
  readonly at: (policy: ImagePolicy) => Scalar | undefined
  readonly message: (remark: Of<K>, policy: ImagePolicy) => string
  readonly fixes?: (place: Scalar, file: SourceFile, remark: Of<K>) => readonly Fix[]
}

function row<K extends Kind>(code: string, kind: K, { severity, flux, at, message, fixes }: Words<K>): Row {
  return {
    code: { code, severity, flux },
    found: (remarks, policy, file) => {
      const remark = remarks.find((one): one is Of<K> => one.kind === kind)
      const place = at(policy)
      const span = place ? innerSpan(place) : policy.span
      if (remark === undefined) return []
      const fixesOf = place && fixes ? { fixes: () => fixes(place, file, remark) } : {}
      return [{ code, span, message: message(remark, policy), ...fixesOf }]
    },
  }
}

/** Another range; which one is meant a person knows. */
function rangeFix(range: string, place: Scalar, file: SourceFile): readonly Fix[] {
  if (!isInline(place)) return []
  const title = `${/-0\b/.test(range) ? 'Take prereleases' : 'Widen the range'}: ${range}`
  return [{ ...fix(title, file, place.span, rewritten(place, range)), isGuess: true }]
}

function pattern(policy: ImagePolicy): Scalar | undefined {
  return specScalar(policy, 'filterTags', 'pattern')
}

function range(policy: ImagePolicy): Scalar | undefined {
  return specScalar(policy, 'policy', 'semver', 'range')
}

function order(policy: ImagePolicy): Scalar | undefined {
  const kind = policy.policy.alphabetical ? 'alphabetical' : 'numerical'
  return specScalar(policy, 'policy', kind, 'order')
}

/** `v0.0.2` after `v0.0.1`. */
function nextPatch(release: string): string {
  const [, start = '', patch = '0'] = /^(v?\d+\.\d+\.)(\d+)/.exec(release) ?? []
  return `${start}${BigInt(patch) + 1n}`
}

function list(tags: readonly string[]): string {
  return tags.map(visible).join(', ')
}
