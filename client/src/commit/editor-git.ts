import { extensions, Uri } from 'vscode'

/** What of the Git extension's API is used. */
interface GitApi {
  getRepository(uri: Uri): EditorRepository | null
}

interface EditorRepository {
  push(remote: string, branch: string): Promise<void>
  checkout(branch: string): Promise<void>
  getBranches?(query: { readonly remote: boolean }): Promise<readonly { readonly name?: string }[]>
}

/**
 * A push by the editor's own Git extension, which can ask for a password, or undefined where it is not there or does
 * not know the repository.
 */
export function editorPush(root: string, remote: string, branch: string): (() => Promise<void>) | undefined {
  const repository = editorRepository(root)
  return repository && (() => repository.push(remote, branch))
}

/** Checks a branch out by the editor's own Git extension; undefined where that cannot. */
export function editorCheckout(root: string, branch: string): (() => Promise<void>) | undefined {
  const repository = editorRepository(root)
  return repository && (() => repository.checkout(branch))
}

/** The local branches that the editor's Git extension knows; none where it is not there. */
export async function editorBranches(root: string): Promise<readonly string[]> {
  try {
    const found = (await editorRepository(root)?.getBranches?.({ remote: false })) ?? []
    return found.flatMap(({ name }) => name ?? [])
  } catch {
    return []
  }
}

function editorRepository(root: string): EditorRepository | undefined {
  const git = extensions.getExtension<{ getAPI(version: 1): GitApi }>('vscode.git')
  if (!git?.isActive) return undefined
  try {
    return git.exports.getAPI(1).getRepository(Uri.file(root)) ?? undefined
  } catch {
    // The setting `git.enabled` is off.
    return undefined
  }
}
