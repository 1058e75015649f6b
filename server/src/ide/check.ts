import type { Marker } from '../flux/markers/marker.ts'
import { formatPolicyRef, type Setter } from '../flux/markers/setter.ts'
import type { Snapshot } from '../flux/workspace/snapshot.ts'
import type { SourceFile } from '../flux/workspace/source-file.ts'
import type { Span } from '../text/span.ts'
import type { Fix, Place, Severity } from './answers.ts'

/** One thing that can be wrong. Its example is its documentation and its test. */
export interface Check {
  /** The diagnostic's stable name: an API. */
  readonly code: string
  readonly severity: Severity
  /** Off unless the setting `fluxmark.diagnostics` turns it on. */
  readonly default?: 'off'
  /** What Flux really does, in a sentence or two, for the manual. */
  readonly flux: string
  /** Workspaces in fixture form (see test/fixture.ts): `bad` with the finding marked, `good` without any of this code. */
  readonly example: { readonly bad: string; readonly good: string }
  readonly findings: (file: SourceFile, snapshot: Snapshot) => Iterable<Finding>
}

/** A place where a check found something; the severity is the check's own unless it says otherwise. */
export interface Finding {
  readonly span: Span
  readonly message: string
  readonly severity?: Severity
  readonly fixes?: readonly Fix[]
  readonly related?: readonly (Place & { readonly message: string })[]
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
