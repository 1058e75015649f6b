import picomatch from 'picomatch'
import { globMatcher } from '../git/config/glob-matcher.ts'

/** Whether a path (relative to the folder, with `/`) is covered by one of the globs of the editor's `files.exclude`. */
export function excluded(globs: readonly string[]): (path: string) => boolean {
  const matchers = globs.map(glob => (isCheap(glob) ? picomatch(glob, { dot: true }) : linear(glob)))
  return path => matchers.some(matches => matches(path))
}

/** A workspace may set them: what would be tried in a great many ways is matched by its stars alone, in linear time. */
function linear(glob: string): (path: string) => boolean {
  const { test } = globMatcher(glob.slice(0, 4096))
  return test
}

function isCheap(glob: string): boolean {
  const starred = glob.split('/').filter(part => part.includes('*'))
  const isPlain = starred.length <= 3 && starred.every(part => (part.match(/\*+/g)?.length ?? 0) <= 2)
  return isPlain && glob.length <= 500 && !/[(]|\{[^}]*\{/.test(glob)
}
