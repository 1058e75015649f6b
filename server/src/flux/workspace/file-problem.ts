import { isGoError } from '../../go/go-error.ts'
import { lineIndex } from '../../text/line-index.ts'
import type { Node } from '../../text/node.ts'
import { field } from '../../text/node.ts'
import type { BareDocument } from '../../text/plain/plain-documents.ts'
import type { Span } from '../../text/span.ts'
import { readObjects } from '../setters/read-objects.ts'

/** Why Flux passes over a whole file that it opened (docs/flux.md §4.3), with no more than a trace line in its log. */
export interface FileProblem {
  readonly code:
    | 'marker-file-unparsable'
    | 'marker-root-sequence'
    | 'marker-metadata-not-map'
    | 'marker-in-helm-template'
  /** Where the first problem is. */
  readonly span: Span
  /** What the parser says, or what stands there. */
  readonly detail: string
}

/** The first reason why Flux would skip a file, if it would open it at all: that takes `"$imagepolicy"`, quotes included. */
export function fileProblem(text: string, documents: readonly BareDocument[]): FileProblem | undefined {
  return text.includes('"$imagepolicy"') ? problemOnceMarked(text, documents) : undefined
}

/**
 * The same for a file that a marker is to be put in. `isPlain`: the documents were read line by line, which is done of
 * nothing that Flux's parser could stumble over.
 */
export function problemOnceMarked(
  text: string,
  documents: readonly BareDocument[],
  isPlain: boolean = false,
): FileProblem | undefined {
  const suspected = suspect(text, documents)
  if (suspected === undefined && (isPlain || !mayDiffer(text))) return undefined
  // The editor's parser and Flux's do not agree on everything: in doubt Flux's own reading decides.
  const objects = readObjects('', text)
  if (!isGoError(objects)) return undefined
  return suspected ?? { code: 'marker-file-unparsable', span: spanOf(text, objects.err), detail: objects.err }
}

/** Why a file is passed over, as a clause. */
export function inWords({ code, detail }: FileProblem): string {
  const isMetadata = code === 'marker-metadata-not-map'
  const isShape = isMetadata || code === 'marker-root-sequence'
  return isShape
    ? `${isMetadata ? 'metadata' : 'the document'} is ${detail}, and no mapping`
    : `it does not parse, ${detail}`
}

function suspect(text: string, documents: readonly BareDocument[]): FileProblem | undefined {
  for (const { root, errors } of documents) {
    const [error] = errors
    if (error) {
      const template = /^[ \t]*\{\{|[:-] +\{\{/m.exec(text)
      if (template) {
        const start = template.index + template[0].length - 2
        return { code: 'marker-in-helm-template', span: [start, lineEnd(text, start)], detail: error.message }
      }
      return { code: 'marker-file-unparsable', span: errorSpan(text, error.span), detail: error.message }
    }
    const problem = root && shapeProblem(root)
    if (problem) return problem
  }
  return undefined
}

/** Whether a text holds anything that only Flux's parser stumbles over: directives, aliases, escapes, control characters. */
function mayDiffer(text: string): boolean {
  return /^%|^---[ \t]*[^\s#]|: \*|- \*|\\[^"\\nt]|[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ufffd]|^\t/m.test(
    text,
  )
}

/** The line that an error names, counted from 1; the first one where it names none. */
function spanOf(text: string, error: string): Span {
  const line = Number(/\bline (\d+)/.exec(error)?.[1] ?? 1)
  const lines = lineIndex(text)
  // Of an error after the end, the last line.
  return lines.lineSpan(Math.min(line - 1, lines.positionAt(text.length).line))
}

function shapeProblem(root: Node): FileProblem | undefined {
  const [start] = root.span
  if (root.kind === 'sequence')
    return { code: 'marker-root-sequence', span: [start, start + 1], detail: 'a list' }
  if (root.kind === 'scalar' && root.value !== null)
    return { code: 'marker-root-sequence', span: root.span, detail: 'a single value' }
  const metadata = field(root, 'metadata')
  if (metadata === undefined || metadata.kind === 'mapping' || metadata.kind === 'alias') return undefined
  if (metadata.kind === 'scalar' && metadata.value === null) return undefined
  const span: Span = metadata.kind === 'scalar' ? metadata.span : [metadata.span[0], metadata.span[0] + 1]
  const detail = metadata.kind === 'scalar' ? 'a single value' : 'a list'
  return { code: 'marker-metadata-not-map', span, detail }
}

/** An error's own span, made visible where it is empty, and no longer than its line. */
function errorSpan(text: string, [start, end]: Span): Span {
  const from = Math.min(start, Math.max(0, text.length - 1))
  return [from, Math.max(from + 1, Math.min(end, lineEnd(text, from)))]
}

function lineEnd(text: string, at: number): number {
  const end = text.slice(at).search(/[\r\n]/)
  return end === -1 ? text.length : at + end
}
