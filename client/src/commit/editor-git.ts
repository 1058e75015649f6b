import { extensions, Uri } from 'vscode'

/** What of the Git extension's API is used. */
interface GitApi {
  getRepository(uri: Uri): { push(remote: string, branch: string): Promise<void> } | null
}

/**
 * A push by the editor's own Git extension, which can ask for a password, or undefined where it is not there or does
 * not know the repository.
 */
export function editorPush(root: string, remote: string, branch: string): (() => Promise<void>) | undefined {
  const git = extensions.getExtension<{ getAPI(version: 1): GitApi }>('vscode.git')
  if (!git?.isActive) return undefined
  try {
    const repository = git.exports.getAPI(1).getRepository(Uri.file(root))
    return repository ? () => repository.push(remote, branch) : undefined
  } catch {
    // The setting `git.enabled` is off.
    return undefined
  }
}
