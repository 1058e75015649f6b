import {
  CodeAction,
  CodeActionKind,
  type Command,
  commands,
  type Disposable,
  type TextDocument,
  Uri,
  workspace,
} from 'vscode'
import type { ApplyWorkspaceEditResult, HandlerResult, WorkspaceEdit } from 'vscode-languageclient'
import { editedUris } from './edited-uris.ts'
import { createNumberedCommands } from './numbered-commands.ts'

/** How long an edit may take to arrive, in milliseconds. An edit that changes nothing never does. */
const patience = 20_000

/** A document as it was before an edit: clean, and at this version. Version 0 is a file that was not open. */
interface CleanDocument {
  readonly uri: string
  readonly version: number
}

/** Applies an edit of the server and saves the documents that were clean before; unsaved changes of the user stay unsaved. */
export async function saveAfterEdit(
  edit: WorkspaceEdit,
  apply: () => HandlerResult<ApplyWorkspaceEditResult, void>,
): Promise<ApplyWorkspaceEditResult> {
  const clean = cleanOf(editedUris(edit), openVersions())
  const result = await apply()
  // Of what the user looked through, some files need not have changed at all: nobody waits for these.
  const isReviewed = Object.keys(edit.changeAnnotations ?? {}).length > 0
  if ('applied' in result && result.applied) {
    if (isReviewed) void Promise.all(clean.map(one => saveEdited([one])))
    else await saveEdited(clean)
  }
  return result as ApplyWorkspaceEditResult
}

/** The versions of the open documents; undefined for those with unsaved changes. */
type OpenVersions = ReadonlyMap<string, number | undefined>

export function openVersions(): OpenVersions {
  return new Map(
    workspace.textDocuments.map(({ uri, isDirty, isUntitled, version }) => [
      uri.toString(),
      isDirty || isUntitled ? undefined : version,
    ]),
  )
}

/** What gives the editor's actions what is to happen after them. */
export interface SaveAfterAction extends Disposable {
  /**
   * `open` are the documents when the action was asked for: the editor may ask twice, and apply what came first before the
   * second answer is here.
   */
  add<T extends Command | CodeAction>(action: T, open: OpenVersions): T
}

/**
 * The same for actions that the editor applies itself: gives each a command that saves, which the editor runs after
 * the edit. Actions on save are the user's own saving. What an action runs has no arguments: see `createNumberedCommands`.
 */
export function createSaveAfterAction(): SaveAfterAction {
  const numbered = createNumberedCommands()
  const add = <T extends Command | CodeAction>(action: T, open: OpenVersions): T => {
    if (!(action instanceof CodeAction)) return action
    const { command, edit, kind, title } = action
    if (command !== undefined) {
      if (!numbered.isOurs(command)) action.command = numbered.command(title, () => run(command))
    } else if (edit !== undefined && !(kind !== undefined && CodeActionKind.Source.contains(kind))) {
      const edited = edit.entries().map(([uri]) => uri.toString())
      const clean = cleanOf(edited, open)
      action.command = numbered.command(title, () => saveEdited(clean))
    }
    return action
  }
  return Object.assign(numbered, { add })
}

function run({ command, arguments: given = [] }: Command): Thenable<unknown> {
  return commands.executeCommand(command, ...given)
}

/** Saves documents that were clean and have changed by one edit since; more would be the user's typing. */
async function saveEdited(clean: readonly CleanDocument[]): Promise<void> {
  for (const { uri, version } of clean) {
    const document = await workspace.openTextDocument(Uri.parse(uri))
    if (!(await becomesDirty(document))) continue
    if (version === 0 || document.version <= version + 1) await document.save()
  }
}

/** Whether an edit has arrived. The editor reports it in its own time, on a busy machine after it has run a command. */
function becomesDirty(document: TextDocument): Promise<boolean> {
  if (document.isDirty) return Promise.resolve(true)
  return new Promise(resolve => {
    const done = () => {
      clearTimeout(timer)
      changes.dispose()
      resolve(document.isDirty)
    }
    const timer = setTimeout(done, patience)
    const changes = workspace.onDidChangeTextDocument(event => {
      if (event.document === document && document.isDirty) done()
    })
  })
}

/** Those of the documents that had no unsaved changes. */
function cleanOf(uris: readonly string[], open: OpenVersions): readonly CleanDocument[] {
  return uris.flatMap(uri => {
    const wanted = Uri.parse(uri).toString()
    const version = open.has(wanted) ? open.get(wanted) : 0
    return version === undefined ? [] : [{ uri, version }]
  })
}
