/** A pattern in the words of another tool, and the regular expression that says the same, where there is one. */
export interface GlobPattern {
  /** `glob`, or what the pattern calls itself: `semver`. */
  readonly form: 'glob' | 'semver'
  readonly regexp: string | undefined
}

/**
 * What a pattern means that is written as Flux v1 (`glob:main-*`, `regexp:^main`, `semver:~1`) or a shell (`main-*`) has
 * it. Undefined where it may be a regular expression as it stands: it has more than words, dots and stars, or no star.
 */
export function globPattern(pattern: string): GlobPattern | undefined {
  const [, form, rest = ''] = /^(glob|semver|regexp?):(.*)$/s.exec(pattern) ?? []
  if (form === 'semver') return { form: 'semver', regexp: undefined }
  if (form === 'glob') return { form: 'glob', regexp: ofGlob(rest) }
  if (form !== undefined) return { form: 'glob', regexp: rest }
  const isGlob = /^[\w./*-]+$/.test(pattern) && /(?:^|[^.*])\*/.test(pattern)
  return isGlob ? { form: 'glob', regexp: ofGlob(pattern) } : undefined
}

function ofGlob(glob: string): string {
  const text = glob
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.')
  return `^${text}$`
}
