import {
  type DidChangeWatchedFilesRegistrationOptions,
  FileChangeType,
  type FileEvent,
  WatchKind,
} from 'vscode-languageserver'
import type { OpenFolder } from './folders.ts'

/** Names that the walk would look into. */
const names = '**/{*.yaml,*.yml,*.YAML,*.YML,Kustomization,.sourceignore,CODEOWNERS,*.json,*.tmpl,*.tpl,*.tf}'
const isName = /(?:\.(?:ya?ml|json|tmpl|tpl|tf)|(?:^|\/)(?:Kustomization|\.sourceignore|CODEOWNERS))$/i

/** Folders that hold nothing of the repository's own. */
const isPruned = /(?:^|\/)(?:\.git|node_modules)(?:\/|$)/

/**
 * What the client is to watch. A folder that is renamed, moved or removed is one event of its own name, with none for
 * the files in it: so whatever comes or goes is reported, and looked at here.
 */
export const watchers: DidChangeWatchedFilesRegistrationOptions = {
  watchers: [{ globPattern: names }, { globPattern: '**/*', kind: WatchKind.Create | WatchKind.Delete }],
}

/** Has a folder's session read what changed on disk: files by themselves, and folders with all that is beneath them. */
export async function readChanges(
  { session, paths }: OpenFolder,
  changes: readonly FileEvent[],
): Promise<void> {
  const changed = changes.flatMap(({ uri, type }) => {
    const path = paths.toPath(uri)
    return path === undefined || isPruned.test(path) ? [] : [{ path, type }]
  })
  const files = changed.flatMap(({ path }) => (isName.test(path) ? [path] : []))
  const { snapshot } = session
  const known = [...snapshot.files.keys(), ...snapshot.unread]
  const folders = changed.flatMap(({ path, type }) => {
    if (type === FileChangeType.Changed) return []
    // What is gone was a folder if something in it is known; what has come may be one.
    const isFolder = type === FileChangeType.Created || known.some(one => one.startsWith(`${path}/`))
    return isFolder ? [path] : []
  })
  if (files.length > 0) await session.reread([...new Set(files)])
  if (folders.length > 0) await session.relist(outermost(folders))
}

/** Without those that lie in another one. */
function outermost(folders: readonly string[]): readonly string[] {
  const all = new Set(folders)
  return [...all].filter(folder => {
    const parts = folder.split('/')
    return !parts.some((_, at) => at > 0 && all.has(parts.slice(0, at).join('/')))
  })
}
