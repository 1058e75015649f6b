import { commands, Disposable, l10n, type Memento, workspace } from 'vscode'
import type { ClusterTarget, LiveAnswer } from '../../../server/src/lsp/protocol.ts'
import type { AskServer } from '../registries/pick-repository.ts'
import type { LanguageServer } from '../server/language-server.ts'
import { say } from '../sinks/messages.ts'
import type { UpdatesView } from '../updates/updates-view.ts'
import { keepShown, shownCluster } from './agreed.ts'
import { chooseCluster } from './choose-cluster.ts'

/** The live cluster of this window: read while the Updates view is visible, and only then. */
export interface LiveState extends Disposable {
  /** *Show Live State…*. */
  show(): Promise<void>
  /** *Hide Live State*. */
  hide(): Promise<void>
  /** Reads once more, now. */
  again(): Promise<void>
  /** The cluster that is shown; undefined where none is. */
  shown(): ClusterTarget | undefined
}

/**
 * Ms between two readings while somebody looks. `kubectl get --watch` would need a process for each of eight kinds, all the
 * time; Flux itself looks at its objects once in minutes.
 */
const pause = 30_000
/** After failures the pause doubles up to this, in ms. */
const longestPause = 5 * 60_000

export function createLiveState(
  server: Pick<LanguageServer, 'state' | 'onDidChangeState'>,
  ask: AskServer,
  state: Memento,
  view: Pick<UpdatesView, 'isVisible' | 'onDidChangeVisibility' | 'reveal' | 'refresh'>,
): LiveState {
  let timer: NodeJS.Timeout | undefined
  let isReading = false
  let wait = pause
  let showing: Promise<void> | undefined

  const target = () => (workspace.isTrusted ? shownCluster(state) : undefined)
  const setContext = () =>
    void commands.executeCommand('setContext', 'fluxmark.isLive', target() !== undefined)

  function stop(): void {
    clearTimeout(timer)
    timer = undefined
  }

  /** Answers why it could not be read. */
  async function read(): Promise<LiveAnswer['failures'][number] | undefined> {
    const cluster = target()
    if (cluster === undefined || isReading || server.state !== 'running') return undefined
    stop()
    isReading = true
    const answer = (await Promise.resolve(ask('fluxmark.liveState', cluster)).catch(() => undefined)) as
      | LiveAnswer
      | undefined
    isReading = false
    const [failure] = answer?.failures ?? []
    // The context leads elsewhere now: that is another question.
    if (failure?.code === 'E_CLUSTER_NOT_APPROVED' && target()?.server === cluster.server) {
      await hide()
      say('warning', l10n.t('{0} Show Live State… asks again.', failure.message))
      return undefined
    }
    wait = failure === undefined ? pause : Math.min(wait * 2, longestPause)
    view.refresh()
    next()
    return failure
  }

  function next(): void {
    stop()
    if (view.isVisible() && target() !== undefined) timer = setTimeout(() => void read(), wait)
  }

  async function showChosen(): Promise<void> {
    const chosen = await chooseCluster(ask, state)
    if (chosen === undefined) return
    await keepShown(state, chosen)
    setContext()
    wait = pause
    view.reveal()
    const failure = await read()
    if (failure) say('error', `${failure.message} (${failure.code})`)
  }

  async function hide(): Promise<void> {
    stop()
    await keepShown(state, undefined)
    setContext()
    await ask('fluxmark.endLiveState', {})
    view.refresh()
  }

  const all = Disposable.from(
    new Disposable(stop),
    view.onDidChangeVisibility(isVisible => (isVisible ? void read() : stop())),
    server.onDidChangeState(now => {
      if (now === 'running' && view.isVisible()) void read()
    }),
  )
  setContext()

  return Object.assign(all, {
    show() {
      // Whoever asks while the question is open waits for its answer.
      showing ??= showChosen().finally(() => {
        showing = undefined
      })
      return showing
    },
    hide,
    again: async () => void (await read()),
    shown: target,
  })
}
