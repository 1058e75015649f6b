import { readFile, stat } from 'node:fs/promises'
import { setImmediate } from 'node:timers/promises'
import { CancellationTokenSource, Disposable, type LogOutputChannel, type Uri, workspace } from 'vscode'
import { holdsFlux } from './holds-flux.ts'

/** The files that Flux reads. */
const yamlFiles = '**/*.{yaml,yml}'

const maxFiles = 20_000
/** Files larger than this are hardly written by hand, and Flux's own are far smaller. */
const maxBytes = 2 * 1024 * 1024
const filesAtOnce = 16

/**
 * Calls `found` once, when an open document, a file of the workspace, or one that changes later holds something of
 * Flux image automation. The search keeps to `files.exclude`, stops at the first hit, and looks at no more than
 * 20,000 files. Disposing ends it.
 */
export function whenFluxIsFound(output: LogOutputChannel, found: () => void): Disposable {
  const cancel = new CancellationTokenSource()
  const watcher = workspace.createFileSystemWatcher(yamlFiles, false, false, true)
  const all = Disposable.from(
    cancel,
    watcher,
    watcher.onDidCreate(uri => lookInto([uri])),
    watcher.onDidChange(uri => lookInto([uri])),
    workspace.onDidOpenTextDocument(document => look(document.uri, document.getText())),
    workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      // A marker that is being typed is complete in its line; the whole text need not be searched at every key.
      for (const { range, text } of contentChanges) {
        look(document.uri, `${document.lineAt(range.start.line).text}\n${text}`)
      }
    }),
    workspace.onDidChangeWorkspaceFolders(({ added }) => {
      if (added.length > 0) void search()
    }),
  )
  for (const document of workspace.textDocuments) look(document.uri, document.getText())
  void search()
  return all

  function look(uri: Uri, text: string): boolean {
    if (cancel.token.isCancellationRequested || !isUsers(uri) || !(holdsFlux(text) || isProjectFile(uri)))
      return false
    output.info(`Flux image automation found in ${workspace.asRelativePath(uri)}`)
    cancel.cancel()
    all.dispose()
    found()
    return true
  }

  async function search(): Promise<void> {
    const uris = await workspace.findFiles(yamlFiles, undefined, maxFiles, cancel.token)
    if (cancel.token.isCancellationRequested) return
    const start = performance.now()
    await lookInto(uris)
    const took = Math.round(performance.now() - start)
    output.debug(`looked through ${uris.length} YAML files in ${took} ms`)
  }

  async function lookInto(uris: readonly Uri[]): Promise<void> {
    for (let i = 0; i < uris.length && !cancel.token.isCancellationRequested; i += filesAtOnce) {
      const some = uris.slice(i, i + filesAtOnce)
      const texts = await Promise.all(some.map(readText))
      if (some.some((uri, at) => look(uri, texts[at] ?? ''))) return
      await setImmediate()
    }
  }
}

/** `fluxmark.yaml` at the root of a folder says that its owner wants us. */
function isProjectFile(uri: Uri): boolean {
  return /^\.?fluxmark\.yaml$/.test(workspace.asRelativePath(uri, false))
}

/** Not a side of a diff, an output, or a settings file. */
function isUsers(uri: Uri): boolean {
  return uri.scheme === 'file' || uri.scheme === 'untitled' || workspace.getWorkspaceFolder(uri) !== undefined
}

async function readText(uri: Uri): Promise<string> {
  try {
    if (uri.scheme !== 'file') return new TextDecoder().decode(await workspace.fs.readFile(uri))
    return (await stat(uri.fsPath)).size > maxBytes ? '' : await readFile(uri.fsPath, 'latin1')
  } catch {
    // Gone since it was listed, or not readable: nothing to be found there.
    return ''
  }
}
