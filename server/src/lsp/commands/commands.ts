import type { Connection, ExecuteCommandParams } from 'vscode-languageserver'
import { type Explanation, explainLine, explainPolicy, explanationText } from '../../ide/explain.ts'
import type { Workspaces } from '../workspaces.ts'
import { type Argument, readArgument } from './argument.ts'
import { planCommit } from './plan-commit.ts'
import { push, type Refused, showCommit, undoCommit } from './push-commands.ts'
import { type CommitAnswer, update, updateAndCommit } from './update-and-commit.ts'

/** The server's own commands, each with one object argument (contract: Editor; docs/settings.md). */
export const commandNames = [
  'fluxmark.update',
  'fluxmark.updateAndCommit',
  'fluxmark.refresh',
  'fluxmark.explain',
  'fluxmark.planCommit',
  'fluxmark.showCommit',
  'fluxmark.push',
  'fluxmark.undoCommit',
] as const

/** Runs a command; what it did is answered, and said in a message unless the client wants to say it itself. */
export async function runCommand(
  connection: Connection,
  workspaces: Workspaces,
  { command, arguments: [value] = [] }: ExecuteCommandParams,
): Promise<unknown> {
  const argument = readArgument(value)
  const { window } = connection
  const tell = (text: string) => argument.silent || window.showInformationMessage(text)
  const tellFailure = (text: string) => argument.silent || window.showErrorMessage(text)
  switch (command as (typeof commandNames)[number]) {
    case 'fluxmark.refresh':
      for (const { session } of workspaces.all()) session.refresh()
      return null
    case 'fluxmark.explain':
      return explained(workspaces, argument)
    case 'fluxmark.planCommit':
      return planCommit(workspaces, argument)
    case 'fluxmark.showCommit':
      return showCommit(workspaces, argument)
    case 'fluxmark.push': {
      const outcome = await push(workspaces, argument)
      if (isRefused(outcome)) tellFailure(failureText('Not pushed', outcome.failure))
      else tell(`Pushed ${outcome.branch} to ${outcome.remote}.`)
      return outcome
    }
    case 'fluxmark.undoCommit': {
      const outcome = await undoCommit(workspaces, argument)
      if (isRefused(outcome)) tellFailure(failureText('Not taken back', outcome.failure))
      else tell(`Took ${argument.oid?.slice(0, 7)} back from ${argument.branch}.`)
      return outcome
    }
    case 'fluxmark.update': {
      const answer = await update(connection, workspaces, argument)
      if (answer === undefined) window.showWarningMessage(changedMeanwhile)
      else if (answer.changes === 0) window.showInformationMessage(nothingToUpdate)
      return answer ?? null
    }
    case 'fluxmark.updateAndCommit': {
      const answer = await updateAndCommit(connection, workspaces, argument)
      if (answer === undefined) window.showWarningMessage(changedMeanwhile)
      else if (answer.changes === 0) window.showInformationMessage(nothingToUpdate)
      else tellCommits(answer, tell, tellFailure)
      return answer ?? null
    }
    default:
      return null
  }
}

const changedMeanwhile = 'Nothing was updated: the text changed meanwhile. Try again.'
const nothingToUpdate = 'Nothing to update: every marked value is the latest that is known.'

function tellCommits(
  { branches, failures }: CommitAnswer,
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
  if (branches.length === 0 && failures.length === 0)
    tell('Nothing to commit: the branch holds these values already.')
}

function failureText(what: string, { code, message }: Refused['failure']): string {
  return `${what}: ${message} (${code})`
}

function isRefused(outcome: object | Refused): outcome is Refused {
  return 'failure' in outcome
}

/** The chain of a line or of a policy, as the contract's JSON and as Markdown for people. */
function explained(workspaces: Workspaces, { uri, line, policy }: Argument): unknown {
  const at = uri === undefined ? undefined : workspaces.at(uri)
  const [, namespace, name] = /^([^:]+):([^:]+)$/.exec(policy ?? '') ?? []
  if (at && line !== undefined) return withMarkdown(explainLine(at.snapshot, at.path, line - 1))
  const [workspace] = workspaces.all()
  if (workspace === undefined || namespace === undefined || name === undefined) return null
  return withMarkdown(explainPolicy(workspace.session.snapshot, { namespace, name }))
}

function withMarkdown(explanation: Explanation): unknown {
  return { ...explanation, markdown: explanationText(explanation) }
}
