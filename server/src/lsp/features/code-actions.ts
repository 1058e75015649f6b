import { type CodeAction, CodeActionKind, type CodeActionParams, type Command } from 'vscode-languageserver'
import type { Action, Fix } from '../../ide/answers.ts'
import { diagnostics } from '../../ide/diagnostics.ts'
import { actions } from '../../ide/fixes/actions.ts'
import { difference, fixAll } from '../../ide/fixes/fix-all.ts'
import type { Span } from '../../text/span.ts'
import { toOffset, toWorkspaceEdit } from '../convert.ts'
import type { Located, Workspaces } from '../workspaces.ts'

/** The kind of the action that editors run on saving, where their user wants that. */
export const fixAllKind: string = `${CodeActionKind.SourceFixAll}.fluxmark`

/** What a client sends back to have an action's edit made: computed then, against the text of that moment. */
interface ActionData {
  readonly uri: string
  readonly title: string
  readonly start: number
  readonly end: number
}

/** Fixes of the diagnostics in the range, and bumps. Edits are left to `resolveAction`. */
export function codeActions(
  workspaces: Workspaces,
  { textDocument, range, context }: CodeActionParams,
): CodeAction[] {
  const at = workspaces.at(textDocument.uri)
  const wanted = context.only ?? [CodeActionKind.QuickFix]
  if (at === undefined) return []
  if (context.only?.some(kind => isWithin(fixAllKind, kind))) return fixAllAction(workspaces, at)
  if (!wanted.some(kind => isWithin(CodeActionKind.QuickFix, kind))) return []
  const span: Span = [toOffset(at.text, range.start), toOffset(at.text, range.end)]
  const fixes = fixesAt(at, span).map(({ fix, found }): CodeAction => {
    const reported = context.diagnostics.filter(
      ({ code, range: where }) => code === found.code && toOffset(at.text, where.start) === found.span[0],
    )
    return {
      title: fix.title,
      kind: CodeActionKind.QuickFix,
      diagnostics: reported,
      data: data(textDocument.uri, fix.title, span),
    }
  })
  const outdated = context.diagnostics.filter(({ code }) => code === 'outdated')
  const bumps = actions(at.snapshot, at.path, span).map(
    (action): CodeAction =>
      action.command
        ? { title: action.title, kind: CodeActionKind.QuickFix, command: toCommand(action, textDocument.uri) }
        : {
            title: action.title,
            kind: CodeActionKind.QuickFix,
            data: data(textDocument.uri, action.title, span),
            ...(action.isPreferred ? { isPreferred: true, diagnostics: outdated } : {}),
          },
  )
  return [...fixes, ...bumps]
}

/** Every sure mend of the document, as one edit. */
function fixAllAction(workspaces: Workspaces, at: Located): CodeAction[] {
  const fixed = fixAll(at.snapshot, [at.path], workspaces.settings.diagnostics).get(at.path)
  if (fixed === undefined) return []
  const edits = [difference(at.path, at.text, fixed)]
  const edit = toWorkspaceEdit(at.snapshot, at.workspace.paths, workspaces.versions(at.workspace), edits)
  return edit ? [{ title: 'Mend all that is certainly wrong', kind: fixAllKind, edit }] : []
}

/** Whether a kind is the wanted one or below it; the empty kind wants all. */
function isWithin(kind: string, wanted: string): boolean {
  return wanted === '' || kind === wanted || kind.startsWith(`${wanted}.`)
}

/** The action with its edit, made for the documents as they are now; without one if the place has changed. */
export function resolveAction(workspaces: Workspaces, action: CodeAction): CodeAction {
  const { uri, title, start, end } = action.data as ActionData
  const at = workspaces.at(uri)
  if (at === undefined) return action
  const span: Span = [start, end]
  const offered: readonly (Fix | Action)[] = [
    ...fixesAt(at, span).map(({ fix }) => fix),
    ...actions(at.snapshot, at.path, span),
  ]
  const chosen = offered.find(one => one.title === title)
  const edit =
    chosen &&
    toWorkspaceEdit(at.snapshot, at.workspace.paths, workspaces.versions(at.workspace), chosen.edits)
  return edit ? { ...action, edit } : action
}

function fixesAt(at: Located, span: Span) {
  return diagnostics(at.snapshot, at.path)
    .filter(found => found.span[0] <= span[1] && span[0] <= found.span[1])
    .flatMap(found => found.fixes.map(fix => ({ fix, found })))
}

function data(uri: string, title: string, [start, end]: Span): ActionData {
  return { uri, title, start, end }
}

function toCommand({ title, command }: Action, uri: string): Command {
  const { path: _, ...argument } = command?.argument ?? {}
  return { title, command: command?.name ?? '', arguments: [{ uri, ...argument }] }
}
