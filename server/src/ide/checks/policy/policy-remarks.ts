import type { ImagePolicy } from '../../../flux/resources/resources.ts'
import { innerSpan, specScalar } from '../../../flux/resources/spec-field.ts'
import { tagRemarksOf } from '../../../flux/selection/resolve.ts'
import type { TagRemark } from '../../../flux/selection/tag-remarks.ts'
import type { Snapshot } from '../../../flux/workspace/snapshot.ts'
import type { SourceFile } from '../../../flux/workspace/source-file.ts'
import type { Scalar } from '../../../text/node.ts'
import type { Severity } from '../../answers.ts'
import type { Check } from '../../check.ts'
import { visible } from '../../texts/words.ts'
import { placedPolicies } from './placed-policies.ts'
import { policyExample } from './policy-example.ts'

type Kind = TagRemark['kind']
type Of<K extends Kind> = Extract<TagRemark, { kind: K }>

/** What real tags show about a policy, where they are known (issue 6: policy checks on real tags). */
export const policyRemarkChecks: readonly Check[] = [
  check('policy-filter-matches-nothing', 'filter-matches-nothing', {
    severity: 'warning',
    flux: 'Where the filter leaves no tag the policy fails with "version list argument cannot be empty", and the value stays as it is.',
    at: pattern,
    message: ({ start, samples }, policy) => {
      const rest = (policy.filter?.pattern ?? '').slice(start.length)
      const where =
        start === '' ? '' : ` Up to "${visible(start)}" tags match; from "${visible(rest)}" on none does.`
      return `None of the tags matches: ${list(samples)}, …${where}`
    },
    bad: policyExample(
      `  filterTags:
    pattern: '^main-[0-9]+$'
#             ^^^^^^^^^^^^^ policy-filter-matches-nothing: None of the tags matches: main-b, main-a, …
  policy:
    alphabetical:
      order: asc`,
      'main-a main-b',
    ),
    good: policyExample(
      `  filterTags:
    pattern: '^main-[a-z]+$'
  policy:
    alphabetical:
      order: asc`,
      'main-a main-b',
    ),
  }),
  check('policy-extract-collision', 'same-key', {
    severity: 'warning',
    flux: 'Tags from which the same text is extracted are one to Flux: the one that comes first in the alphabet is kept, the others are lost.',
    at: policy => specScalar(policy, 'filterTags', 'extract'),
    message: ({ key, tags, isOnly }) =>
      isOnly
        ? `"${visible(key)}" is extracted from every tag: ${list(tags)}. Flux keeps one of them and selects it.`
        : `"${visible(key)}" is extracted from several tags: ${list(tags)}. Flux keeps only the first in the alphabet.`,
    bad: policyExample(
      `  filterTags:
    pattern: '^main-[a-f0-9]+-(?P<ts>[0-9]+)$'
    extract: $ts
#            ^^^ policy-extract-collision: "100" is extracted from several tags: main-def-100, main-abc-100.
  policy:
    numerical:
      order: asc`,
      'main-abc-100 main-def-100 main-abc-99',
    ),
    good: policyExample(
      `  filterTags:
    pattern: '^main-[a-f0-9]+-(?P<ts>[0-9]+)$'
    extract: $ts
  policy:
    numerical:
      order: asc`,
      'main-abc-100 main-def-101',
    ),
  }),
  check('policy-numerical-nonnumeric', 'no-number', {
    severity: 'error',
    flux: 'One candidate that is no number fails the whole policy: "failed to parse invalid numeric value".',
    at: policy => specScalar(policy, 'filterTags', 'extract') ?? pattern(policy) ?? order(policy),
    message: ({ tag, key }) =>
      `${visible(tag)}${tag === key ? ' is no number' : ` gives "${visible(key)}", which is no number`}: the whole policy fails. Filter such tags out, or extract the number.`,
    bad: policyExample(
      `  policy:
    numerical:
      order: asc
#            ^^^ policy-numerical-nonnumeric: latest is no number: the whole policy fails.`,
      '1 2 latest',
    ),
    good: policyExample(
      `  filterTags:
    pattern: '^[0-9]+$'
  policy:
    numerical:
      order: asc`,
      '1 2 latest',
    ),
  }),
  check('policy-numerical-precision', 'precision', {
    severity: 'warning',
    flux: 'Numbers are floating point with 53 bits: beyond 9007199254740992 neighbours become equal, and Flux selects any of them.',
    at: policy => specScalar(policy, 'filterTags', 'extract') ?? pattern(policy) ?? order(policy),
    message: ({ keys }) =>
      `${keys.map(visible).join(' and ')} are the same number to Flux, which keeps about 16 digits. Compare them alphabetically if they are equally long.`,
    bad: policyExample(
      `  policy:
    numerical:
      order: asc
#            ^^^ policy-numerical-precision: 20240101120000124 and 20240101120000123 are the same number`,
      '20240101120000123 20240101120000124',
    ),
    good: policyExample(
      `  policy:
    alphabetical:
      order: asc`,
      '20240101120000123 20240101120000124',
    ),
  }),
  check('policy-alphabetical-on-semver', 'versions-as-text', {
    severity: 'warning',
    flux: 'Alphabetical order compares character by character: 1.9.0 comes after 1.10.0.',
    at: order,
    message: ({ selected, highest }) =>
      `As text ${visible(selected)} comes after ${visible(highest)}, so Flux selects the older one. These are versions: use semver.`,
    bad: policyExample(
      `  policy:
    alphabetical:
      order: asc
#            ^^^ policy-alphabetical-on-semver: As text 1.9.0 comes after 1.10.0`,
      '1.9.0 1.10.0',
    ),
    good: policyExample('  policy:\n    semver:\n      range: 1.x', '1.9.0 1.10.0'),
  }),
  check('policy-alphabetical-on-sha', 'hashes', {
    severity: 'warning',
    flux: 'Hashes have no order: the last one in the alphabet is any build, and not the newest.',
    at: order,
    message: ({ samples }) =>
      `Hashes such as ${list(samples)} have no order: what Flux selects is no newer than the others. Put a time or a build number into the tags.`,
    bad: policyExample(
      `  policy:
    alphabetical:
      order: asc
#            ^^^ policy-alphabetical-on-sha: Hashes such as f00dfee, 0a1b2c3 have no order`,
      '0a1b2c3 f00dfee',
    ),
    good: policyExample(
      `  filterTags:
    pattern: '^[a-f0-9]+-(?P<ts>[0-9]+)$'
    extract: $ts
  policy:
    numerical:
      order: asc`,
      '0a1b2c3-1700000000 f00dfee-1700000001',
    ),
  }),
  check('policy-range-matches-nothing', 'range-matches-nothing', {
    severity: 'warning',
    flux: 'Where no tag lies in the range the policy fails with "unable to determine latest version from provided list". Tags without three parts, and prereleases unless the range asks for them, do not count.',
    at: range,
    message: ({ near }) =>
      `No tag lies in this range. Nearest: ${near.map(({ tag, reason }) => `${visible(tag)} (${visible(reason)})`).join(', ')}.`,
    bad: policyExample(
      `  policy:
    semver:
      range: 3.x
#            ^^^ policy-range-matches-nothing: No tag lies in this range. Nearest: 2.0.0 (outside 3.x), 1.0.0 (outside 3.x), latest (no version of three parts).`,
      '1.0.0 2.0.0 latest',
    ),
    good: policyExample('  policy:\n    semver:\n      range: 2.x', '1.0.0 2.0.0 latest'),
  }),
  check('policy-newer-outside-range', 'newer-outside', {
    severity: 'hint',
    flux: 'Flux selects within the range, however far the image has gone on outside of it.',
    at: range,
    message: ({ tag }) => `${visible(tag)} exists, and the range keeps it out.`,
    bad: policyExample(
      `  policy:
    semver:
      range: 1.x
#            ^^^ policy-newer-outside-range: 2.0.0 exists, and the range keeps it out.`,
      '1.0.0 2.0.0',
    ),
    good: policyExample('  policy:\n    semver:\n      range: 2.x', '1.0.0 2.0.0'),
  }),
  check('policy-prerelease-as-text', 'prerelease-as-text', {
    severity: 'warning',
    flux: 'In a prerelease only parts between dots that are all digits are compared as numbers: rc9 comes after rc10, and rc.10 after rc.9.',
    at: range,
    message: ({ selected, expected }) =>
      `${visible(selected)} comes after ${visible(expected)}, since "rc10" is compared as text. Tag with a dot before the number.`,
    bad: policyExample(
      `  policy:
    semver:
      range: '>=1.0.0-0'
#             ^^^^^^^^^ policy-prerelease-as-text: 1.0.0-rc9 comes after 1.0.0-rc10`,
      '1.0.0-rc9 1.0.0-rc10',
    ),
    good: policyExample("  policy:\n    semver:\n      range: '>=1.0.0-0'", '1.0.0-rc.9 1.0.0-rc.10'),
  }),
  check('policy-other-generation', 'other-generation', {
    severity: 'information',
    flux: 'Flux 2.7 changed when a range takes prereleases: where any term names one, and no longer only where every term does.',
    at: range,
    message: ({ generation, tag }) =>
      generation === 'flux-2.6'
        ? `Up to Flux 2.6 this selects ${visible(tag)}.`
        : `From Flux 2.7 on this selects ${visible(tag)}.`,
    bad: policyExample(
      `  policy:
    semver:
      range: '>=1.0.0-0 <2.0.0'
#             ^^^^^^^^^^^^^^^^ policy-other-generation: Up to Flux 2.6 this selects 1.0.0.`,
      '1.0.0 1.1.0-rc.1',
    ),
    good: policyExample('  policy:\n    semver:\n      range: 1.x', '1.0.0 1.1.0'),
  }),
]

interface Words<K extends Kind> {
  readonly severity: Severity
  readonly flux: string
  /** What to point at. */
  readonly at: (policy: ImagePolicy) => Scalar | undefined
  readonly message: (remark: Of<K>, policy: ImagePolicy) => string
  readonly bad: string
  readonly good: string
}

function check<K extends Kind>(code: string, kind: K, words: Words<K>): Check {
  return {
    code,
    severity: words.severity,
    flux: words.flux,
    example: { bad: words.bad, good: words.good },
    *findings(file: SourceFile, snapshot: Snapshot) {
      for (const { policy, variants } of placedPolicies(file, snapshot)) {
        const found = variants
          .flatMap(one => tagRemarksOf(snapshot, one) ?? [])
          .find((remark): remark is Of<K> => remark.kind === kind)
        if (found === undefined) continue
        const at = words.at(policy)
        yield { span: at ? innerSpan(at) : policy.span, message: words.message(found, policy) }
      }
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
