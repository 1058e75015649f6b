import { type ExtensionContext, env, version, window, workspace } from 'vscode'
import { issueText } from './issue-text.ts'

/** Opens a page to describe a fault in, with the versions that matter. Nothing is sent: the user posts it. */
export async function reportIssue({ extension }: ExtensionContext, state: string): Promise<void> {
  const { name, version: own, bugs } = extension.packageJSON
  const content = issueText({
    url: String(bugs?.url),
    facts: [
      [String(name), String(own)],
      [env.appName, version],
      ['system', `${process.platform} ${process.arch}, Node ${process.versions.node}`],
      ['window', env.remoteName === undefined ? 'local' : `remote (${env.remoteName})`],
      ['workspace', workspace.isTrusted ? 'trusted' : 'restricted mode'],
      ['language server', state],
    ],
  })
  await window.showTextDocument(await workspace.openTextDocument({ language: 'markdown', content }))
}
