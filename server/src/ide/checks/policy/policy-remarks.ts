import type { ImagePolicy } from '../../../flux/resources/resources.ts'
import { innerSpan, specScalar } from '../../../flux/resources/spec-field.ts'
import { tagRemarksOf } from '../../../flux/selection/resolve.ts'
import type { TagRemark } from '../../../flux/selection/tag-remarks.ts'
import type { Scalar } from '../../../text/node.ts'
import type { Severity } from '../../answers.ts'
import type { Check, Code, Finding } from '../../check.ts'
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
  row('policy-alphabetical-on-semver', 'versions-as-text', {
    severity: 'warning',
    flux: 'Alphabetical order compares character by character: 1.9.0 comes after 1.10.0.',
    at: order,
    message: ({ selected, highest }) =>
      `As text ${visible(selected)} comes after ${visible(highest)}, so Flux selects the older one. These are versions: use semver.`,
  }),
  row('policy-alphabetical-on-sha', 'hashes', {
    severity: 'warning',
    flux: 'Hashes have no order: the last one in the alphabet is any build, and not the newest.',
    at: order,
    message: ({ samples }) =>
      `Hashes such as ${list(samples)} have no order: what Flux selects is no newer than the others. Put a time or a build number into the tags.`,
  }),
  row('policy-range-matches-nothing', 'range-matches-nothing', {
    severity: 'warning',
    flux: 'Where no tag lies in the range the policy fails with "unable to determine latest version from provided list". Tags without three parts, and prereleases unless the range asks for them, do not count.',
    at: range,
    message: ({ near }) =>
      `No tag lies in this range. Nearest: ${near.map(({ tag, reason }) => `${visible(tag)} (${visible(reason)})`).join(', ')}.`,
  }),
  row('policy-newer-outside-range', 'newer-outside', {
    severity: 'hint',
    flux: 'Flux selects within the range, however far the image has gone on outside of it.',
    at: range,
    message: ({ tag }) => `${visible(tag)} exists, and the range keeps it out.`,
  }),
  row('policy-prerelease-as-text', 'prerelease-as-text', {
    severity: 'warning',
    flux: 'In a prerelease only parts between dots that are all digits are compared as numbers: rc9 comes after rc10, and rc.10 after rc.9.',
    at: range,
    message: ({ selected, expected }) =>
      `${visible(selected)} comes after ${visible(expected)}, since "rc10" is compared as text. Tag with a dot before the number.`,
  }),
  row('policy-other-generation', 'other-generation', {
    severity: 'information',
    flux: 'Flux 2.7 changed when a range takes prereleases: where any term names one, and no longer only where every term does.',
    at: range,
    message: ({ generation, tag }) =>
      generation === 'flux-2.6'
        ? `Up to Flux 2.6 this selects ${visible(tag)}.`
        : `From Flux 2.7 on this selects ${visible(tag)}.`,
  }),
]

/** What real tags show about a policy, where they are known. */
export const policyRemarks: Check = {
  codes: rows.map(({ code }) => code),
  *findings({ snapshot, placedPolicies }) {
    for (const { policy, variants } of placedPolicies) {
      const remarks = variants.flatMap(one => tagRemarksOf(snapshot, one) ?? [])
      if (remarks.length > 0) for (const { found } of rows) yield* found(remarks, policy)
    }
  },
}

interface Row {
  readonly code: Code
  readonly found: (remarks: readonly TagRemark[], policy: ImagePolicy) => readonly Finding[]
}

interface Words<K extends Kind> {
  readonly severity: Severity
  readonly flux: string
  /** What to point at. */
  readonly at: (policy: ImagePolicy) => Scalar | undefined
  readonly message: (remark: Of<K>, policy: ImagePolicy) => string
}

function row<K extends Kind>(code: string, kind: K, { severity, flux, at, message }: Words<K>): Row {
  return {
    code: { code, severity, flux },
    found: (remarks, policy) => {
      const remark = remarks.find((one): one is Of<K> => one.kind === kind)
      const place = at(policy)
      const span = place ? innerSpan(place) : policy.span
      return remark ? [{ code, span, message: message(remark, policy) }] : []
    },
  }
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

function list(tags: readonly string[]): string {
  return tags.map(visible).join(', ')
}
