import { byteOrder } from '../../go/byte-order.ts'
import { parseFloat64 } from '../../go/float.ts'
import { isGoError } from '../../go/go-error.ts'
import { compareVersions, parseVersion } from '../../go/semver/version.ts'
import type { FunnelEntry } from './funnel.ts'
import { naturalOrder } from './natural-order.ts'
import type { PolicyChoice } from './policy.ts'

/**
 * Tags as a person picks from them: those that the policy could select, the one that it prefers first; then those that
 * lie outside its range, in the same order; then the rest, as people count. Equals keep their order.
 */
export function newestFirst(policy: PolicyChoice, entries: readonly FunnelEntry[]): readonly FunnelEntry[] {
  const group = ({ stage }: FunnelEntry) =>
    stage === 'selected' || stage === 'not-latest' ? 0 : stage === 'out-of-range' ? 1 : 2
  const groups = [0, 1, 2].map(number => entries.filter(entry => group(entry) === number))
  const [eligible = [], outside = [], rest = []] = groups
  return [
    ...inPolicyOrder(policy, eligible),
    ...inPolicyOrder(policy, outside),
    ...rest.toSorted((a, b) => naturalOrder(b.tag, a.tag)),
  ]
}

/** Each key is read once: there may be a hundred thousand. */
function inPolicyOrder(policy: PolicyChoice, entries: readonly FunnelEntry[]): readonly FunnelEntry[] {
  const keyOf = ({ key, tag }: FunnelEntry) => key ?? tag
  if (policy.semver) {
    const read = entries.map(entry => ({ entry, version: parseVersion(keyOf(entry)) }))
    return read
      .toSorted(({ version: a }, { version: b }) =>
        isGoError(a) || isGoError(b) ? 0 : compareVersions(b, a),
      )
      .map(({ entry }) => entry)
  }
  const { alphabetical, numerical } = policy
  const sign = (alphabetical ?? numerical)?.order?.toLowerCase() === 'desc' ? -1 : 1
  if (alphabetical) return entries.toSorted((a, b) => sign * byteOrder(keyOf(b), keyOf(a)))
  const read = entries.map(entry => ({ entry, value: parseFloat64(keyOf(entry)) }))
  return read
    .toSorted(({ value: a }, { value: b }) => (isGoError(a) || isGoError(b) ? 0 : sign * (b - a)))
    .map(({ entry }) => entry)
}
