import { formatPolicyRef } from '../../flux/markers/setter.ts'
import { canonicalImage } from '../../flux/resources/image.ts'
import type { DescribedPlace } from '../../flux/schema/described-place.ts'
import { filterTags, storedTags } from '../../flux/selection/tags.ts'
import type { Snapshot } from '../../flux/workspace/snapshot.ts'
import { isGoError } from '../../go/go-error.ts'
import { regexpSize } from '../../go/regexp.ts'
import { compareVersions, parseVersion, type Version } from '../../go/semver/version.ts'
import { field, textAt } from '../../text/node.ts'
import type { Suggestion } from './references.ts'

/** Ranges that fit the tags of the policy's repository, as far as they are known; else examples. */
export function rangeCompletions(place: DescribedPlace, snapshot: Snapshot): readonly Suggestion[] {
  const versions = knownVersions(place, snapshot)
  const releases = versions.filter(({ pre }) => pre === '')
  const [newest] = releases.length > 0 ? releases : versions
  if (newest === undefined)
    return [
      { text: '>=1.0.0', detail: 'every release from 1.0.0 on' },
      { text: '1.x', detail: 'every release of 1' },
      { text: '>=1.0.0 <2.0.0', detail: 'the same, spelt out' },
    ]
  const isFirstOf = (same: (one: Version) => unknown) => (one: Version, i: number, all: readonly Version[]) =>
    all.findIndex(other => same(other) === same(one)) === i
  const majors = releases.filter(isFirstOf(({ major }) => major)).slice(0, 3)
  const minors = releases.filter(isFirstOf(({ major, minor }) => `${major}.${minor}`)).slice(0, 3)
  return [
    ...majors.map(one => ({ text: `${one.major}.x`, detail: `selects ${one.original} today` })),
    ...minors.map(one => ({ text: `${one.major}.${one.minor}.x`, detail: `selects ${one.original} today` })),
    { text: `>=${newest.original}`, detail: `${newest.original} and everything later, a new major too` },
    ...versions.slice(0, 20).map(one => ({ text: one.original, detail: 'this tag alone' })),
  ]
}

/** The tags that are stored of the image that a policy is about; none while they are not known. */
export function listedTags(
  { object, namespace }: DescribedPlace,
  { index, scans }: Snapshot,
): readonly string[] {
  const ref = field(object, 'spec', 'imageRepositoryRef')
  const name = textAt(ref, 'name')
  const inside = textAt(ref, 'namespace') ?? namespace
  if (name === undefined || inside === undefined) return []
  const [repository] = index.repositories.get(formatPolicyRef({ namespace: inside, name })) ?? []
  const key = canonicalImage(repository?.resource.image?.value ?? '')
  const scan = isGoError(key) ? undefined : scans.get(key)
  if (scan === undefined || !('value' in scan)) return []
  const tags = storedTags(scan.value.tags, repository?.resource.exclusionList)
  return isGoError(tags) ? [] : tags
}

/** The versions that the policy would choose from, newest first. */
function knownVersions(place: DescribedPlace, snapshot: Snapshot): readonly Version[] {
  const { object } = place
  const tags = listedTags(place, snapshot)
  const pattern = textAt(object, 'spec', 'filterTags', 'pattern') ?? ''
  const extract = textAt(object, 'spec', 'filterTags', 'extract') ?? ''
  // While a person waits only what is quick is filtered.
  if (pattern !== '' && regexpSize(pattern) * tags.length > 1_000_000) return []
  const candidates =
    pattern === '' ? new Map(tags.map(tag => [tag, tag])) : filterTags(tags, { pattern, extract })
  if (isGoError(candidates)) return []
  return [...candidates.keys()]
    .flatMap(tag => {
      const version = parseVersion(tag)
      return isGoError(version) ? [] : [version]
    })
    .sort((a, b) => compareVersions(b, a))
}
