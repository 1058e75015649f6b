import type { Check } from '../../check.ts'

/** A marker inside a multi-line or quoted string (flux-semantics §4.5, row 15). */
export const textMarker: Check = {
  codes: [
    {
      code: 'marker-in-block-scalar',
      severity: 'warning',
      flux: 'Inside a block scalar or a quoted string there are no comments: the marker is part of the text, and Flux never looks at it. What reaches such text is a value of its own: a variable of `postBuild.substitute`, an `images` entry of a kustomization, or a separate key.',
    },
  ],
  *findings({ file: { facts } }) {
    if (facts.problem) return
    for (const { span, key, scalar } of facts.textMarkers) {
      const string =
        scalar.style === 'literal' || scalar.style === 'folded' ? 'multi-line string' : 'quoted string'
      yield {
        span,
        message: `Text, not a comment: this marker stands inside the ${string}${key === '' ? '' : ` ${key}`}, and Flux never looks there. Put the value into a key of its own, or into a variable of postBuild.substitute, and mark it there.`,
      }
    }
  },
}
