/**
 * What decides between tags in alphabetical order: the first part in which they differ. The parts are what stands between
 * `-`, `_`, `.` and `+`.
 */

/** Whether hashes decide: the first part in which tags differ, or in which they are no branch, is a hash in each. */
export function hasHashes(keys: readonly string[]): boolean {
  if (keys.length < 2) return false
  const parts = keys.map(key => key.split(/[-_.+]/))
  const at = parts.map(one => one.findIndex(isHashLike))
  // A number before the hash, a time or a version, decides first.
  if (at.some((index, key) => index < 0 || (parts[key] ?? []).slice(0, index).some(isNumber))) return false
  const hashes = parts.map((one, key) => one[at[key] ?? 0] ?? '')
  return new Set(hashes).size > 1 && hashes.some(one => /[a-f]/.test(one)) && hashes.some(hasBoth)
}

/**
 * Tags that begin otherwise than the selected one, up to the first digit, where the beginning decides over the number
 * behind it: `dev-9` beside `main-1`. One a beginning, at most two.
 */
export function decidedByWords(keys: readonly string[], selected: string): readonly string[] {
  const own = lead(selected)
  const found = new Map<string, string>()
  for (const key of keys) if (lead(key) !== own && !found.has(lead(key))) found.set(lead(key), key)
  return [...found.values()].slice(0, 2)
}

/** A name that moves from build to build: `latest`, `main`. */
export function isWord(key: string): boolean {
  return /^[A-Za-z]+(?:[-_.][A-Za-z]+)*$/.test(key) && !isHashLike(key)
}

function lead(key: string): string {
  return /^[^0-9]*/.exec(key)?.[0] ?? ''
}

function isHashLike(part: string): boolean {
  return /^g?(?:[0-9a-f]{7,40}|[0-9a-f]{64})$/.test(part) && !/^[a-f]+$/.test(part)
}

function isNumber(part: string): boolean {
  return /^v?[0-9]+$/.test(part)
}

function hasBoth(hash: string): boolean {
  return /[a-f]/.test(hash) && /[0-9]/.test(hash)
}
