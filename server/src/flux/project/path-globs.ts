import picomatch from 'picomatch/posix.js'
import { globMatcher } from '../../text/glob-matcher.ts'

/** UTF-16 units of all globs together; of a workspace that has more, the rest counts for nothing. */
const mostLength = 50_000

/**
 * Whether a path (relative, with `/`) is covered by one of the globs of the editor's `files.exclude` or of the project
 * file. Without extended globs: some of them take forever. The work is linear in the globs and the path.
 */
export function pathGlobs(globs: readonly string[]): (path: string) => boolean {
  const options = { dot: true, noextglob: true }
  let left = mostLength
  const matchers = globs
    .filter(({ length }) => {
      left -= length
      return left >= 0
    })
    .map(glob => (isCheap(glob) ? picomatch(glob, options) : globMatcher(glob).test))
  return path => matchers.some(matches => matches(path))
}

/** A workspace may set them: what would be tried in a great many ways is matched by its stars alone. */
function isCheap(glob: string): boolean {
  const starred = glob.split('/').filter(part => part.includes('*'))
  const isPlain = starred.length <= 3 && starred.every(part => (part.match(/\*+/g)?.length ?? 0) <= 2)
  return isPlain && glob.length <= 500 && !/[(]|\{[^}]*\{/.test(glob)
}
