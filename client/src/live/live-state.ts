import { commands, Disposable, l10n, type Memento, workspace } from 'vscode'
import type { LiveAnswer, LiveCluster } from '../../../server/src/lsp/protocol.ts'
import type { AskServer } from '../registries/pick-repository.ts'
import type { LanguageServer } from '../server/language-server.ts'
import { say } from '../sinks/messages.ts'
import type { UpdatesView } from '../updates/updates-view.ts'
import { isSame, keepShown, shownClusters } from './agreed.ts'
import { chooseClusters } from './choose-cluster.ts'

/** The live clusters of this window: they are read while the Updates view is visible, and only then. */
export interface LiveState extends Disposable {
  /** *Show Live State…*. */
  show(): Promise<void>
  /** *Hide Live State*. */
  hide(): Promise<void>
  /** Reads once more, now. */
  again(): Promise<void>
  /** The clusters that are shown. */
  shown(): readonly LiveCluster[]
}

type Failed = LiveAnswer['failures'][number] & { readonly cluster: LiveCluster }

/**
 * Ms between two readings while somebody looks. `kubectl get --watch` would need a process for each of ten kinds, all the
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

  const clusters = () => (workspace.isTrusted ? shownClusters(state) : [])
  const setContext = () =>
    void commands.executeCommand('setContext', 'fluxmark.isLive', clusters().length > 0)

  function stop(): void {
    clearTimeout(timer)
    timer = undefined
  }

  /** Answers why one could not be read. */
  async function read(): Promise<Failed | undefined> {
    const wanted = clusters()
    if (wanted.length === 0 || isReading || server.state !== 'running') return undefined
    stop()
    isReading = true
    // Each by itself: one that is away, or leads elsewhere, holds up no other for longer than its own time.
    const failed = (await Promise.all(wanted.map(readOne))).flatMap(one => one ?? [])
    isReading = false
    for (const { code, message, cluster } of failed) {
      // The context leads elsewhere now: that is another question.
      if (code !== 'E_CLUSTER_NOT_APPROVED' || !clusters().some(one => isSame(one, cluster))) continue
      await leaveOut(cluster)
      say('warning', l10n.t('{0} Show Live State… asks again.', message))
    }
    const failure = failed.find(({ code }) => code !== 'E_CLUSTER_NOT_APPROVED')
    wait = failure === undefined ? pause : Math.min(wait * 2, longestPause)
    view.refresh()
    next()
    return failure
  }

  async function readOne(cluster: LiveCluster): Promise<Failed | undefined> {
    const answer = (await Promise.resolve(ask('fluxmark.liveState', cluster)).catch(() => undefined)) as
      | LiveAnswer
      | undefined
    const [failure] = answer?.failures ?? []
    return failure && { ...failure, cluster }
  }

  async function leaveOut(cluster: LiveCluster): Promise<void> {
    const others = clusters().filter(one => !isSame(one, cluster))
    if (others.length === 0) return hide()
    await ask('fluxmark.endLiveState', {})
    await keepShown(state, others)
  }

  function next(): void {
    stop()
    if (view.isVisible() && clusters().length > 0) timer = setTimeout(() => void read(), wait)
  }

  async function showChosen(): Promise<void> {
    const chosen = await chooseClusters(ask, state)
    if (chosen.length === 0) return
    // The server shows one beside others until it is told to end: those that are no more are not to stay.
    if (clusters().some(one => !chosen.some(other => isSame(one, other))))
      await ask('fluxmark.endLiveState', {})
    await keepShown(state, chosen)
    setContext()
    wait = pause
    view.reveal()
    const failure = await read()
    if (failure) say('error', `${failure.message} (${failure.code})`)
  }

  async function hide(): Promise<void> {
    stop()
    await keepShown(state, [])
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
    shown: clusters,
  })
}
