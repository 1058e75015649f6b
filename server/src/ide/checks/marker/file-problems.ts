import type { FileProblem } from '../../../flux/workspace/file-problem.ts'
import type { Check, Finding } from '../../check.ts'
import { count, visible } from '../../texts/words.ts'
import { webPolicy } from './marker-example.ts'

/** Why Flux skips a whole file: one diagnostic at the cause, not one at each marker (flux-semantics §4.5, rows 24 to 26). */
export const fileProblemChecks: readonly Check[] = [
  check('marker-file-unparsable', {
    flux: 'Flux parses every document of a file before it looks at a marker. If one of them does not parse, the whole file is skipped, which shows only in the trace log.',
    message: (problem, markers) =>
      `This does not parse (${visible(problem.detail)}), so Flux skips the whole file: ${markers} not updated. Mend it, or move the marked document into a file of its own.`,
    bad: `image: ghcr.io/acme/web:1.0.0 # {"$imagepolicy": "apps:web"}
---
ports: [80
#        ^ marker-file-unparsable`,
    good: `image: ghcr.io/acme/web:1.0.0 # {"$imagepolicy": "apps:web"}
---
ports: [80]`,
  }),
  check('marker-root-sequence', {
    flux: 'Each document of a file has to be a mapping. A file with a list or a single value at the top of any document, such as a JSON patch, is skipped as a whole.',
    message: ({ detail }, markers) =>
      `The document is ${detail}, and Flux reads only mappings: it skips the whole file, and ${markers} not updated. Put it below a key, or mark the value elsewhere.`,
    bad: `- op: replace
# <- marker-root-sequence
  path: /spec/image
  value: ghcr.io/acme/web:1.0.0 # {"$imagepolicy": "apps:web"}`,
    good: `patch:
  - op: replace
    path: /spec/image
    value: ghcr.io/acme/web:1.0.0 # {"$imagepolicy": "apps:web"}`,
  }),
  check('marker-metadata-not-map', {
    flux: 'Flux reads the `metadata` of every document, of Helm values too. Where that is no mapping, the whole file is skipped.',
    message: ({ detail }, markers) =>
      `metadata is ${detail} here, and Flux expects a mapping in every document: it skips the whole file, and ${markers} not updated. Rename the key, or move the marked value into another file.`,
    bad: `metadata: none
#         ^^^^ marker-metadata-not-map
image: ghcr.io/acme/web:1.0.0 # {"$imagepolicy": "apps:web"}`,
  }),
]

interface Words {
  readonly flux: string
  readonly message: (problem: FileProblem, markers: string) => string
  readonly bad: string
  readonly good?: string
}

function check(code: FileProblem['code'], words: Words): Check {
  const policy = `${webPolicy}#- web.yaml
`
  return {
    code,
    severity: 'error',
    flux: words.flux,
    example: {
      bad: policy + words.bad,
      good: policy + (words.good ?? 'image: ghcr.io/acme/web:1.0.0 # {"$imagepolicy": "apps:web"}'),
    },
    findings({ facts: { problem, nearMarkers }, text }): readonly Finding[] {
      if (problem?.code !== code) return []
      // A marker without a space before its # is told by itself, and is what does not parse.
      const line = text.lastIndexOf('\n', problem.span[0]) + 1
      const isGlued = nearMarkers.some(
        near =>
          near.code === 'marker-no-space-before-hash' && text.lastIndexOf('\n', near.span[0]) + 1 === line,
      )
      return isGlued ? [] : [{ span: problem.span, message: words.message(problem, skippedMarkers(text)) }]
    },
  }
}

/** `1 marker is`, `3 markers are`: by the text, since a broken file has no tree. */
export function skippedMarkers(text: string): string {
  const markers = text.split('"$imagepolicy"').length - 1
  return `${count(markers, 'marker')} ${markers === 1 ? 'is' : 'are'}`
}
