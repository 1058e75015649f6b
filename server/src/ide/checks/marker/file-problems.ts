import type { FileProblem } from '../../../flux/workspace/file-problem.ts'
import { type Node, textAt } from '../../../text/node.ts'
import { type Check, codesOf, type Finding } from '../../check.ts'
import { count, visible } from '../../texts/words.ts'

const words: Readonly<Record<string, Words>> = {
  'marker-file-unparsable': {
    flux: 'Flux parses every document of a file before it looks at a marker. If one of them does not parse, the whole file is skipped, which shows only in the trace log.',
    message: (problem, markers) =>
      `This does not parse (${visible(problem.detail)}), so Flux skips the whole file: ${markers} not updated. Fix it, or move the marked document into a file of its own.`,
  },
  'marker-root-sequence': {
    flux: 'Each document of a file has to be a mapping. A file with a list or a single value at the top of any document, such as a JSON patch, is skipped as a whole.',
    message: ({ detail }, markers) =>
      `The document is ${detail}, and Flux reads only mappings: it skips the whole file, and ${markers} not updated. Put it below a key, or mark the value elsewhere.`,
  },
  'marker-metadata-not-map': {
    flux: 'Flux reads the `metadata` of every document, of Helm values too. Where that is no mapping, the whole file is skipped.',
    message: ({ detail }, markers) =>
      `metadata is ${detail} here, and Flux expects a mapping in every document: it skips the whole file, and ${markers} not updated. Rename the key, or move the marked value into another file.`,
  },
}

/** Why Flux skips a whole file: one diagnostic at the cause, not one at each marker (docs/flux.md §4.5, rows 24 to 26). */
export const fileProblems: Check = {
  codes: codesOf(words),
  findings({
    file: {
      facts: { problem, nearMarkers, documents },
      text,
    },
  }): readonly Finding[] {
    const wording = problem && words[problem.code]
    if (problem === undefined || wording === undefined) return []
    // A marker without a space before its # is wording by itself, and is what does not parse.
    const line = text.lastIndexOf('\n', problem.span[0]) + 1
    const isGlued = nearMarkers.some(
      near =>
        near.code === 'marker-no-space-before-hash' && text.lastIndexOf('\n', near.span[0]) + 1 === line,
    )
    const { code, span } = problem
    if (isGlued) return []
    const isPatch = code === 'marker-root-sequence' && documents.some(({ root }) => isJsonPatch(root))
    const message = isPatch
      ? `A JSON 6902 patch is a list, and Flux reads only mappings: it skips the whole file, and ${skippedMarkers(text)} not updated. Take the image out of the patch, set it with images in the kustomization.yaml, and mark newTag there.`
      : wording.message(problem, skippedMarkers(text))
    return [{ code, span, message }]
  },
}

/** Whether a document is a JSON 6902 patch: a list of operations. */
function isJsonPatch(root: Node | undefined): boolean {
  return (
    root?.kind === 'sequence' &&
    root.items.length > 0 &&
    root.items.every(item => textAt(item, 'op') !== undefined && textAt(item, 'path') !== undefined)
  )
}

interface Words {
  readonly flux: string
  readonly message: (problem: FileProblem, markers: string) => string
}

/** `1 marker is`, `3 markers are`: by the text, since a broken file has no tree. */
export function skippedMarkers(text: string): string {
  const markers = text.split('"$imagepolicy"').length - 1
  return `${count(markers, 'marker')} ${markers === 1 ? 'is' : 'are'}`
}
