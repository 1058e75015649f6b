import type { Connection } from 'vscode-languageserver'
import { failureOf } from '../../flux/failure.ts'
import { imageTokens } from '../../flux/images/image-sites.ts'
import { type EnvironmentFolders, environmentNamed, environments } from '../../flux/project/environments.ts'
import { matrix } from '../../flux/promote/matrix.ts'
import type { PromotionScope } from '../../flux/promote/pairs.ts'
import { matrixText } from '../../ide/texts/matrix-text.ts'
import { shown } from '../../text/foreign.ts'
import { environmentBranches, snapshotOf } from '../../work/environment-branches.ts'
import type { CommitOptions } from '../../work/plan-commits.ts'
import {
  openPromotion,
  type PlannedPromotion,
  planPromotion,
  policiesOfPromotion,
  promotionCommit,
} from '../../work/promote.ts'
import type { EnvironmentsAnswer, Problem, PromoteAnswer, PromotionPlanAnswer } from '../protocol.ts'
import type { Workspaces } from '../workspaces.ts'
import type { Argument } from './argument.ts'
import { changeId, type Opened } from './bumps.ts'
import { plannedCommits } from './plan-commit.ts'
import { committed, discarded, edited } from './update-and-commit.ts'

/** `fluxmark.environments`: those of every folder that is open, and which version each has. */
export async function environmentsAnswer(workspaces: Workspaces): Promise<EnvironmentsAnswer> {
  const names: string[] = []
  const pages: string[] = []
  for (const folder of workspaces.all()) {
    const { session } = folder
    await session.readWith(imageTokens)
    const { snapshot } = session
    const found = environments(snapshot)
    names.push(...found.map(({ name }) => name))
    if (found.length < 2) continue
    const branches = await environmentBranches(folder, found)
    const filesOf = (one: EnvironmentFolders) => snapshotOf(branches, one, snapshot)
    pages.push(
      [matrixText(matrix(snapshot, filesOf)), ...branches.failures.map(({ message }) => `${message}\n`)].join(
        '\n',
      ),
    )
  }
  const text = pages.length === 0 ? matrixText({ environments: [], rows: [] }) : pages.join('\n')
  return { environments: [...new Set(names)], text: shown(text) }
}

/**
 * `fluxmark.promote`: the values of one environment at their counterparts in another, as one step or as a commit. With
 * `changes`, as `fluxmark.planPromotion` names them: these, or nothing.
 */
export async function promote(
  connection: Connection,
  workspaces: Workspaces,
  argument: Argument,
): Promise<PromoteAnswer | Problem> {
  const found = await promotionOf(workspaces, argument)
  if ('problem' in found) return found
  const { planned, told, choice, folder } = found
  if (argument.changes && !isShown(argument.changes, found)) return { problem: changedMeanwhile }
  if (argument.commit) {
    const answer = await committed(connection, workspaces, [{ ...planned, folder }], choice)
    if (answer === discarded) return { ...told, changes: 0 }
    return answer ? { ...told, committed: answer } : { problem: changedMeanwhile }
  }
  if (told.changes === 0) return told
  const outcome = await edited(connection, workspaces, [{ ...planned, folder }], 'Promote versions')
  if (outcome.applied) return told
  if (outcome.failureReason === discarded) return { ...told, changes: 0 }
  return { problem: changedMeanwhile }
}

/** `fluxmark.planPromotion`: what `fluxmark.promote` with `commit` would do with the same argument. Nothing is changed. */
export async function planPromote(
  workspaces: Workspaces,
  argument: Argument,
): Promise<PromotionPlanAnswer | Problem> {
  const found = await promotionOf(workspaces, { ...argument, commit: true })
  if ('problem' in found) return found
  const { planned, told, choice, folder } = found
  const plan = await plannedCommits([{ ...planned, folder }], choice)
  return { ...plan, skipped: [...told.skipped, ...plan.skipped], takenBack: told.takenBack }
}

interface FoundPromotion {
  readonly folder: Opened
  readonly planned: PlannedPromotion
  readonly told: PromoteAnswer
  readonly choice: CommitOptions
}

async function promotionOf(workspaces: Workspaces, argument: Argument): Promise<FoundPromotion | Problem> {
  const { from = '', to = '', branch, message } = argument
  const found = scopeIn(workspaces, argument)
  if (found === undefined)
    return { problem: `There are no environments ${from} and ${to} side by side in a folder that is open.` }
  const { folder, scope } = found
  await folder.session.readWith(imageTokens)
  const promotion = await openPromotion(folder, scope).catch(error => failureOf(error).message)
  if (typeof promotion === 'string') return { problem: promotion }
  if (promotion.branch !== undefined && !argument.commit)
    return {
      problem: `${scope.to.name} follows the branch ${promotion.branch}, which is not checked out: commit, or check it out.`,
    }
  const { session } = promotion
  if (session === folder.session) await workspaces.settle(folder, () => policiesOfPromotion(promotion))
  else await session.settle(() => policiesOfPromotion(promotion))
  const planned = await planPromotion(promotion)
  const { changes, skipped } = planned
  const told = {
    changes: changes.length,
    skipped: skipped.map(({ path, code, reason }) => ({ path, code, reason })),
    takenBack: changes.flatMap(({ path, against }) => (against ? [{ path, ...against }] : [])),
  }
  return { folder, planned, told, choice: promotionCommit(promotion, changes, { branch, message }) }
}

/** Whether a promotion is of the values that the user has looked at, by their ids, and of no others. */
function isShown(ids: readonly string[], { folder, planned }: FoundPromotion): boolean {
  const now = new Set(planned.changes.map(change => changeId(folder, planned.snapshot, change)))
  return now.size === new Set(ids).size && ids.every(id => now.has(id))
}

const changedMeanwhile = 'Nothing was written: the text changed meanwhile. Try again.'

function scopeIn(
  workspaces: Workspaces,
  { from = '', to = '', policy, image }: Argument,
): { readonly folder: Opened; readonly scope: PromotionScope } | undefined {
  for (const folder of workspaces.all()) {
    const { snapshot } = folder.session
    const [source, target] = [environmentNamed(snapshot, from), environmentNamed(snapshot, to)]
    if (source === undefined || target === undefined || source.name === target.name) continue
    const scope = {
      from: source,
      to: target,
      ...(policy === undefined ? {} : { policies: new Set([policy]) }),
      ...(image === undefined ? {} : { images: [image] }),
    }
    return { folder, scope }
  }
  return undefined
}
