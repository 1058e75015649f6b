import { commands, env, l10n, Uri } from 'vscode'
import type {
  FluxCommandsAnswer,
  LiveCluster,
  ReconcileAnswer,
  UpdateRow,
} from '../../../server/src/lsp/protocol.ts'
import type { AskServer } from '../registries/pick-repository.ts'
import { ask as askUser, during, type Level, say } from '../sinks/messages.ts'
import { pickOne, type Row } from '../sinks/picks.ts'
import type { LiveState } from './live-state.ts'

/** An object of the cluster that is shown. */
type LiveObject = NonNullable<UpdateRow['object']>

/** What a command needs: the cluster, and the rows of the view. */
interface Live {
  readonly ask: AskServer
  readonly live: LiveState
  /** The objects that the view shows. */
  readonly objects: readonly LiveObject[]
}

const reconcilable: readonly string[] = ['ImagePolicy', 'ImageRepository', 'ImageUpdateAutomation']

/** What a controller does when it is asked to look. */
const does: Readonly<Record<string, string>> = {
  ImagePolicy: l10n.t('selects a tag anew'),
  ImageRepository: l10n.t('scans the registry'),
  ImageUpdateAutomation: l10n.t('commits what is outdated, and pushes it'),
}

/** *Reconcile Now…*: says where, asks, waits, and tells what came of it. */
export async function reconcileNow(given: Live, row: LiveObject | undefined): Promise<void> {
  if (!isShown(given.live)) return
  const object =
    row ??
    (await pick(
      given.objects.filter(one => reconcilable.includes(one.kind)),
      l10n.t('Reconcile now'),
    ))
  if (object === undefined) return
  const cluster = clusterOf(given.live, object)
  if (cluster === undefined) return
  const { context, server, kubeconfig } = cluster
  const what = `${object.kind} ${object.name}`
  const agree = l10n.t('Reconcile')
  const detail = l10n.t(
    'The controller {0} now. Fluxmark sets the annotation reconcile.fluxcd.io/requestedAt on it at {1}, by kubectl annotate, and waits.',
    does[object.kind] ?? l10n.t('looks at it'),
    server,
  )
  if (
    (await askUser(
      'warning',
      l10n.t('Reconcile {0} in {1}?', what, context),
      { modal: true, detail },
      agree,
    )) !== agree
  )
    return
  const answer = (await during(l10n.t('Waiting for {0} in {1}…', what, context), () =>
    Promise.resolve(
      given.ask('fluxmark.reconcile', {
        context,
        server,
        ...(kubeconfig === undefined ? {} : { kubeconfig }),
        kind: object.kind,
        name: object.name,
      }),
    ),
  )) as ReconcileAnswer | null | undefined
  if (answer) tell(what, context, answer)
  await given.live.again()
}

function tell(what: string, context: string, answer: ReconcileAnswer): void {
  const [level, text] = outcome(what, context, answer)
  say(level, text)
}

function outcome(what: string, context: string, answer: ReconcileAnswer): readonly [Level, string] {
  if ('failure' in answer)
    return [
      'error',
      l10n.t('{0} was not reconciled: {1} ({2})', what, answer.failure.message, answer.failure.code),
    ]
  if (answer.state === 'asked')
    return ['warning', l10n.t('{0} in {1} was asked to reconcile: {2}.', what, context, answer.why)]
  const { ready, message } = answer
  return ready === true
    ? [
        'information',
        l10n.t('{0} in {1} is reconciled: {2}', what, context, message || l10n.t('it is ready.')),
      ]
    : ['error', l10n.t('{0} in {1} is reconciled, and is not ready: {2}', what, context, message)]
}

/** *Copy Flux Command…*; where Git suspends the object, the edit there is offered. */
export async function copyFluxCommand(given: Live, row: LiveObject | undefined): Promise<void> {
  if (!isShown(given.live)) return
  const object =
    row ??
    (await pick(
      given.objects.filter(one => !/^(Deployment|ResourceSetInputProvider)$/.test(one.kind)),
      l10n.t('Copy a flux command'),
    ))
  if (object === undefined) return
  const cluster = clusterOf(given.live, object)
  if (cluster === undefined) return
  const answer = (await given.ask('fluxmark.fluxCommands', object)) as FluxCommandsAnswer | null | undefined
  if (!answer) return
  const rows: readonly Entry[] = [
    ...answer.commands.map(({ verb, command, does }) => ({
      label: verb,
      description: does,
      detail: command,
      run: () => copy(command),
    })),
    ...inGit(object, answer),
  ]
  if (rows.length === 0)
    return say(
      'warning',
      l10n.t('{0} {1} has a name that no command can be made of.', object.kind, object.name),
    )
  const title = l10n.t('{0} {1} in {2}', object.kind, object.name, cluster.context)
  await (
    await pickOne(rows, {
      title,
      placeHolder: l10n.t('Which command is to be copied?'),
      matchOnDescription: true,
    })
  )?.run()
}

interface Entry extends Row {
  readonly run: () => unknown
}

function inGit(
  { kind, name }: LiveObject,
  { isSuspendedInGit, uri, line = 1 }: FluxCommandsAnswer,
): readonly Entry[] {
  if (uri === undefined) return []
  const open = () => {
    const at = { line: line - 1, character: 0 }
    return commands.executeCommand('vscode.open', Uri.parse(uri), { selection: { start: at, end: at } })
  }
  if (kind === 'ImageUpdateAutomation' && !isSuspendedInGit)
    return [
      {
        label: l10n.t('Freeze it in Git…'),
        description: l10n.t('suspends it for good, with the reason'),
        run: () => commands.executeCommand('fluxmark.freezeAutomation', { automation: name }),
      },
    ]
  if (!isSuspendedInGit) return []
  const why = l10n.t('Git suspends it: kustomize-controller would undo flux resume')
  return [
    ...(kind === 'ImageUpdateAutomation'
      ? [
          {
            label: l10n.t('Release it in Git…'),
            description: why,
            run: () => commands.executeCommand('fluxmark.releaseAutomation', { automation: name }),
          },
        ]
      : []),
    { label: l10n.t('Open the manifest'), description: why, run: open },
  ]
}

async function copy(command: string): Promise<void> {
  await env.clipboard.writeText(command)
  say('information', l10n.t('Copied: {0}', command))
}

/** Whether a cluster is shown; says so where none is. */
function isShown(live: LiveState): boolean {
  if (live.shown().length > 0) return true
  say('information', l10n.t('No cluster is shown: Show Live State… first.'))
  return false
}

/** The cluster of an object, as long as it is shown. */
function clusterOf(live: LiveState, { context }: LiveObject): LiveCluster | undefined {
  return live.shown().find(one => one.context === context)
}

async function pick(objects: readonly LiveObject[], title: string): Promise<LiveObject | undefined> {
  if (objects.length === 0) {
    say('information', l10n.t('The cluster that is shown has no such object.'))
    return undefined
  }
  const rows = objects.map((object): Row & { readonly object: LiveObject } => ({
    label: object.name,
    description: `${object.kind} · ${object.context}`,
    object,
  }))
  return (await pickOne(rows, { title, matchOnDescription: true }))?.object
}
