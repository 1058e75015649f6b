import assert from 'node:assert/strict'
import { register } from 'node:module'
import { afterEach, test } from 'node:test'

/** What the client shows and asks of a live cluster, beside a stand-in for the editor's API. */

interface Shown {
  readonly text: string
  readonly detail: string | undefined
  readonly buttons: readonly string[]
}

/** What the editor was told to do, and what its user answers. */
const editor = {
  shown: [] as Shown[],
  /** Which button of a question is pressed; none where it is undefined. */
  pressed: undefined as string | undefined,
  isTrusted: true,
  copied: [] as string[],
  settings: {} as Record<string, unknown>,
  /** The Kubernetes extension; undefined where it is not installed. */
  kubernetes: undefined as unknown,
}
Reflect.set(globalThis, 'editorOfTheTest', editor)

const standIn = `
  const editor = globalThis.editorOfTheTest
  const ask = async (text, { detail } = {}, ...items) => {
    editor.shown.push({ text, detail, buttons: items.map(({ title }) => title) })
    return items.find(({ title }) => title === editor.pressed)
  }
  export class Disposable {
    constructor(end) { this.dispose = end }
    static from(...all) { return new Disposable(() => all.forEach(one => one.dispose())) }
  }
  export const window = {
    showInformationMessage: ask, showWarningMessage: ask, showErrorMessage: ask,
    showQuickPick: async rows => rows[0],
    withProgress: (_, work) => work(),
  }
  export const workspace = {
    get isTrusted() { return editor.isTrusted },
    getConfiguration: () => ({ get: (name, usual) => editor.settings[name] ?? usual }),
  }
  export const commands = { executeCommand: async () => undefined }
  export const extensions = { getExtension: () => editor.kubernetes }
  export const env = { clipboard: { writeText: async text => void editor.copied.push(text) } }
  export const l10n = { t: (text, ...values) => text.replace(/\\{(\\w+)\\}/g, (_, key) => (typeof values[0] === 'object' ? values[0] : values)[key]) }
  export const ProgressLocation = {}, QuickInputButtons = {}, Uri = {}
`
const moduleOf = (text: string) => `data:text/javascript,${encodeURIComponent(text)}`
register(
  moduleOf(`export const resolve = (name, context, next) => name === 'vscode'
    ? { url: ${JSON.stringify(moduleOf(standIn))}, shortCircuit: true } : next(name, context)`),
)
const { forgetClusters } = await import('../../client/src/live/agreed.ts')
const { clusterFor } = await import('../../client/src/live/choose-cluster.ts')
const { createLiveState } = await import('../../client/src/live/live-state.ts')
const { copyFluxCommand, reconcileNow } = await import('../../client/src/live/object-commands.ts')

const { chosenKubeconfig } = await import('../../client/src/live/kubernetes-extension.ts')

const prod = { context: 'prod', server: 'https://prod' }
const question = 'May Fluxmark read the cluster prod (https://prod)?'
const web = { kind: 'ImageRepository', name: 'apps:web', context: 'prod' }

afterEach(() => {
  Object.assign(editor, {
    shown: [],
    pressed: undefined,
    isTrusted: true,
    copied: [],
    settings: {},
    kubernetes: undefined,
  })
})

function window() {
  const memory = new Map<string, unknown>()
  const asked: string[] = []
  const answers: Record<string, unknown> = {
    'fluxmark.clusters': { clusters: [prod, { context: 'dev', server: 'https://dev' }] },
    'fluxmark.liveState': { rows: [], failures: [] },
    'fluxmark.reconcile': { state: 'handled', ready: true, message: 'it has scanned 3 tags' },
    'fluxmark.fluxCommands': {
      commands: [{ verb: 'get', command: 'flux get image repository web', does: 'how it stands' }],
      isSuspendedInGit: false,
    },
  }
  const ask = async (command: string, argument: object) => {
    asked.push(`${command} ${Object.values(argument).join(' ')}`.trim())
    return answers[command]
  }
  const state = {
    keys: () => [...memory.keys()],
    get: <T>(key: string, usual?: T) => (memory.get(key) ?? usual) as T,
    update: async (key: string, value: unknown) => void memory.set(key, value),
  }
  let turned = (_: boolean): void => undefined
  let isVisible = true
  const nothing = { dispose: () => undefined }
  const live = createLiveState({ state: 'running', onDidChangeState: () => nothing }, ask, state, {
    isVisible: () => isVisible,
    onDidChangeVisibility: listener => {
      turned = listener
      return nothing
    },
    reveal: () => undefined,
    refresh: () => undefined,
  })
  return {
    live,
    forget: () => forgetClusters(state),
    asked,
    answers,
    state,
    given: { ask, live, objects: [] },
    look: (isSeen: boolean) => {
      isVisible = isSeen
      turned(isSeen)
    },
  }
}

test('a cluster is asked once its context and server were shown and agreed to, and no second question is', async () => {
  const { live, asked, forget } = window()
  await live.show()
  assert.deepEqual(asked, ['fluxmark.clusters'])
  assert.equal(editor.shown[0]?.text, question)
  assert.deepEqual([editor.shown[0]?.buttons, live.shown()], [['Read prod'], []])
  editor.pressed = 'Read prod'
  await live.show()
  assert.deepEqual(asked.slice(1), ['fluxmark.clusters', 'fluxmark.liveState prod https://prod'])
  await live.show()
  assert.equal(editor.shown.length, 2)
  await forget()
  editor.pressed = undefined
  await Promise.all([live.show(), live.show()])
  assert.equal(editor.shown.length, 3)
  editor.pressed = 'Read prod'
  await live.show()
  editor.isTrusted = false
  assert.deepEqual(live.shown(), [])
  live.dispose()
})

test('an assistant names a context: the person is asked once, by the same question; nothing is shown in the view', async () => {
  const { live, state, given } = window()
  const asked = (context: unknown) => clusterFor(given.ask, state, context)
  assert.equal(await asked('elsewhere'), undefined)
  assert.deepEqual([await asked('prod'), editor.shown.length], [undefined, 1])
  editor.pressed = 'Read prod'
  assert.deepEqual([await asked('prod'), await asked('prod'), live.shown()], [prod, prod, []])
  assert.deepEqual([editor.shown.length, editor.shown[0]?.text], [2, question])
})

test('it is read while the view is visible; hidden, nothing is asked any more', async () => {
  const { live, asked, look } = window()
  editor.pressed = 'Read prod'
  look(false)
  await live.show()
  asked.splice(0)
  look(true)
  assert.deepEqual(asked, ['fluxmark.liveState prod https://prod'])
  await live.hide()
  assert.deepEqual(asked.splice(0), ['fluxmark.liveState prod https://prod', 'fluxmark.endLiveState'])
  look(false)
  look(true)
  assert.deepEqual([asked, live.shown()], [[], []])
  live.dispose()
})

test('where the context leads elsewhere, it is shown no more; where it cannot be read, why is said', async () => {
  const { live, answers } = window()
  editor.pressed = 'Read prod'
  answers['fluxmark.liveState'] = { rows: [], failures: [{ code: 'E_CLUSTER_NET', message: 'It is away.' }] }
  await live.show()
  assert.equal(editor.shown.at(-1)?.text, 'It is away. (E_CLUSTER_NET)')
  assert.deepEqual(live.shown(), [prod])
  const failures = [{ code: 'E_CLUSTER_NOT_APPROVED', message: 'It leads elsewhere.' }]
  answers['fluxmark.liveState'] = { rows: [], failures }
  await live.again()
  assert.deepEqual(live.shown(), [])
  live.dispose()
})

test('each reconciliation is a question that names object, context and server; its outcome is told', async () => {
  const { live, asked, given } = window()
  await reconcileNow(given, web)
  assert.deepEqual(asked, [])
  editor.pressed = 'Read prod'
  await live.show()
  asked.splice(0)
  await reconcileNow(given, web)
  assert.deepEqual(asked, [])
  const question = editor.shown.at(-1)
  assert.equal(question?.text, 'Reconcile ImageRepository apps:web in prod?')
  assert.match(question.detail ?? '', /reconcile\.fluxcd\.io\/requestedAt on it at https:\/\/prod/)
  editor.pressed = 'Reconcile'
  await reconcileNow(given, web)
  assert.equal(asked[0], 'fluxmark.reconcile prod https://prod ImageRepository apps:web')
  assert.match(editor.shown.at(-1)?.text ?? '', /apps:web in prod is reconciled: it has scanned 3 tags/)
  await copyFluxCommand(given, web)
  assert.deepEqual(editor.copied, ['flux get image repository web'])
  live.dispose()
})

test('two clusters at once, by the user’s own settings: each is asked about by itself, and each is read', async () => {
  const { live, asked } = window()
  editor.settings['cluster.contexts'] = { 'clusters/prod': 'prod', infra: 'prod', dev: 'dev' }
  editor.pressed = 'Read dev'
  await live.show()
  assert.deepEqual(
    editor.shown.map(({ buttons }) => buttons),
    [['Read prod'], ['Read dev']],
  )
  assert.deepEqual(asked.slice(1), ['fluxmark.liveState dev https://dev dev'])
  editor.pressed = 'Read prod'
  await live.show()
  assert.deepEqual(asked.slice(2), [
    'fluxmark.clusters',
    'fluxmark.liveState prod https://prod clusters/prod,infra',
    'fluxmark.liveState dev https://dev dev',
  ])
  // A context that is taken from the settings is not shown on.
  editor.settings['cluster.contexts'] = { dev: 'dev', stage: 'away' }
  await live.show()
  assert.match(editor.shown.at(-1)?.text ?? '', /has no context away/)
  assert.deepEqual(asked.slice(-2), ['fluxmark.endLiveState', 'fluxmark.liveState dev https://dev dev'])
  live.dispose()
})

test('the kubeconfig of the Kubernetes extension, where it is active and tells one', async () => {
  const api = (path: unknown, available = true) => ({
    get: (...asked: readonly string[]) =>
      asked.join() === 'configuration,v1' ? { available, api: { getKubeconfigPath: () => path } } : undefined,
  })
  const host = { pathType: 'host', hostPath: '/home/me/team' }
  const told = (exports: unknown, isActive = true) => {
    editor.kubernetes = { isActive, exports }
    return chosenKubeconfig()
  }
  assert.equal(chosenKubeconfig(), undefined)
  assert.equal(told(api(host)), '/home/me/team')
  for (const exports of [
    undefined,
    {},
    { get: 'no' },
    api(host, false),
    api({ pathType: 'wsl', wslPath: '/x' }),
    api({ pathType: 'host', hostPath: '/a:/b' }),
    api({ pathType: 'host', hostPath: 'team' }),
    { get: () => assert.fail('broken') },
  ])
    assert.equal(told(exports), undefined)
  assert.equal(told(api(host), false), undefined)

  const { live, asked, answers } = window()
  editor.kubernetes = { isActive: true, exports: api(host) }
  answers['fluxmark.clusters'] = { clusters: [{ ...prod, kubeconfig: '/home/me/team' }] }
  editor.pressed = 'Read prod'
  await live.show()
  assert.match(editor.shown[0]?.detail ?? '', /^The context is of \/home\/me\/team, the kubeconfig that/)
  assert.deepEqual(asked, [
    'fluxmark.clusters /home/me/team',
    'fluxmark.liveState prod https://prod /home/me/team',
  ])
  live.dispose()
})

test('it is read every 30 seconds; while it fails less and less often, down to every 5 minutes', async t => {
  t.mock.timers.enable({ apis: ['setTimeout'] })
  const { live, asked, answers } = window()
  editor.pressed = 'Read prod'
  await live.show()
  const reads = () => asked.splice(0).filter(one => one.startsWith('fluxmark.liveState')).length
  assert.equal(reads(), 1)
  /** Seconds until it is read again. */
  const next = async () => {
    for (let seconds = 1; seconds <= 600; seconds++) {
      t.mock.timers.tick(1000)
      // What is under way ends before the next second.
      for (let turn = 0; turn < 20; turn++) await Promise.resolve()
      if (reads() > 0) return seconds
    }
    return undefined
  }
  assert.equal(await next(), 30)
  answers['fluxmark.liveState'] = { rows: [], failures: [{ code: 'E_CLUSTER_BUSY', message: 'Busy.' }] }
  const waits: unknown[] = []
  for (let turn = 0; turn < 7; turn++) waits.push(await next())
  assert.deepEqual(waits, [30, 60, 120, 240, 300, 300, 300])
  answers['fluxmark.liveState'] = { rows: [], failures: [] }
  assert.deepEqual([await next(), await next()], [300, 30])
  live.dispose()
  assert.equal(await next(), undefined)
})
