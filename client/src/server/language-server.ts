import {
  type CancellationToken,
  CancellationTokenSource,
  type Event,
  EventEmitter,
  type ExtensionContext,
  extensions,
  type LogOutputChannel,
  workspace,
} from 'vscode'
import {
  ExecuteCommandRequest,
  LanguageClient,
  type LanguageClientOptions,
  RevealOutputChannelOn,
  ShowMessageRequest,
  State,
  TransportKind,
} from 'vscode-languageclient/node'
import type { ServerCommand } from '../../../server/src/lsp/command-table.ts'
import type {
  Discarded,
  InitializationOptions,
  RegistryStatus,
  ServerStatus,
} from '../../../server/src/lsp/protocol.ts'
import { argumentOf } from '../argument-of.ts'
import type { Commits } from '../commit/commits.ts'
import { editedUris } from '../edited-uris.ts'
import { heldFor } from '../holds.ts'
import type { Onboarding } from '../onboard/onboard.ts'
import type { Explanation } from '../pages/explanation.ts'
import { showText } from '../pages/show-text.ts'
import type { TextPage } from '../pages/text-page.ts'
import type { Playground } from '../playground/playground.ts'
import type { Consents } from '../registries/consent.ts'
import type { Logins } from '../registries/logins.ts'
import { createSaveAfterAction, openVersions, saveAfterEdit } from '../save-after-edit.ts'
import { hintWithCommands, withCommands } from '../sinks/hover-links.ts'
import { createEditReview } from '../updates/edit-review.ts'
import { targetOf } from '../updates/element.ts'
import { createLastEdit } from '../updates/last-edit.ts'
import { pickTag } from '../updates/pick-tag.ts'
import { showWritten } from '../updates/show-written.ts'
import { discreet } from './discreet.ts'
import { documentSelector } from './document-selector.ts'
import { schemaErrors } from './schema-errors.ts'
import { announcement, answerRequests } from './server-requests.ts'
import { withTrustLink } from './trust-hint.ts'

/** It checks YAML against schemas, as we do with the three kinds. */
const yamlExtension = 'redhat.vscode-yaml'

const discarded: Discarded = 'discarded'

/** What writes many values at once: looked at before, unless a commit shows them. */
const reviewed: readonly string[] = ['fluxmark.update', 'fluxmark.promote'] satisfies ServerCommand[]

export type ServerState = 'stopped' | 'starting' | 'running' | 'failed'

/** Where answers of the server's commands are shown. */
interface Shown {
  readonly explanation: Explanation
  readonly commits: Commits
  readonly test: TextPage
  readonly environments: TextPage
  readonly simulation: TextPage
  readonly playground: Pick<Playground, 'open'>
  readonly onboarding: Onboarding
}

/** The language server's process: one for all folders of the window, started when it is first needed. */
export class LanguageServer {
  readonly #client: LanguageClient
  readonly #states: EventEmitter<ServerState> = new EventEmitter()
  readonly #registries: EventEmitter<RegistryStatus> = new EventEmitter()
  readonly #revisions: EventEmitter<void> = new EventEmitter()
  /** Starts and stops follow one another, whatever events ask for them. */
  #last: Promise<void> = Promise.resolve()
  #wanted = false

  constructor(
    context: ExtensionContext,
    output: LogOutputChannel,
    { explanation, commits, test, environments, playground, onboarding, simulation }: Shown,
    logins: () => Logins,
    consents: Consents,
  ) {
    const lastEdit = createLastEdit()
    const saving = createSaveAfterAction()
    const review = createEditReview()
    context.subscriptions.push(saving, review)
    const options: LanguageClientOptions = {
      documentSelector,
      outputChannel: output,
      traceOutputChannel: discreet(output),
      revealOutputChannelOn: RevealOutputChannelOn.Never,
      initializationOptions: (): InitializationOptions => ({
        trusted: workspace.isTrusted,
        allowedHosts: consents.hosts(),
        allowedForges: consents.forges(),
      }),
      // The server's log says why; a pop-up would not say more.
      initializationFailedHandler: error => {
        output.error(error)
        return false
      },
      middleware: {
        workspace: {
          configuration: async (params, token, next) => {
            const answers = await next(params, token)
            if (!Array.isArray(answers)) return answers
            const hasYaml = extensions.getExtension(yamlExtension) !== undefined
            return answers.map((answer, index) =>
              params.items[index]?.section === 'fluxmark' ? schemaErrors(answer, hasYaml) : answer,
            )
          },
          handleApplyEdit: async (params, next) => {
            const { token } = new CancellationTokenSource()
            if (!(await review.isAgreed(params.edit))) return { applied: false, failureReason: discarded }
            await lastEdit.remember(editedUris(params.edit, { isNew: false }))
            return saveAfterEdit(params.edit, () => next(params, token))
          },
        },
        executeCommand: async (command, given, next) => {
          // An action of the Updates view gives the row that it was chosen on.
          const args: typeof given = given.slice(0, 1).map(targetOf)
          // An argument of ours says that the outcome is awaited where it came from.
          if (command === 'fluxmark.updateAndCommit' && args[0]?.silent !== true)
            return args[0] === undefined ? commits.choose() : commits.commit(args[0])
          // An action of the editor's asks why; what comes from a question of ours has a reason.
          if (command === 'fluxmark.hold' && args[0] && args[0].reason === undefined)
            return heldFor((name, target) => this.ask(name, target), args[0])
          if (command === 'fluxmark.onboard' && args[0]?.silent !== true)
            return onboarding.run((name, target) => this.ask(name, target), args[0])
          const argument = args[0] ?? (await argumentOf(command))
          if (argument === undefined) return undefined
          if (command === 'fluxmark.promote' && argument.commit === true && argument.silent !== true)
            return commits.promote(argument)
          if (command === 'fluxmark.pickTag' && argument.tag === undefined)
            return showWritten(await pickTag((name, given) => this.ask(name, given), argument))
          if (command === 'fluxmark.allowHost' && typeof argument.host === 'string')
            await consents.allow(argument.host)
          const run = async () => next(command, [argument])
          const answer = await (reviewed.includes(command) ? review.during(run) : run())
          if (command === 'fluxmark.update' && argument.silent !== true) lastEdit.tell(answer)
          if (command === 'fluxmark.explain') await explanation.show(answer)
          if (command === 'fluxmark.playground') playground.open(answer)
          if (command === 'fluxmark.simulate') await showText(simulation, answer)
          if (command === 'fluxmark.testRepository') await showText(test, answer)
          if (command === 'fluxmark.environments') await showText(environments, answer)
          return answer
        },
        provideHover: async (document, position, token, next) => {
          const found = await next(document, position, token)
          return found && withCommands(found)
        },
        provideInlayHints: async (document, range, token, next) =>
          (await next(document, range, token))?.map(withTrustLink),
        resolveInlayHint: async (hint, token, next) => {
          const resolved = await next(hint, token)
          return resolved && hintWithCommands(resolved)
        },
        provideCodeActions: async (document, range, context_, token, next) => {
          const open = openVersions()
          return (await next(document, range, context_, token))?.map(action => saving.add(action, open))
        },
        resolveCodeAction: async (action, token, next) => {
          const open = openVersions()
          const resolved = await next(action, token)
          return resolved && saving.add(resolved, open)
        },
      },
    }
    const module = context.asAbsolutePath('dist/main.js')
    this.#client = new LanguageClient(
      'fluxmark',
      'Fluxmark',
      { module, transport: TransportKind.ipc, args: ['lsp'] },
      options,
    )
    this.#client.onRequest(ShowMessageRequest.type, (params, token) => consents.answer(params, token))
    this.#client.registerFeature(announcement)
    answerRequests(this.#client, logins)
    this.#client.onNotification('experimental/serverStatus', (status: ServerStatus) => {
      this.#registries.fire(status)
      this.#revisions.fire()
    })
    this.#client.onDidChangeState(({ newState }) => {
      if (newState === State.Stopped) consents.dropQuestions()
      this.#states.fire(stateOf(newState))
    })
  }

  get onDidChangeState(): Event<ServerState> {
    return this.#states.event
  }

  /** How the registries are, whenever that changes. */
  get onDidChangeRegistries(): Event<RegistryStatus> {
    return this.#registries.event
  }

  /** Whenever `fluxmark.updates` may have another answer. */
  get onDidChangeRevision(): Event<void> {
    return this.#revisions.event
  }

  /** What a command of the server answers; undefined while it does not run. */
  async ask(command: ServerCommand, argument: object, token?: CancellationToken): Promise<unknown> {
    if (this.state !== 'running') return undefined
    const params = { command, arguments: [argument] }
    return token === undefined
      ? this.#client.sendRequest(ExecuteCommandRequest.type, params)
      : this.#client.sendRequest(ExecuteCommandRequest.type, params, token)
  }

  get state(): ServerState {
    return stateOf(this.#client.state)
  }

  start(): Promise<void> {
    this.#wanted = true
    return this.#then(() => this.#client.start())
  }

  /** Stops and starts again, where the server was started at all. */
  restart(): Promise<void> {
    return this.#then(async () => {
      if (!this.#wanted) return
      if (this.#client.isRunning()) await this.#client.stop()
      await this.#client.start()
    })
  }

  dispose(): void {
    this.#states.dispose()
    this.#registries.dispose()
    this.#revisions.dispose()
    void this.#then(() => this.#client.dispose())
  }

  /** Failures are in the log and the status; nobody waits for them. */
  #then(action: () => Promise<void>): Promise<void> {
    this.#last = this.#last.then(action).catch(() => {})
    return this.#last
  }
}

function stateOf(state: State): ServerState {
  switch (state) {
    case State.Stopped:
      return 'stopped'
    case State.Starting:
      return 'starting'
    case State.Running:
      return 'running'
    case State.StartFailed:
      return 'failed'
  }
}
