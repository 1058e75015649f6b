import { isImagePolicy } from '../../../flux/resources/image-policy.ts'
import type { ImageResource } from '../../../flux/resources/kinds.ts'
import {
  holdsVariable,
  isInline,
  partSpan,
  rewritten,
  specScalar,
} from '../../../flux/resources/spec-field.ts'
import { rangeFault } from '../../../flux/selection/policy-faults.ts'
import { isFluxAtLeast, semverGeneration } from '../../../flux/version/flux-version.ts'
import { fluxVersionAt } from '../../../flux/version/flux-version-at.ts'
import { isGoError } from '../../../go/go-error.ts'
import { parseConstraint } from '../../../go/semver/constraint.ts'
import type { Scalar } from '../../../text/node.ts'
import { type Check, fix } from '../../check.ts'
import { visible } from '../../texts/words.ts'

/** A range that Flux cannot read (docs/flux.md §3.3). */
export const policySemverRange: Check = {
  codes: [
    {
      code: 'policy-semver-range',
      severity: 'error',
      flux: 'A range is terms such as `>=1.2` or `1.x`, with spaces or commas between those that must all hold and `||` between choices. What is none stalls the policy with "invalid policy: improper constraint".',
    },
  ],
  *findings({ file, snapshot, resources }) {
    for (const policy of resources.filter(isImagePolicy)) {
      const fault = rangeFault(policy, fluxVersionAt(snapshot, file.path))
      if (fault === undefined || fault.range.elsewhere) continue
      const { range } = fault
      const corrected = range.text
        .replace(/&&/g, ' ')
        .replace(/==/g, '=')
        .replace(/\bV(?=\d)/g, 'v')
        .replace(/ {2,}/g, ' ')
      const isCorrected = corrected !== range.text && !isGoError(parseConstraint(corrected, 'flux-2.7'))
      yield {
        span: partSpan(file, range, 0, range.text.length),
        message: `This is no range, and Flux stalls the policy: ${visible(fault.err)}${isCorrected ? `. Write ${corrected}.` : ''}`,
        fixes: () =>
          isCorrected && isInline(range)
            ? [fix(`Change to ${corrected}`, file, range.span, rewritten(range, corrected))]
            : [],
      }
    }
  },
}

/** A range that is a version with a strange prerelease (docs/flux.md §3.3). */
export const policySemverHyphenNospace: Check = {
  codes: [
    {
      code: 'policy-semver-hyphen-nospace',
      severity: 'warning',
      flux: 'A range from one version to another needs spaces around its hyphen. Without them `1.0.0-2.0.0` is the version 1.0.0 with the prerelease `2.0.0`, which no tag is.',
    },
  ],
  *findings({ file, resources }) {
    for (const range of rangesIn(resources)) {
      const found = /(?<![\w.<>=~^!-])(v?\d+(?:\.\d+){0,2})-(v?\d+(?:\.\d+){1,2})(?![\w.-])/.exec(range.text)
      const [whole, from, to] = found ?? []
      if (!found || whole === undefined) continue
      const span = partSpan(file, range, found.index, found.index + whole.length)
      yield {
        span,
        message: `This is one version, ${from} with the prerelease ${to}, and no tag is that. Write ${from} - ${to}.`,
        fixes: () =>
          file.text.slice(span[0], span[1]) === whole
            ? [fix('Put spaces around the hyphen', file, span, `${from} - ${to}`)]
            : [],
      }
    }
  },
}

/** An upper bound whose own prereleases come in (docs/flux.md §3.3). */
export const policySemverPrereleaseUpper: Check = {
  codes: [
    {
      code: 'policy-semver-prerelease-upper',
      severity: 'warning',
      flux: 'From Flux 2.7 on, one prerelease anywhere in a range opens the whole of it: `>=1.0.0-0 <2.0.0` selects 2.0.0-rc.1, which comes before 2.0.0. Up to Flux 2.6 the same range takes no prerelease at all.',
    },
  ],
  *findings({ file, snapshot, resources }) {
    for (const range of rangesIn(resources)) {
      if (isGoError(parseConstraint(range.text, semverGeneration(fluxVersionAt(snapshot, file.path)))))
        continue
      for (const { text, start } of alternatives(range.text)) {
        if (!/\d-[0-9A-Za-z]/.test(text.replace(/ - /g, '   '))) continue
        const upper = /<\s*v?(\d+(?:\.\d+){0,2})(?![\w.-])/.exec(text)
        if (upper === null) continue
        const [whole, version] = upper
        const span = partSpan(file, range, start + upper.index, start + upper.index + whole.length)
        const isOpen = isFluxAtLeast(fluxVersionAt(snapshot, file.path), '2.7')
        const three = `${version}.0.0`.split('.').slice(0, 3).join('.')
        yield {
          span,
          message: isOpen
            ? `This takes prereleases of ${three} too, such as ${three}-rc.1. Write <${three}-0 to end before them.`
            : `Up to Flux 2.6 this bound keeps all prereleases out, whatever the other says; from 2.7 on it takes ${three}-rc.1. Write <${three}-0 for both.`,
          fixes: () =>
            file.text.slice(span[0], span[1]) === whole
              ? [fix(`Change to <${three}-0`, file, span, `<${three}-0`)]
              : [],
        }
      }
    }
  },
}

/** The parts between `||`, with their places. */
function alternatives(range: string): readonly { readonly text: string; readonly start: number }[] {
  let start = 0
  return range.split('||').map(text => {
    const found = { text, start }
    start += text.length + 2
    return found
  })
}

/** The ranges that Flux goes by and that are written here, without those that a variable decides. */
function rangesIn(resources: readonly ImageResource[]): readonly Scalar[] {
  return resources.filter(isImagePolicy).flatMap(policy => {
    const range = specScalar(policy, 'policy', 'semver', 'range')
    return range === undefined || range.elsewhere || holdsVariable(range.text) ? [] : [range]
  })
}
