import picomatch from 'picomatch'

/** Whether a path (relative to the folder, with `/`) is covered by one of the globs of the editor's `files.exclude`. */
export function excluded(globs: readonly string[]): (path: string) => boolean {
  const matchers = globs.map(glob => picomatch(glob, { dot: true }))
  return path => matchers.some(matches => matches(path))
}
