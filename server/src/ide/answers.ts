import type { Markdown, MarkdownText } from '../text/markdown.ts'
import type { Span } from '../text/span.ts'

/** The shapes of what one asks about a file: offsets inside, lines only at the doors. */

export type Severity = 'error' | 'warning' | 'information' | 'hint'

/** Replace what stands at `span` by `newText`; `oldText` is what must stand there. */
export interface Edit {
  readonly path: string
  readonly span: Span
  readonly oldText: string
  readonly newText: string
}

/** A fix for a diagnostic. */
export interface Fix {
  readonly title: string
  readonly edits: readonly Edit[]
  /** Whether a person has to choose it: "fix all" leaves it alone. */
  readonly isGuess?: boolean
  /** What else comes of it, which a person is to see before it is made. */
  readonly consequence?: string
}

export interface Place {
  readonly path: string
  readonly span: Span
}

export interface Diagnostic {
  readonly path: string
  readonly span: Span
  readonly severity: Severity
  /** The name of the check that found it: an API. */
  readonly code: string
  readonly message: string
  /** Names what findings of this code in several files come from. */
  readonly cause?: string
  /** Names what findings of this code are alike by: a report folds many of them. */
  readonly alike?: string
  /** In a report: where the same was found besides. */
  readonly others?: readonly Place[]
  /** Which of the findings of this code at this very span: with `code` and `span` it names the finding in its text. */
  readonly index: number
  /** Made when they are first asked for. */
  readonly fixes: readonly Fix[]
  /** Places that explain it. */
  readonly related: readonly (Place & { readonly message: string })[]
}

/** Markdown about what stands at `span`. */
export interface Hover extends Markdown {
  readonly span: Span
}

/** What an editor offers at a place: a bump, or a command. */
export interface Action {
  readonly title: string
  readonly kind: 'quickfix' | 'command'
  readonly edits: readonly Edit[]
  readonly isPreferred?: boolean
  /** It is about more than the place, such as the whole file: by itself it makes no light bulb. */
  readonly isWide?: boolean
  readonly command?: { readonly name: string; readonly argument: Readonly<Record<string, string | number>> }
}

/** What may stand at a place. */
export interface Completion {
  readonly label: string
  readonly kind: 'field' | 'value' | 'reference' | 'function' | 'snippet'
  /** A few words beside the label. */
  readonly detail?: string
  readonly markdown?: MarkdownText
  /** What is replaced, and by what. The cursor is in it, on one line. */
  readonly span: Span
  readonly newText: string
  /** The same in LSP's snippet syntax, with places to fill in. */
  readonly snippet?: string
  /** What the text in `span` is compared with; the label where absent. */
  readonly filterText?: string
}
