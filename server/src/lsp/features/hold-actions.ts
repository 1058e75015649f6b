import {
  type CodeAction,
  type CodeActionContext,
  CodeActionKind,
  CodeActionTriggerKind,
} from 'vscode-languageserver'
import { holdActions } from '../../ide/fixes/hold-actions.ts'
import { forMessage } from '../../text/foreign.ts'
import type { Span } from '../../text/span.ts'
import type { Located } from '../located.ts'

/**
 * Holds and releases, as refactorings: on request only, so that no light bulb stands at every marker because of them.
 * `isWanted` says whether the client wants actions of a kind.
 */
export function toHoldActions(
  { snapshot, path }: Located,
  span: Span,
  { only, triggerKind }: CodeActionContext,
): CodeAction[] {
  const isAsked = only?.some(kind => kind === '' || CodeActionKind.Refactor === kind)
  if (isAsked !== true && (only !== undefined || triggerKind === CodeActionTriggerKind.Automatic)) return []
  return holdActions(snapshot, path, span).map(({ title, command, argument }) => ({
    title: forMessage(title),
    kind: CodeActionKind.Refactor,
    command: { title: forMessage(title), command, arguments: [argument] },
  }))
}
