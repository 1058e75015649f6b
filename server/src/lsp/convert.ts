import { fileURLToPath, pathToFileURL } from 'node:url'
import {
  DiagnosticSeverity,
  type Location,
  type Diagnostic as LspDiagnostic,
  type Hover as LspHover,
  MarkupKind,
  type Position,
  type Range,
  type TextDocumentEdit,
  type WorkspaceEdit,
} from 'vscode-languageserver'
import type { Snapshot } from '../flux/workspace/snapshot.ts'
import type { Diagnostic, Edit, Hover, Place, Severity } from '../ide/answers.ts'
import { manualPage } from '../ide/texts/manual-page.ts'
import type { Span } from '../text/span.ts'

/** Offsets to lines, at the door. UTF-16 on both sides. */
function toPosition(text: string, offset: number): Position {
  const before = text.slice(0, offset)
  const line = countNewlines(before)
  return { line, character: offset - (before.lastIndexOf('\n') + 1) }
}

export function toRange(text: string, [start, end]: Span): Range {
  return { start: toPosition(text, start), end: toPosition(text, end) }
}

export function toOffset(text: string, { line, character }: Position): number {
  let at = 0
  for (let i = 0; i < line; i++) {
    const next = text.indexOf('\n', at)
    if (next === -1) return text.length
    at = next + 1
  }
  const end = text.indexOf('\n', at)
  return Math.min(at + character, end === -1 ? text.length : end)
}

/** A file's URI and its path in the repository, both ways. */
export interface Paths {
  readonly toUri: (path: string) => string
  readonly toPath: (uri: string) => string | undefined
}

/** `root` is the absolute path of the repository's root. */
export function paths(root: string): Paths {
  const base = pathToFileURL(root.endsWith('/') ? root : `${root}/`).href
  return {
    toUri: path => pathToFileURL(`${fileURLToPath(base)}${path}`).href,
    toPath: uri => {
      const normal = uri.startsWith('file:') ? pathToFileURL(fileURLToPath(uri)).href : uri
      return normal.startsWith(base) ? decodeURIComponent(normal.slice(base.length)) : undefined
    },
  }
}

/** Names a finding in one version of its document; offsets in UTF-16. What a diagnostic has as `data`. */
export interface FindingId {
  readonly code: string
  readonly start: number
  readonly end: number
  readonly index: number
  readonly version: number
}

export function findingId({ code, span: [start, end], index }: Diagnostic, version: number): FindingId {
  return { code, start, end, index, version }
}

/** `version` is that of the document's text in the snapshot. */
export function toDiagnostic(
  snapshot: Snapshot,
  { toUri }: Paths,
  found: Diagnostic,
  version: number,
): LspDiagnostic {
  const text = snapshot.files.get(found.path)?.text ?? ''
  return {
    range: toRange(text, found.span),
    severity: severities[found.severity],
    code: found.code,
    codeDescription: { href: manualPage(found.code) },
    source: 'fluxmark',
    message: found.message,
    relatedInformation: found.related.map(({ path, span, message }) => ({
      location: { uri: toUri(path), range: toRange(snapshot.files.get(path)?.text ?? '', span) },
      message,
    })),
    data: findingId(found, version),
  }
}

export function toHover(text: string, hover: Hover | undefined): LspHover | null {
  if (hover === undefined) return null
  return { range: toRange(text, hover.span), contents: { kind: MarkupKind.Markdown, value: hover.markdown } }
}

/** Places, each once; a file that was not read is opened at its top. */
export function toLocations(snapshot: Snapshot, { toUri }: Paths, places: readonly Place[]): Location[] {
  const found = places.map(({ path, span }) => ({
    uri: toUri(path),
    range: toRange(snapshot.files.get(path)?.text ?? '', span),
  }))
  return [...new Map(found.map(one => [JSON.stringify(one), one])).values()]
}

/**
 * Edits for the editor, with the version of each open document, so that it refuses them if the text moved on.
 * Undefined if a place no longer holds what it is to replace.
 */
export function toWorkspaceEdit(
  snapshot: Snapshot,
  { toUri }: Paths,
  versions: ReadonlyMap<string, number>,
  edits: readonly Edit[],
): WorkspaceEdit | undefined {
  const documents = new Map<string, TextDocumentEdit>()
  for (const { path, span, oldText, newText } of edits) {
    const text = snapshot.files.get(path)?.text
    if (text === undefined || text.slice(span[0], span[1]) !== oldText) return undefined
    const uri = toUri(path)
    const document = documents.get(uri) ?? {
      textDocument: { uri, version: versions.get(path) ?? null },
      edits: [],
    }
    document.edits.push({ range: toRange(text, span), newText })
    documents.set(uri, document)
  }
  return { documentChanges: [...documents.values()] }
}

const severities: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
}

function countNewlines(text: string): number {
  let count = 0
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) count++
  return count
}
