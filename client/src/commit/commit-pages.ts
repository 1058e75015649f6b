import { commands, Disposable, l10n, Uri, window, workspace } from 'vscode'
import type { FileDiff } from '../../../server/src/lsp/protocol.ts'
import { createOpenPages, isTabOf } from './open-pages.ts'

/** Shows commits, made or to be made, as their message and a diff a file; all read-only. So is what else is about to be written. */
export interface CommitPages extends Disposable {
  /** `messages` in the order of the commits; `title` names the tab. */
  show(title: string, messages: readonly string[], files: readonly FileDiff[]): Promise<CommitPage>
}

/** A page that is shown. */
export interface CommitPage {
  /** Closes its tab, and no other. */
  hide(): Promise<void>
}

/** Texts that only this window holds, as long as a page's tab is open. `name` is that of the messages. */
export function createCommitPages(
  scheme: string = 'fluxmark-commit',
  name: string = l10n.t('Commit message'),
): CommitPages {
  const open = createOpenPages()
  let pages = 0
  const provider = workspace.registerTextDocumentContentProvider(scheme, {
    provideTextDocumentContent: uri => open.textOf(uri.toString()),
  })
  const tabs = () => window.tabGroups.all.flatMap(group => group.tabs)
  const closed = window.tabGroups.onDidChangeTabs(event => {
    if (event.closed.length > 0) open.retain(tabs().map(({ label }) => label))
  })
  const show: CommitPages['show'] = async (title, messages, files) => {
    pages++
    const tab = open.open(title)
    const page = (side: string, path: string, text: string | undefined) => {
      if (text === undefined) return undefined
      const uri = Uri.from({ scheme, path: `/${path}`, query: `${pages}-${side}` })
      open.keep(tab, uri.toString(), text)
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
    await commands.executeCommand('vscode.changes', tab, resources)
    open.shown(tab)
    return {
      async hide() {
        await window.tabGroups.close(tabs().filter(({ label }) => isTabOf(label, tab)))
        open.close(tab)
      },
    }
  }
  return Object.assign(Disposable.from(provider, closed), { show })
}
