import {
  type CodeAction,
  CodeActionKind,
  type CodeActionParams,
  CodeActionTriggerKind,
  type Command,
  type Diagnostic as LspDiagnostic,
} from 'vscode-languageserver'
import type { Action, Diagnostic, Fix } from '../../ide/answers.ts'
import { codes } from '../../ide/checks.ts'
import { diagnostics } from '../../ide/diagnostics.ts'
import { actions } from '../../ide/fixes/actions.ts'
import { difference } from '../../ide/fixes/difference.ts'
import { fixAll } from '../../ide/fixes/fix-all.ts'
import { type Suppression, suppressions, turnOn } from '../../ide/fixes/suppress.ts'
import { forMessage } from '../../text/foreign.ts'
import type { LineIndex } from '../../text/line-index.ts'
import type { Span } from '../../text/span.ts'
import { type FindingId, findingId, toWorkspaceEdit } from '../convert.ts'
import type { Located } from '../located.ts'
import type { Workspaces } from '../workspaces.ts'
import { currentEdit } from './current-edit.ts'
import { toHoldActions } from './hold-actions.ts'

/** The kind of the action that editors run on saving, where their user wants that. */
export const fixAllKind: string = `${CodeActionKind.SourceFixAll}.fluxmark`

/**
 * What a client sends back to have an action's edit made: one fix of one finding, or one bump at a place, each of one
 * version of the document.
 */
type ActionData = { readonly uri: string } & (
  | { readonly finding: FindingId; readonly fix: number }
  | { readonly finding: FindingId; readonly silence: string }
  | { readonly title: string; readonly start: number; readonly end: number; readonly version: number }
)

/**
 * Fixes of the diagnostics in the range, bumps, and holds. Edits are left to `resolveAction`. An editor that asks by itself
 * shows a light bulb for what it gets: on a line that nothing is for, it gets nothing.
 */
export function codeActions(
  workspaces: Workspaces,
  { textDocument: { uri }, range, context }: CodeActionParams,
): CodeAction[] {
  const at = workspaces.at(uri)
  const wanted = context.only ?? [CodeActionKind.QuickFix]
  if (at === undefined) return []
  if (context.only?.some(kind => isWithin(fixAllKind, kind))) return fixAllAction(workspaces, at)
  const span: Span = [at.lines.offsetAt(range.start), at.lines.offsetAt(range.end)]
  const holds = toHoldActions(at, span, context)
  if (!wanted.some(kind => isWithin(CodeActionKind.QuickFix, kind))) return holds
  const version = versionOf(workspaces, at)
  const isInRange = (found: Diagnostic) => found.span[0] <= span[1] && span[0] <= found.span[1]
  const inRange = findings(workspaces, at).filter(isInRange)
  const reportedAs = (found: Diagnostic) => context.diagnostics.filter(one => isOf(one, found, at.lines))
  const silences = inRange.flatMap(found =>
    silencesOf(workspaces, at, found).map(({ title }): CodeAction => {
      const data: ActionData = { uri, finding: findingId(found, version), silence: title }
      return { title: forMessage(title), kind: CodeActionKind.QuickFix, diagnostics: reportedAs(found), data }
    }),
  )
  const fixes = inRange.flatMap(found =>
    found.fixes.map(({ title }, fix): CodeAction => {
      const data: ActionData = { uri, finding: findingId(found, version), fix }
      return { title: forMessage(title), kind: CodeActionKind.QuickFix, diagnostics: reportedAs(found), data }
    }),
  )
  const outdated = context.diagnostics.filter(({ code }) => code === 'outdated')
  const offered = actions(at.snapshot, at.path, span)
  const isAutomatic = context.triggerKind === CodeActionTriggerKind.Automatic
  const isForHere = fixes.length + silences.length > 0 || offered.some(({ isWide }) => isWide !== true)
  const bumps = (isAutomatic && !isForHere ? [] : offered).map((action): CodeAction => {
    const { title } = action
    const shownTitle = forMessage(title)
    if (action.command)
      return { title: shownTitle, kind: CodeActionKind.QuickFix, command: toCommand(action, uri) }
    const data: ActionData = { uri, title, start: span[0], end: span[1], version }
    const preferred = action.isPreferred ? { isPreferred: true, diagnostics: outdated } : {}
    return { title: shownTitle, kind: CodeActionKind.QuickFix, data, ...preferred }
  })
  return [...fixes, ...bumps, ...holds, ...silences, ...turnedOn(workspaces, at, span[0])]
}

/** Every sure fix of the document, as one edit of the version that the client shows. */
function fixAllAction(workspaces: Workspaces, at: Located): CodeAction[] {
  if (versionOf(workspaces, at) === -1) return []
  const fixed = fixAll(at.snapshot, [at.path], workspaces.settings.diagnostics).get(at.path)
  if (fixed === undefined) return []
  const edits = [difference(at.path, at.text, fixed)]
  const edit = toWorkspaceEdit(at.snapshot, at.workspace.paths, workspaces.versions(at.workspace), edits)
  return edit ? [{ title: 'Fix all that is certainly wrong', kind: fixAllKind, edit }] : []
}

/** Whether a kind is the wanted one or below it; the empty kind wants all. */
function isWithin(kind: string, wanted: string): boolean {
  return wanted === '' || kind === wanted || kind.startsWith(`${wanted}.`)
}

/**
 * The action with its edit; without one where the document is of another version by now, or has no such finding. An
 * editor also asks for actions that only run a command: those stay as they are.
 */
export async function resolveAction(workspaces: Workspaces, action: CodeAction): Promise<CodeAction> {
  const data: unknown = action.data
  if (!isActionData(data)) return action
  const at = workspaces.at(data.uri)
  const version = 'finding' in data ? data.finding.version : data.version
  if (at === undefined || versionOf(workspaces, at) !== version) return action
  const fix: Fix | Action | undefined = 'finding' in data ? fixOf(workspaces, at, data) : bumpOf(at, data)
  const edits = fix && annotated(fix, workspaces.canReview)
  const edit = edits && (await currentEdit(workspaces, at.workspace, at.snapshot, edits))
  return edit ? { ...action, edit } : action
}

function isActionData(data: unknown): data is ActionData {
  const { uri, finding, title } = Object(data)
  return (
    typeof uri === 'string' &&
    (typeof title === 'string' || (typeof finding === 'object' && finding !== null))
  )
}

function fixOf(
  workspaces: Workspaces,
  at: Located,
  data: Extract<ActionData, { finding: FindingId }>,
): Fix | undefined {
  const { code, start, end, index } = data.finding
  const found = findings(workspaces, at).find(
    found => found.code === code && found.span[0] === start && found.span[1] === end && found.index === index,
  )
  if ('fix' in data) return found?.fixes[data.fix]
  return found && silencesOf(workspaces, at, found).find(({ title }) => title === data.silence)
}

/** What else comes of a fix is shown before it is made, where the client can. */
function annotated({ title, edits, ...fix }: Fix | Action, canReview: boolean) {
  const consequence = 'consequence' in fix ? fix.consequence : undefined
  if (consequence === undefined || !canReview) return edits
  const annotation = {
    label: forMessage(title),
    description: forMessage(consequence),
    needsConfirmation: true,
  }
  return edits.map(edit => ({ ...edit, annotation }))
}

/** What says that a finding is none; a file is made only where the client makes files. */
function silencesOf(workspaces: Workspaces, at: Located, found: Diagnostic): readonly Suppression[] {
  const all = suppressions(at.snapshot, found, workspaces.settings.diagnostics)
  return workspaces.canCreate ? all : all.filter(({ edits }) => !edits.some(({ isNew }) => isNew))
}

/** In the project file, at a code that it turns off. */
function turnedOn(workspaces: Workspaces, at: Located, offset: number): CodeAction[] {
  const open = workspaces.versions(at.workspace)
  const severityOf = (code: string) => codes.find(one => one.code === code)?.severity
  return turnOn(at.snapshot, at.path, offset, severityOf).flatMap(({ title, edits }) => {
    const edit = toWorkspaceEdit(at.snapshot, at.workspace.paths, open, edits)
    return edit ? [{ title: forMessage(title), kind: CodeActionKind.QuickFix, edit }] : []
  })
}

function bumpOf(at: Located, { title, start, end }: Extract<ActionData, { title: string }>) {
  return actions(at.snapshot, at.path, [start, end]).find(one => one.title === title)
}

/** What is reported of a document: what the settings or a comment silence has no fix either. */
function findings(workspaces: Workspaces, at: Located): readonly Diagnostic[] {
  return diagnostics(at.snapshot, at.path, workspaces.settings.diagnostics)
}

/** Whether a diagnostic that a client holds is a finding's; a client may drop `data`. */
function isOf({ code, range, data }: LspDiagnostic, found: Diagnostic, lines: LineIndex): boolean {
  if (code !== found.code || lines.offsetAt(range.start) !== found.span[0]) return false
  return data === undefined || (data as FindingId).index === found.index
}

/** -1 stands for the version of a document that the client has not opened. */
function versionOf(workspaces: Workspaces, { workspace, path }: Located): number {
  return workspaces.versions(workspace).get(path)?.version ?? -1
}

function toCommand({ title, command }: Action, uri: string): Command {
  const { path: _, ...argument } = command?.argument ?? {}
  return { title: forMessage(title), command: command?.name ?? '', arguments: [{ uri, ...argument }] }
}
