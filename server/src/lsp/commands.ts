import type { Connection, ExecuteCommandParams } from 'vscode-languageserver'
import type { Change } from '../flux/changes.ts'
import { type CommitWords, commitPlan } from '../flux/commit.ts'
import { formatPolicyRef } from '../flux/setter.ts'
import { markersOf, type PlacedMarker, type Snapshot } from '../flux/snapshot.ts'
import { pending, toEdit } from '../ide/actions.ts'
import { type Explanation, explainLine, explainPolicy, explanationText } from '../ide/explain.ts'
import type { CommitResult } from '../ports.ts'
import { toWorkspaceEdit } from './convert.ts'
import type { Workspaces } from './workspaces.ts'
import type { Workspace } from './world.ts'

/** The server's own commands, each with one object argument (contract: Editor). */
export const commandNames = [
  'fluxmark.update',
  'fluxmark.updateAndCommit',
  'fluxmark.refresh',
  'fluxmark.explain',
] as const

/** `uri` is a document, `line` is 1-based and counts only with a `uri`. */
interface Argument {
  readonly policy?: string
  readonly uri?: string
  readonly line?: number
  readonly branch?: string
  readonly message?: string
}

type Target = ReturnType<Workspaces['all']>[number]

/** Runs a command; what it did is answered and said in a message. */
export async function runCommand(
  connection: Connection,
  workspaces: Workspaces,
  params: ExecuteCommandParams,
): Promise<unknown> {
  const argument = readArgument(params.arguments?.[0])
  if (params.command === 'fluxmark.refresh') {
    for (const { session } of workspaces.all()) session.refresh()
    return null
  }
  if (params.command === 'fluxmark.explain') return explained(workspaces, argument)
  for (const workspace of targets(workspaces, argument)) {
    const { snapshot } = workspace.session
    const changes = pending(snapshot, markers(snapshot, workspace, argument))
    if (changes.length === 0) continue
    const apply = () => applied(connection, workspaces, workspace, changes)
    const answer = { changes: changes.length }
    // A commit on a branch that is not checked out leaves the texts here as they are.
    const isElsewhere = params.command === 'fluxmark.updateAndCommit' && argument.branch !== undefined
    if (!isElsewhere && !(await apply())) {
      connection.window.showWarningMessage('Nothing was updated: the text changed meanwhile. Try again.')
      return null
    }
    if (params.command === 'fluxmark.update') return answer
    const words = { ...argument, ...templateOf(workspaces) }
    const commit = await committed(connection, workspace, snapshot, changes, words)
    if (isElsewhere && commit !== null && 'isCheckedOut' in commit && commit.isCheckedOut) await apply()
    return { ...answer, commit }
  }
  connection.window.showInformationMessage(
    'Nothing to update: every marked value is the latest that is known.',
  )
  return { changes: 0 }
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

async function applied(
  connection: Connection,
  workspaces: Workspaces,
  workspace: Target,
  changes: readonly Change[],
): Promise<boolean> {
  const { snapshot } = workspace.session
  const edits = changes.map(change => toEdit(snapshot, change))
  const edit = toWorkspaceEdit(snapshot, workspace.paths, workspaces.versions(workspace), edits)
  if (edit === undefined) return false
  const result = await connection.workspace.applyEdit({ label: 'Update image tags', edit })
  return result.applied
}

/** The commit, or the reason why there is none; the edits stay in the editor either way. */
async function committed(
  connection: Connection,
  workspace: Workspace,
  snapshot: Snapshot,
  changes: readonly Change[],
  words: CommitWords,
): Promise<CommitResult | { readonly failure: { readonly code: string; readonly message: string } } | null> {
  try {
    const commit = await workspace.session.commit(workspace.root, commitPlan(snapshot, changes, words))
    if (commit === undefined) {
      connection.window.showInformationMessage('Nothing to commit: the branch holds these values already.')
      return null
    }
    const notes = commit.notes.map(note => ` ${note}`).join('')
    connection.window.showInformationMessage(
      `Committed ${commit.oid.slice(0, 7)} on ${commit.branch}.${notes}`,
    )
    return commit
  } catch (error) {
    const { code, message } = error as { code?: unknown; message?: unknown }
    if (typeof code !== 'string' || !code.startsWith('E_')) throw error
    connection.window.showErrorMessage(`Updated, but not committed: ${String(message)} (${code})`)
    return { failure: { code, message: String(message) } }
  }
}

function templateOf({ settings: { messageTemplate } }: Workspaces): CommitWords {
  return messageTemplate === undefined ? {} : { template: messageTemplate }
}

function targets(workspaces: Workspaces, { uri }: Argument): readonly Target[] {
  if (uri === undefined) return workspaces.all()
  const at = workspaces.at(uri)
  return at ? [at.workspace] : []
}

function markers(
  snapshot: Snapshot,
  workspace: Target,
  { policy, uri, line }: Argument,
): readonly PlacedMarker[] {
  const path = uri === undefined ? undefined : workspace.paths.toPath(uri)
  return markersOf(snapshot).filter(({ path: at, marker }) => {
    if (
      policy !== undefined &&
      (marker.setter === undefined || formatPolicyRef(marker.setter.policy) !== policy)
    )
      return false
    if (path !== undefined && at !== path) return false
    return line === undefined || path === undefined || lineOf(snapshot, at, marker.span[0]) === line
  })
}

function lineOf(snapshot: Snapshot, path: string, offset: number): number {
  return snapshot.files.get(path)?.text.slice(0, offset).split('\n').length ?? 0
}

function readArgument(value: unknown): Argument {
  const given = (typeof value === 'object' && value !== null ? value : {}) as Readonly<
    Record<string, unknown>
  >
  const text = (key: string) => (typeof given[key] === 'string' ? { [key]: given[key] } : {})
  return {
    ...text('policy'),
    ...text('uri'),
    ...text('branch'),
    ...text('message'),
    ...(typeof given.line === 'number' ? { line: given.line } : {}),
  }
}
