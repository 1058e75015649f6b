import type { Connection, ExecuteCommandParams } from 'vscode-languageserver'
import { commandTable, type ServerCommand } from '../command-table.ts'
import type { Live } from '../live/live.ts'
import { say } from '../messages.ts'
import type { CommitAnswer, HoldAnswer, Refused, TagWritten } from '../protocol.ts'
import type { Workspaces } from '../workspaces.ts'
import type { CallTool } from '../world.ts'
import { type Argument, readArgument } from './argument.ts'
import { toolAnswer } from './call-tool.ts'
import { explained } from './explain.ts'
import { hold, holdText } from './hold.ts'
import { holds } from './holds.ts'
import { clustersAnswer, fluxCommandsAnswer, liveState, reconcile } from './live-commands.ts'
import { candidatesAnswer, onboard, planOnboard } from './onboard.ts'
import { pickTag, tagsAnswer } from './pick-tag.ts'
import { planCommit } from './plan-commit.ts'
import { playgroundAnswer } from './playground.ts'
import { environmentsAnswer, planPromote, promote } from './promote.ts'
import { commitState, push, revertCommit, showCommit, undoCommit } from './push-commands.ts'
import { repositoriesAnswer, testRepository } from './registry-commands.ts'
import { simulated } from './simulate.ts'
import { update, updateAndCommit } from './update-and-commit.ts'
import { updates } from './updates.ts'

/** The names of the server's own commands. */
export const serverCommands: readonly string[] = commandTable.flatMap(({ name, handler }) =>
  handler === 'server' ? [name] : [],
)

/** Runs a command; what it did is answered, and said in a message unless the client wants to say it itself. */
export async function runCommand(
  connection: Connection,
  workspaces: Workspaces,
  live: Live,
  callTool: CallTool,
  { command, arguments: [value] = [] }: ExecuteCommandParams,
  signal: AbortSignal,
): Promise<unknown> {
  if (!isServerCommand(command)) return null
  const argument = readArgument(value)
  return handlers[command]({
    connection,
    workspaces,
    live,
    callTool,
    argument,
    signal,
    tell: text => void (argument.silent || say(connection, 'information', text)),
    tellFailure: text => void (argument.silent || say(connection, 'error', text)),
  })
}

interface Call {
  readonly connection: Connection
  readonly workspaces: Workspaces
  readonly live: Live
  readonly callTool: CallTool
  readonly argument: Argument
  /** Aborted where the client has cancelled the command. */
  readonly signal: AbortSignal
  /** Says what came of it, unless the client does. */
  readonly tell: (text: string) => void
  readonly tellFailure: (text: string) => void
}

const handlers: Readonly<Record<ServerCommand, (call: Call) => unknown>> = {
  'fluxmark.refresh': ({ workspaces }) => {
    for (const { session } of workspaces.all()) session.refresh()
    return null
  },
  'fluxmark.explain': ({ workspaces, argument }) => explained(workspaces, argument),
  'fluxmark.tags': ({ workspaces, argument }) => tagsAnswer(workspaces, argument),
  'fluxmark.pickTag': async ({ connection, workspaces, argument, tell, tellFailure }) => {
    const outcome = await pickTag(connection, workspaces, argument)
    if (outcome === null) return null
    if (isRefused(outcome)) tellFailure(failureText('Nothing was written', outcome.failure))
    else tell(writtenText(outcome))
    return outcome
  },
  'fluxmark.playground': ({ workspaces, argument }) => playgroundAnswer(workspaces, argument),
  'fluxmark.simulate': ({ workspaces, argument: { automation } }) => simulated(workspaces, automation),
  'fluxmark.updates': ({ workspaces, live, argument }) => updates(workspaces, live, argument),
  'fluxmark.clusters': ({ live, argument }) => clustersAnswer(live, argument),
  'fluxmark.liveState': ({ live, argument }) => liveState(live, argument),
  'fluxmark.endLiveState': ({ live }) => {
    live.end()
    return null
  },
  'fluxmark.reconcile': ({ live, argument }) => reconcile(live, argument),
  'fluxmark.fluxCommands': ({ workspaces, argument }) => fluxCommandsAnswer(workspaces, argument),
  'fluxmark.allowHost': ({ workspaces, argument: { host } }) => {
    if (host !== undefined) workspaces.allow(host)
    return null
  },
  'fluxmark.repositories': ({ workspaces, argument }) => repositoriesAnswer(workspaces, argument),
  'fluxmark.testRepository': ({ workspaces, argument }) => testRepository(workspaces, argument),
  'fluxmark.planCommit': ({ workspaces, argument }) => planCommit(workspaces, argument),
  'fluxmark.showCommit': ({ workspaces, argument }) => showCommit(workspaces, argument),
  'fluxmark.commitState': ({ workspaces, argument }) => commitState(workspaces, argument),
  'fluxmark.push': async ({ workspaces, argument, tell, tellFailure }) => {
    const outcome = await push(workspaces, argument)
    if (isRefused(outcome)) tellFailure(failureText('Not pushed', outcome.failure))
    else tell(`Pushed ${outcome.branch} to ${outcome.remote}.`)
    return outcome
  },
  'fluxmark.undoCommit': async ({ workspaces, argument, tell, tellFailure }) => {
    const outcome = await undoCommit(workspaces, argument)
    if (isRefused(outcome)) tellFailure(failureText('Not taken back', outcome.failure))
    else tell(`Took ${argument.oid?.slice(0, 7)} back from ${argument.branch}.`)
    return outcome
  },
  'fluxmark.revertCommit': async ({ workspaces, argument, tell, tellFailure }) => {
    const outcome = await revertCommit(workspaces, argument)
    if (isRefused(outcome)) tellFailure(failureText('Not reverted', outcome.failure))
    else tell(`Reverted ${argument.oid?.slice(0, 7)} on ${argument.branch}.`)
    return outcome
  },
  'fluxmark.update': async ({ connection, workspaces, argument }) => {
    const answer = await update(connection, workspaces, argument)
    if (answer === undefined) say(connection, 'warning', changedMeanwhile)
    else if (answer.changes === 0 && !answer.cancelled) say(connection, 'information', nothingToUpdate)
    return answer ?? null
  },
  'fluxmark.hold': async ({ connection, workspaces, argument, tell, tellFailure }) =>
    tellHold(await hold(connection, workspaces, 'hold', argument), tell, tellFailure),
  'fluxmark.release': async ({ connection, workspaces, argument, tell, tellFailure }) =>
    tellHold(await hold(connection, workspaces, 'release', argument), tell, tellFailure),
  'fluxmark.callTool': ({ workspaces, live, callTool, argument, signal }) =>
    toolAnswer({ workspaces, live, callTool, signal }, argument),
  'fluxmark.holds': ({ workspaces, argument }) => holds(workspaces, argument),
  'fluxmark.candidates': ({ workspaces, argument }) => candidatesAnswer(workspaces, argument),
  'fluxmark.planOnboarding': ({ workspaces, argument }) => planOnboard(workspaces, argument),
  'fluxmark.onboard': async ({ connection, workspaces, argument, tell, tellFailure }) => {
    const answer = await onboard(connection, workspaces, argument)
    if ('problem' in answer) {
      tellFailure(`Not automated: ${answer.problem}`)
      return argument.silent ? answer : null
    }
    const { policy, image, files } = answer
    const what =
      argument.policy === undefined ? `${image} is automated by ${policy}` : `${policy} is replaced`
    tell(`${what}: ${files} ${files === 1 ? 'file' : 'files'} changed.`)
    return answer
  },
  'fluxmark.environments': ({ workspaces }) => environmentsAnswer(workspaces),
  'fluxmark.planPromotion': ({ workspaces, argument }) => planPromote(workspaces, argument),
  'fluxmark.promote': async ({ connection, workspaces, argument, tell, tellFailure }) => {
    const answer = await promote(connection, workspaces, argument)
    if ('problem' in answer) {
      tellFailure(answer.problem)
      return argument.silent ? answer : null
    }
    const { changes, skipped, takenBack, committed } = answer
    for (const { path, reason } of takenBack.slice(0, 1)) tell(`Flux takes this back in ${path}: ${reason}`)
    if (committed) tellCommits(committed, tell, tellFailure)
    else tell(`${changes} values written, ${skipped.length} skipped.`)
    const [first] = skipped
    if (first) tell(`Skipped: ${first.path}: ${first.reason}`)
    return answer
  },
  'fluxmark.updateAndCommit': async ({ connection, workspaces, argument, tell, tellFailure }) => {
    const answer = await updateAndCommit(connection, workspaces, argument)
    if (answer === undefined) say(connection, 'warning', changedMeanwhile)
    else if (answer.changes === 0) say(connection, 'information', nothingToUpdate)
    else tellCommits(answer, tell, tellFailure)
    return answer ?? null
  },
}

const changedMeanwhile = 'Nothing was updated: the text changed meanwhile. Try again.'
const nothingToUpdate = 'Nothing to update: every value that Flux writes is the latest that is known.'

/** What stands there now, and for how long. */
function writtenText({ target, tag, takenBack }: TagWritten): string {
  const back = takenBack === undefined ? '' : ` Flux writes ${takenBack} there again at its next run.`
  return `${target} has ${tag} now.${back}`
}

function isServerCommand(name: string): name is ServerCommand {
  return Object.hasOwn(handlers, name)
}

function tellHold<A extends HoldAnswer | null>(
  answer: A,
  tell: (text: string) => void,
  tellFailure: (text: string) => void,
): A {
  if (answer === null) return answer
  const { text, isFailure } = holdText(answer)
  if (isFailure) tellFailure(text)
  else tell(text)
  return answer
}

function tellCommits(
  { branches, failures, skipped }: CommitAnswer,
  tell: (text: string) => void,
  tellFailure: (text: string) => void,
): void {
  for (const { branch, commits } of branches) {
    const notes = commits.flatMap(({ notes }) => notes).map(note => ` ${note}`)
    const names = commits.map(({ oid }) => oid.slice(0, 7)).join(', ')
    tell(`Committed ${names} on ${branch}.${notes.join('')}`)
  }
  for (const { branch, ...failure } of failures)
    tellFailure(failureText(branch === undefined ? 'Updated, but not committed' : 'Not committed', failure))
  const known = new Set(failures.map(({ message }) => message))
  for (const { code, reason } of skipped)
    if (!known.has(reason)) tellFailure(failureText('Left out', { code, message: reason }))
  if (branches.length === 0 && failures.length === 0)
    tell('Nothing to commit: the branch holds these values already.')
}

function failureText(
  what: string,
  { code, message }: { readonly code: string; readonly message: string },
): string {
  return `${what}: ${message} (${code})`
}

function isRefused(outcome: object | Refused): outcome is Refused {
  return 'failure' in outcome
}
