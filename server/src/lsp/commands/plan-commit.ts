import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Change } from '../../flux/automation/changes.ts'
import { pushBranch } from '../../flux/automation/push-branch.ts'
import { automationsOf } from '../../flux/commit/commit-message.ts'
import type { CommitChoice } from '../../flux/commit/commit-plans.ts'
import { formatPolicyRef } from '../../flux/markers/setter.ts'
import { planCommits } from '../../work/plan-commits.ts'
import { type BranchPreview, previewCommits } from '../../work/preview-commits.ts'
import { byRepository, type RepositoryChanges } from '../../work/repository-changes.ts'
import type { CommitPlanAnswer, PlannedChange } from '../protocol.ts'
import type { Workspaces } from '../workspaces.ts'
import type { Argument } from './argument.ts'
import { bumps, changeId, lineOf, type Opened } from './bumps.ts'

/** `fluxmark.planCommit`: what `fluxmark.updateAndCommit` would do with the same argument. Nothing is changed. */
export async function planCommit(workspaces: Workspaces, argument: Argument): Promise<CommitPlanAnswer> {
  const found = await bumps(workspaces, argument)
  const repositories = (await Promise.all(found.map(byRepository))).flat()
  const commits = await planCommits(found, withTemplate(workspaces, argument))
  const previews = await previewCommits(commits)
  return {
    changes: repositories.flatMap(one => one.changes.map(change => toChange(one, change))),
    commits: commits.map(({ repository, planned: { plan, changes } }) => ({
      root: repository.root,
      ...(plan.branch === undefined ? {} : { branch: plan.branch }),
      message: plan.message,
      changes: changes.map(change => changeId(repository.folder, repository.snapshot, change)),
    })),
    previews: previews.flatMap(preview => ('code' in preview ? [] : [withUris(preview)])),
    refusals: previews.flatMap(preview => ('code' in preview ? [preview] : [])),
  }
}

function withUris({ files, ...preview }: BranchPreview) {
  return {
    ...preview,
    files: files.map(file => ({ ...file, uri: pathToFileURL(join(preview.root, file.path)).href })),
  }
}

/** The choice with the user's template in it. */
export function withTemplate(
  { settings: { messageTemplate } }: Workspaces,
  choice: CommitChoice,
): CommitChoice {
  return messageTemplate === undefined ? choice : { ...choice, template: messageTemplate }
}

function toChange({ folder, snapshot, root }: RepositoryChanges<Opened>, change: Change): PlannedChange {
  const { path, setter, oldValue, newValue, edit } = change
  const [automation] = automationsOf(snapshot, [change])
  const push = automation && pushBranch(snapshot, automation)
  const author = automation?.resource.author
  return {
    id: changeId(folder, snapshot, change),
    root,
    uri: folder.paths.toUri(path),
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
