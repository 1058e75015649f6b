import { isGoError } from '../../../server/src/go/go-error.ts'
import { compileRegexp } from '../../../server/src/go/regexp.ts'
import type { Answer } from '../compare.ts'

/** The vectors count bytes of UTF-8, the product UTF-16 units. */
export function regexpMatch(input: {
  readonly pattern: string
  readonly subjects?: readonly string[]
}): Answer {
  const regexp = compileRegexp(input.pattern)
  if (isGoError(regexp)) return regexp
  const m = (input.subjects ?? []).map(subject => {
    const offsets = regexp.find(subject)
    if (regexp.test(subject) !== (offsets !== undefined)) return 'test and find disagree'
    return offsets?.map(at => (at < 0 ? -1 : Buffer.byteLength(subject.slice(0, at)))) ?? null
  })
  const names = regexp.groupNames
  return { m, ...(names.some(name => name !== '') ? { names } : {}) }
}
