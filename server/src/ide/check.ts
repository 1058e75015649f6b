import type { Marker } from '../flux/markers/marker.ts'
import { formatPolicyRef, type Setter } from '../flux/markers/setter.ts'
import type { SourceFile } from '../flux/workspace/source-file.ts'
import type { Span } from '../text/span.ts'
import type { Fix, Place, Severity } from './answers.ts'
import type { Context } from './context.ts'

/** One thing that can be wrong. Its example, in test/ide/examples, is its documentation and its test. */
export interface Code {
  /** The diagnostic's stable name: an API. */
  readonly code: string
  readonly severity: Severity
  /** Off unless the setting `fluxmark.diagnostics` turns it on; `strict`: or the profile `strict`. */
  readonly default?: 'off' | 'strict'
  /** What Flux really does, in a sentence or two, for the manual. */
  readonly flux: string
}

/** One reading of a file, and every code that it can find: one run a file finds them all. */
export interface Check {
  readonly codes: readonly Code[]
  readonly findings: (context: Context) => Iterable<Finding>
}

/** A place where a check found something. */
export interface Finding {
  /** Which of the check's codes; its first, where absent. */
  readonly code?: string
  readonly span: Span
  readonly message: string
  /** Names what several findings of this code, in several files, come from; see `oncePerCause`. */
  readonly cause?: string
  /** Names what findings of this code are the same by, each of them at a place of its own: a report folds ten and more. */
  readonly alike?: string
  /** The code's own, where absent. */
  readonly severity?: Severity
  /** Called only when somebody asks for fixes, against the text of the finding. */
  readonly fixes?: () => readonly Fix[]
  readonly related?: readonly (Place & { readonly message: string })[]
}

/** The rows of a table by code, for a check that tells each outcome in words of its own. An error, where a row does not say. */
export function codesOf(
  table: Readonly<
    Record<
      string,
      { readonly severity?: Severity; readonly default?: 'off' | 'strict' | undefined; readonly flux: string }
    >
  >,
): readonly Code[] {
  return Object.entries(table).map(([code, { severity = 'error', default: off, flux }]) => ({
    code,
    severity,
    ...(off ? { default: off } : {}),
    flux,
  }))
}

/** A fix of one edit in the file where the finding is. */
export function fix(title: string, file: SourceFile, span: Span, newText: string): Fix {
  return { title, edits: [{ path: file.path, span, oldText: file.text.slice(span[0], span[1]), newText }] }
}

/** Where a marker names its policy; the whole comment where escapes hide it. */
export function markerNameSpan({ text }: SourceFile, { span }: Marker, { policy }: Setter): Span {
  const name = formatPolicyRef(policy)
  const at = text.slice(span[0], span[1]).indexOf(`"${name}`)
  return at === -1 ? span : [span[0] + at + 1, span[0] + at + 1 + name.length]
}
