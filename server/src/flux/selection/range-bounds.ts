/** An upper bound in a range that carries a prerelease, with its place in the range. */
export interface PrereleaseBound {
  /** As it is written: `<2.0.0-0`. */
  readonly text: string
  readonly start: number
  /** The same without the prerelease: `<2.0.0`. */
  readonly plain: string
}

/**
 * The upper bounds with a prerelease of those `||` groups in which nothing else has one (docs/flux.md §3.3): meant to
 * keep the prereleases of 2.0.0 out, `<2.0.0-0` lets those of 1.3.0 in from Flux 2.7 on.
 */
function prereleaseBounds(range: string): readonly PrereleaseBound[] {
  let start = 0
  return range.split('||').flatMap(group => {
    const at = start
    start += group.length + 2
    const bounds = [...group.matchAll(/(<\s*v?\d+(?:\.\d+){0,2})-[0-9A-Za-z][0-9A-Za-z.-]*/g)]
    const rest = bounds.reduce((text, [bound]) => text.replace(bound, ''), group)
    if (bounds.length === 0 || /\d-[0-9A-Za-z]/.test(rest)) return []
    return bounds.map(([text, plain = ''], index) => ({
      text,
      plain,
      start: at + (bounds[index]?.index ?? 0),
    }))
  })
}

/** The range without the prereleases of such bounds; undefined where it has none. */
export function withoutBoundPrerelease(range: string): string | undefined {
  const bounds = prereleaseBounds(range)
  return bounds.length === 0
    ? undefined
    : bounds.reduceRight(
        (text, { start, text: bound, plain }) =>
          text.slice(0, start) + plain + text.slice(start + bound.length),
        range,
      )
}
