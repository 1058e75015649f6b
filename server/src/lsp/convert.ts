import {
  type ChangeAnnotation,
  type CreateFile,
  DiagnosticSeverity,
  type Location,
  type Diagnostic as LspDiagnostic,
  type Hover as LspHover,
  MarkupKind,
  type Range,
  type TextDocumentEdit,
  type WorkspaceEdit,
} from 'vscode-languageserver'
import type { Snapshot } from '../flux/workspace/snapshot.ts'
import type { Diagnostic, Edit, Hover, Place, Severity } from '../ide/answers.ts'
import { manualPage } from '../ide/texts/manual-page.ts'
import { shown } from '../text/foreign.ts'
import { type LineIndex, lineIndex } from '../text/line-index.ts'
import type { Span } from '../text/span.ts'
import type { OpenDocument } from './open-documents.ts'
import type { Paths } from './uris.ts'

/** The line index of each file, made when it is first asked for. */
export function linesOf({ files }: Snapshot): (path: string) => LineIndex {
  const known = new Map<string, LineIndex>()
  return path => {
    const lines = known.get(path) ?? lineIndex(files.get(path)?.text ?? '')
    known.set(path, lines)
    return lines
  }
}

/** A span as lines and columns; UTF-16 on both sides. */
export function toRange(lines: LineIndex, [start, end]: Span): Range {
  return { start: lines.positionAt(start), end: lines.positionAt(end) }
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

/** `version` is that of the document's text, whose lines these are. */
export function toDiagnostic(
  lines: (path: string) => LineIndex,
  { toUri }: Paths,
  found: Diagnostic,
  version: number,
): LspDiagnostic {
  return {
    range: toRange(lines(found.path), found.span),
    severity: severities[found.severity],
    code: found.code,
    codeDescription: { href: manualPage(found.code) },
    source: 'fluxmark',
    message: shown(found.message),
    relatedInformation: found.related.map(({ path, span, message }) => ({
      location: { uri: toUri(path), range: toRange(lines(path), span) },
      message: shown(message),
    })),
    data: findingId(found, version),
  }
}

export function toHover(lines: LineIndex, hover: Hover | undefined): LspHover | null {
  if (hover === undefined) return null
  return { range: toRange(lines, hover.span), contents: { kind: MarkupKind.Markdown, value: hover.markdown } }
}

/** Places, each once; a file that was not read is opened at its top. */
export function toLocations(snapshot: Snapshot, { toUri }: Paths, places: readonly Place[]): Location[] {
  const lines = linesOf(snapshot)
  const found = places.map(({ path, span }) => ({ uri: toUri(path), range: toRange(lines(path), span) }))
  return [...new Map(found.map(one => [JSON.stringify(one), one])).values()]
}

/**
 * Edits for the editor, which it refuses if a text moved on: each carries the version of the text that it was computed
 * from. `open` are the documents as the editor holds them now. Undefined if one of them is not the snapshot's text, or
 * a place does not hold what it is to replace: then nothing may be edited. A file that `isNew` is made first.
 */
export function toWorkspaceEdit(
  snapshot: Snapshot,
  { toUri }: Paths,
  open: ReadonlyMap<string, OpenDocument>,
  edits: readonly (Edit & { readonly annotation?: ChangeAnnotation; readonly isNew?: boolean })[],
): WorkspaceEdit | undefined {
  const lines = linesOf(snapshot)
  const documents = new Map<string, TextDocumentEdit>()
  const annotations: Record<string, ChangeAnnotation> = {}
  const created = new Map<string, CreateFile>()
  for (const { path, span, oldText, newText, annotation, isNew } of edits) {
    const text = snapshot.files.get(path)?.text ?? (isNew ? '' : undefined)
    const shown = open.get(path)
    if (text === undefined || text.slice(span[0], span[1]) !== oldText) return undefined
    if (shown && shown.text !== text) return undefined
    const document = documents.get(path) ?? {
      textDocument: { uri: shown?.uri ?? toUri(path), version: shown?.version ?? null },
      edits: [],
    }
    const change = { range: toRange(lines(path), span), newText }
    // A name that no other folder's edit has.
    const id = `${document.textDocument.uri}#${span[0]}`
    if (annotation) annotations[id] = annotation
    document.edits.push(annotation ? { ...change, annotationId: id } : change)
    documents.set(path, document)
    const { uri } = document.textDocument
    if (isNew) created.set(uri, { kind: 'create', uri, options: { overwrite: false } })
  }
  const documentChanges = [...created.values(), ...documents.values()]
  return Object.keys(annotations).length === 0
    ? { documentChanges }
    : { documentChanges, changeAnnotations: annotations }
}

/** What is said where `toWorkspaceEdit` gives none. */
export const textChanged =
  'Nothing was changed: a text is not what it was when this was worked out. Try again.'

const severities: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
}
