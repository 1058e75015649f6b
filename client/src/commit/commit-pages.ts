import { commands, Disposable, Uri, window, workspace } from 'vscode'
import type { FileDiff } from '../../../server/src/lsp/protocol.ts'

/** Shows commits, made or to be made, as their message and a diff a file; all read-only. So is what else is about to be written. */
export interface CommitPages extends Disposable {
  /** `messages` in the order of the commits; `title` names the tab. */
  show(title: string, messages: readonly string[], files: readonly FileDiff[]): Promise<void>
  /** Closes the tabs of that title. */
  hide(title: string): Promise<void>
}

/** Texts that only this window holds; a page's stay as long as its tab can be open. `name` is that of the messages. */
export function createCommitPages(
  scheme: string = 'fluxmark-commit',
  name: string = 'Commit message',
): CommitPages {
  const texts = new Map<string, string>()
  let pages = 0
  const provider = workspace.registerTextDocumentContentProvider(scheme, {
    provideTextDocumentContent: uri => texts.get(uri.toString()) ?? '',
  })
  const show: CommitPages['show'] = async (title, messages, files) => {
    pages++
    const page = (side: string, path: string, text: string | undefined) => {
      if (text === undefined) return undefined
      const uri = Uri.from({ scheme, path: `/${path}`, query: `${pages}-${side}` })
      texts.set(uri.toString(), text)
      return uri
    }
    const resources = [
      ...messages.map((message, at) => ({
        path: messages.length === 1 ? name : `${name} ${at + 1}`,
        after: message,
      })),
      ...files,
    ].map(({ path, after, ...rest }: FileDiff) => [
      Uri.from({ scheme, path: `/${path}` }),
      page('before', path, rest.before),
      page('after', path, after),
    ])
    await commands.executeCommand('vscode.changes', title, resources)
  }
  const hide = async (title: string) => {
    const tabs = window.tabGroups.all.flatMap(group =>
      group.tabs.filter(({ label }) => label.startsWith(title)),
    )
    await window.tabGroups.close(tabs)
  }
  return Object.assign(Disposable.from(provider), { show, hide })
}
