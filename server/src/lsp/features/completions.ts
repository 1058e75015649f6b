import {
  type CompletionItem,
  CompletionItemKind,
  type CompletionList,
  InsertTextFormat,
  InsertTextMode,
  MarkupKind,
} from 'vscode-languageserver'
import type { Completion } from '../../ide/answers.ts'
import { maxTags } from '../../ide/completion/tags.ts'
import { forMessage } from '../../text/foreign.ts'
import type { LineIndex } from '../../text/line-index.ts'
import { toRange } from '../convert.ts'

/** As `toCompletions`; where there may be more of the same they are asked for again with each key. */
export function toCompletionList(
  ...given: Parameters<typeof toCompletions>
): CompletionItem[] | CompletionList {
  const items = toCompletions(...given)
  return items.length === maxTags ? { isIncomplete: true, items } : items
}

/** Completions in their order. Their indentation is whole, so that the editor must not add its own. */
function toCompletions(
  lines: LineIndex,
  completions: readonly Completion[],
  hasSnippets: boolean,
): CompletionItem[] {
  return completions.map(({ label, kind, detail, markdown, span, newText, snippet, filterText }, index) => ({
    label: forMessage(label),
    kind: kinds[kind],
    sortText: String(index).padStart(4, '0'),
    filterText: filterText ?? label,
    textEdit: { range: toRange(lines, span), newText: hasSnippets ? (snippet ?? newText) : newText },
    insertTextMode: InsertTextMode.asIs,
    insertTextFormat:
      hasSnippets && snippet !== undefined ? InsertTextFormat.Snippet : InsertTextFormat.PlainText,
    ...(detail === undefined ? {} : { detail: forMessage(detail) }),
    ...(markdown === undefined ? {} : { documentation: { kind: MarkupKind.Markdown, value: markdown } }),
  }))
}

const kinds: Readonly<Record<Completion['kind'], CompletionItemKind>> = {
  field: CompletionItemKind.Field,
  value: CompletionItemKind.Value,
  reference: CompletionItemKind.Reference,
  function: CompletionItemKind.Function,
  snippet: CompletionItemKind.Snippet,
}
