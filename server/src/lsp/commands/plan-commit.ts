import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Change } from '../../flux/automation/changes.ts'
import { pushBranch } from '../../flux/automation/push-branch.ts'
import { automationsOf } from '../../flux/commit/commit-message.ts'
import type { CommitChoice } from '../../flux/commit/commit-plans.ts'
import { formatPolicyRef } from '../../flux/markers/setter.ts'
import { failuresOf } from '../../work/commit.ts'
import type { CommitOptions } from '../../work/plan-commits.ts'
import { type BranchPreview, previewCommits } from '../../work/preview-commits.ts'
import { byRepository, type FolderChanges, type RepositoryChanges } from '../../work/repository-changes.ts'
import { toCommit } from '../../work/to-commit.ts'
import type { CommitPlanAnswer, PlannedChange } from '../protocol.ts'
import type { Workspaces } from '../workspaces.ts'
import type { Argument } from './argument.ts'
import { bumps, changeId, lineOf, type Opened } from './bumps.ts'

/** `fluxmark.planCommit`: what `fluxmark.updateAndCommit` would do with the same argument. Nothing is changed. */
export async function planCommit(workspaces: Workspaces, argument: Argument): Promise<CommitPlanAnswer> {
  return plannedCommits(await bumps(workspaces, argument), withTemplate(workspaces, argument))
}

/** The same of changes that were found otherwise. */
export async function plannedCommits(
  found: readonly FolderChanges<Opened>[],
  choice: CommitOptions,
): Promise<CommitPlanAnswer> {
  const { commits, failures, skipped } = await toCommit(found, choice)
  const previews = await previewCommits(commits)
  const committed = new Map(
    commits.flatMap(({ planned }) => planned.changes.map(change => [change.marker, change] as const)),
  )
  const all = found.map(one => ({
    ...one,
    changes: [...one.changes, ...(one.current ?? []).filter(({ marker }) => committed.has(marker))],
  }))
  const repositories = (await Promise.all(all.map(byRepository))).flat()
  // A change is named by what stands here, and tells what the commit changes.
  const ids = new Map(
    repositories.flatMap(({ folder, snapshot, changes }) =>
      changes.map(change => [change.marker, changeId(folder, snapshot, change)] as const),
    ),
  )
  const idOf = ({ marker }: Change) => ids.get(marker) ?? ''
  return {
    changes: repositories.flatMap(one =>
      one.changes.map(change => ({
        id: idOf(change),
        ...toChange(one, committed.get(change.marker) ?? change),
      })),
    ),
    commits: commits.map(({ repository, planned: { plan, changes } }) => ({
      root: repository.root,
      ...(plan.branch === undefined ? {} : { branch: plan.branch }),
      message: plan.message,
      ...(plan.replaced === undefined ? {} : { replaced: plan.replaced }),
      changes: changes.map(idOf),
    })),
    previews: previews.flatMap(preview => ('code' in preview ? [] : [withUris(preview)])),
    refusals: [
      ...failures,
      ...previews.flatMap(preview => ('code' in preview ? [preview] : [])),
      ...(commits.length > 0 ? [] : failuresOf(skipped, 0)),
    ],
    skipped: skipped.map(({ path, code, reason }) => ({ path, code, reason })),
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

function toChange(
  { folder, snapshot, root }: RepositoryChanges<Opened>,
  change: Change,
): Omit<PlannedChange, 'id'> {
  const { path, setter, oldValue, newValue, edit } = change
  const [automation] = automationsOf(snapshot, [change])
  const push = automation && pushBranch(snapshot, automation)
  const author = automation?.resource.author
  return {
    root,
    uri: folder.paths.toUri(path),
    path,
    line: lineOf(snapshot, path, edit.span[0]),
    policy: setter ? formatPolicyRef(setter.policy) : '',
    old: oldValue,
    new: newValue,
    ...(automation ? { automation: `${automation.namespace}:${automation.resource.name}` } : {}),
    ...(push?.state === 'known' ? { pushBranch: push.branch } : {}),
    ...(author ? { author } : {}),
  }
}
