import type { Check } from '../../check.ts'

/** A marker inside a multi-line or quoted string (flux-semantics §4.5, row 15). */
export const textMarker: Check = {
  code: 'marker-in-block-scalar',
  severity: 'warning',
  flux: 'Inside a block scalar or a quoted string there are no comments: the marker is part of the text, and Flux never looks at it. What reaches such text is a value of its own: a variable of `postBuild.substitute`, an `images` entry of a kustomization, or a separate key.',
  example: {
    bad: `#- policy apps:web ghcr.io/acme/web semver 1.x
#- registry ghcr.io/acme/web: 1.0.0
#- config.yaml
data:
  job.yaml: |
    image: ghcr.io/acme/web:1.0.0 # {"$imagepolicy": "apps:web"}
#                                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ marker-in-block-scalar`,
    good: `#- policy apps:web ghcr.io/acme/web semver 1.x
#- registry ghcr.io/acme/web: 1.0.0
#- config.yaml
data:
  job.yaml: |
    image: ghcr.io/acme/web:\${web_tag}
substitute:
  web_tag: 1.0.0 # {"$imagepolicy": "apps:web:tag"}`,
  },
  *findings({ facts }) {
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
