import { Disposable, l10n, Uri, type WebviewPanel, workspace } from 'vscode'
import type { PlaygroundAnswer } from '../../../server/src/lsp/protocol.ts'
import type { FromPage, ToPage } from '../../webview/messages.ts'
import type { AskServer } from '../registries/pick-repository.ts'
import { say } from '../sinks/messages.ts'
import { openPage } from '../sinks/web-page.ts'
import { playgroundBody } from './page.ts'

/** The page that shows what a policy does to all tags, while one types. One at a time. */
export interface Playground extends Disposable {
  /** Shows what `fluxmark.playground` has answered. */
  open(answer: unknown): void
  /** Asks the server anew: what decides may have changed. */
  refresh(): Promise<void>
}

type Subject = Pick<PlaygroundAnswer, 'policy' | 'repository'>

export function createPlayground(extension: Uri, ask: AskServer): Playground {
  const folder = Uri.joinPath(extension, 'dist')
  let panel: WebviewPanel | undefined
  let subject: Subject = {}
  /** The list of tags that the page has. */
  let list: string | undefined
  /** Counts what begins anew: a page that is ready, another subject. An answer to what was asked before is of no use. */
  let beginning = 0
  let isReady = false
  let isAsking = false
  let isStale = false

  /** One question at a time: what is typed meanwhile is asked about afterwards. */
  async function refresh(): Promise<void> {
    isStale = true
    while (isStale && panel && isReady && !isAsking) {
      isStale = false
      isAsking = true
      try {
        const asked = beginning
        const answer = await ask('fluxmark.playground', {
          ...subject,
          ...(list === undefined ? {} : { list }),
        })
        if (asked === beginning) show(answer)
        else isStale = true
      } catch {
        // The server ended, or is starting anew: its next answer is shown.
      }
      isAsking = false
    }
  }

  function show(answer: unknown): void {
    if (!isAnswer(answer)) {
      post({ kind: 'unreadable' })
      return
    }
    const { title, image, rules, fluxVersion, tags, created, problem } = answer
    ;({ list } = answer)
    post({
      kind: 'rules',
      title,
      image,
      rules,
      fluxVersion,
      created,
      ...(tags ? { tags } : {}),
      ...(problem === undefined ? {} : { problem }),
    })
  }

  function post(message: ToPage): void {
    void panel?.webview.postMessage(message)
  }

  function beginAnew(): void {
    beginning++
    list = undefined
    void refresh()
  }

  function openPanel(): void {
    isReady = false
    panel = openPage({
      kind: 'fluxmark.playground',
      title: l10n.t('Policy Playground'),
      folder,
      script: Uri.joinPath(folder, 'playground.js'),
      style: Uri.joinPath(folder, 'playground.css'),
      body: playgroundBody,
    })
    panel.onDidDispose(() => {
      panel = undefined
    })
    panel.webview.onDidReceiveMessage(({ kind }: FromPage) => {
      if (kind !== 'ready') return
      isReady = true
      beginAnew()
    })
  }

  function open(answer: unknown): void {
    if (!isAnswer(answer)) {
      say('information', l10n.t('The cursor is at no marker, ImagePolicy or ImageRepository.'))
      return
    }
    const { policy, repository } = answer
    subject = policy === undefined ? { ...(repository === undefined ? {} : { repository }) } : { policy }
    if (panel === undefined) {
      openPanel()
      return
    }
    panel.reveal(undefined, true)
    beginAnew()
  }

  const all = Disposable.from(
    new Disposable(() => panel?.dispose()),
    workspace.onDidChangeTextDocument(
      ({ document }) => document.languageId.includes('yaml') && void refresh(),
    ),
  )
  return Object.assign(all, { open, refresh })
}

function isAnswer(answer: unknown): answer is PlaygroundAnswer {
  return typeof answer === 'object' && answer !== null && 'rules' in answer
}
