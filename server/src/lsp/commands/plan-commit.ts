import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Change } from '../../flux/automation/changes.ts'
import { pushBranch } from '../../flux/automation/push-branch.ts'
import { automationsOf } from '../../flux/commit/commit-message.ts'
import { type CommitChoice, commitPlans } from '../../flux/commit/commit-plans.ts'
import { failureOf } from '../../flux/failure.ts'
import { formatPolicyRef } from '../../flux/markers/setter.ts'
import type { CommitPlan } from '../../ports.ts'
import type { CommitPlanAnswer, PlannedChange } from '../protocol.ts'
import type { Workspaces } from '../workspaces.ts'
import type { Argument } from './argument.ts'
import { bumps, byRepository, changeId, lineOf, type RepositoryBumps } from './bumps.ts'

/** `fluxmark.planCommit`: what `fluxmark.updateAndCommit` would do with the same argument. Nothing is changed. */
export async function planCommit(workspaces: Workspaces, argument: Argument): Promise<CommitPlanAnswer> {
  const found = await bumps(workspaces, argument)
  const repositories = (await Promise.all(found.map(byRepository))).flat()
  const choice = withTemplate(workspaces, argument)
  const plans = repositories.map(one => ({ one, commits: commitPlans(one.snapshot, one.changes, choice) }))
  const previews = await Promise.all(
    plans.flatMap(({ one, commits }) =>
      branchesOf(commits.map(({ plan }) => plan)).map(plan => previewed(one, plan)),
    ),
  )
  return {
    changes: repositories.flatMap(one => one.changes.map(change => toChange(one, change))),
    commits: plans.flatMap(({ one, commits }) =>
      commits.map(({ plan: { branch, message }, changes }) => ({
        root: one.root,
        ...(branch === undefined ? {} : { branch }),
        message,
        changes: changes.map(change => changeId(one.workspace, one.snapshot, change)),
      })),
    ),
    previews: previews.flatMap(preview => ('code' in preview ? [] : [preview])),
    refusals: previews.flatMap(preview => ('code' in preview ? [preview] : [])),
  }
}

/** The choice with the user's template in it. */
export function withTemplate(
  { settings: { messageTemplate } }: Workspaces,
  choice: CommitChoice,
): CommitChoice {
  return messageTemplate === undefined ? choice : { ...choice, template: messageTemplate }
}

/** One plan a branch, with the edits of all its commits. */
function branchesOf(plans: readonly CommitPlan[]): readonly CommitPlan[] {
  const byBranch = new Map<string | undefined, CommitPlan>()
  for (const plan of plans) {
    const first = byBranch.get(plan.branch)
    byBranch.set(plan.branch, first ? { ...first, files: [...first.files, ...plan.files] } : plan)
  }
  return [...byBranch.values()]
}

async function previewed({ workspace, root, inRepository }: RepositoryBumps, plan: CommitPlan) {
  const { branch } = plan
  const place = { root, ...(branch === undefined ? {} : { branch }) }
  try {
    const preview = await workspace.session.git.preview(root, inRepository(plan))
    if (preview === undefined) return { ...place, isCheckedOut: false, files: [] }
    const files = preview.files.map(file => ({ ...file, uri: pathToFileURL(join(root, file.path)).href }))
    return { root, ...preview, files }
  } catch (error) {
    return { ...place, ...failureOf(error) }
  }
}

function toChange({ workspace, snapshot, root }: RepositoryBumps, change: Change): PlannedChange {
  const { path, setter, oldValue, newValue, edit } = change
  const [automation] = automationsOf(snapshot, [change])
  const push = automation && pushBranch(snapshot, automation)
  const author = automation?.resource.author
  return {
    id: changeId(workspace, snapshot, change),
    root,
    uri: workspace.paths.toUri(path),
    path,
    line: lineOf(snapshot, path, edit.span[0]),
    policy: formatPolicyRef(setter.policy),
    old: oldValue,
    new: newValue,
    ...(automation ? { automation: `${automation.namespace}:${automation.resource.name}` } : {}),
    ...(push?.state === 'known' ? { pushBranch: push.branch } : {}),
    ...(author ? { author } : {}),
  }
}
