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
  const clean = editedUris(edit).flatMap(asClean)
  const result = await apply()
  // Of what the user looked through, some files need not have changed at all: nobody waits for these.
  const isReviewed = Object.keys(edit.changeAnnotations ?? {}).length > 0
  if ('applied' in result && result.applied) {
    if (isReviewed) void Promise.all(clean.map(one => saveEdited([one])))
    else await saveEdited(clean)
  }
  return result as ApplyWorkspaceEditResult
}

/**
 * The same for actions that the editor applies itself: gives each a command that saves, which the editor runs after
 * the edit. Actions on save are the user's own saving. What an action runs has no arguments: see `createNumberedCommands`.
 */
export function createSaveAfterAction(): Disposable & { add<T extends Command | CodeAction>(action: T): T } {
  const numbered = createNumberedCommands()
  const add = <T extends Command | CodeAction>(action: T): T => {
    if (!(action instanceof CodeAction)) return action
    const { command, edit, kind, title } = action
    if (command !== undefined) {
      if (!numbered.isOurs(command)) action.command = numbered.command(title, () => run(command))
    } else if (edit !== undefined && !(kind !== undefined && CodeActionKind.Source.contains(kind))) {
      const clean = edit.entries().flatMap(([uri]) => asClean(uri.toString()))
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

function asClean(uri: string): CleanDocument[] {
  const document = openDocument(uri)
  if (document === undefined) return [{ uri, version: 0 }]
  return document.isDirty || document.isUntitled ? [] : [{ uri, version: document.version }]
}

function openDocument(uri: string): TextDocument | undefined {
  const wanted = Uri.parse(uri).toString()
  return workspace.textDocuments.find(document => document.uri.toString() === wanted)
}
