import { isOwnAutomation } from '../../../flux/automation/own-automation.ts'
import { pushBranch } from '../../../flux/automation/push-branch.ts'
import { updatePath } from '../../../flux/automation/update-path.ts'
import { innerSpan, keySpan, specField, specScalar } from '../../../flux/resources/spec-field.ts'
import type { Snapshot } from '../../../flux/workspace/snapshot.ts'
import type { Check } from '../../check.ts'
import { visible } from '../../texts/words.ts'

/** An automation without `spec.git` (docs/flux.md §5.1). */
export const iuaNoGit: Check = {
  codes: [
    {
      code: 'iua-no-git',
      severity: 'error',
      flux: 'The API server takes an ImageUpdateAutomation without `spec.git`. Flux does not: it is stalled with `InvalidSourceConfiguration`.',
    },
  ],
  *findings({ placedAutomations }) {
    for (const { automation, variants } of placedAutomations) {
      if (variants.some(({ resource }) => resource.hasGit)) continue
      yield {
        span: automation.span,
        message:
          'Without spec.git Flux does not know what to commit, and stalls. Add at least git.commit.author.email.',
      }
    }
  },
}

/** An automation that has no branch to push to (docs/flux.md §5.3). */
export const iuaNoPushBranch: Check = {
  codes: [
    {
      code: 'iua-no-push-branch',
      severity: 'error',
      flux: 'Without `spec.git.push.branch` Flux pushes to the branch that it checks out. A tag, a commit, a semver range or a ref name is none: every run fails with "push spec not provided, and cannot be inferred".',
    },
  ],
  *findings({ snapshot, placedAutomations }) {
    for (const { automation, variants } of placedAutomations) {
      const pushes = variants.map(variant => pushBranch(snapshot, variant))
      const [push] = pushes
      if (push?.state !== 'missing' || pushes.some(({ state }) => state !== 'missing')) continue
      if (!variants.some(({ resource }) => resource.hasGit)) continue
      const place =
        keySpan(specField(automation, 'git', 'checkout'), 'ref') ??
        keySpan(specField(automation), 'git') ??
        automation.span
      yield {
        span: place,
        message: push.isRefless
          ? 'Nothing names a branch, neither here nor the ref of the GitRepository: every run fails with "push spec not provided". Add git.push.branch.'
          : `${push.kind === undefined ? 'A ref without a branch' : `A ${push.kind}`} is checked out, and that is no branch to push to: every run fails. Add git.push.branch.`,
      }
    }
  },
}

/** An update path that is not there (docs/flux.md §4.3). */
export const iuaPathMissing: Check = {
  codes: [
    {
      code: 'iua-path-missing',
      severity: 'error',
      flux: 'A path that is not in the repository fails every run: "walking path for files: lstat …". There is one path, a folder or a file, without wildcards.',
    },
  ],
  *findings({ snapshot, placedAutomations }) {
    const isOwn = isOwnAutomation(snapshot)
    for (const { automation, variants } of placedAutomations) {
      const [variant] = variants
      const path = specScalar(automation, 'update', 'path')
      if (variant === undefined || path === undefined) continue
      const folders = variants.map(({ resource }) => updatePath(resource.path))
      if (folders.some(folder => folder === '' || /[$]\{/.test(folder) || isThere(snapshot, folder))) continue
      const own = isOwn(variant)
      if (own === 'no') continue
      yield {
        span: innerSpan(path),
        ...(own === 'certainly' ? {} : { severity: 'information' }),
        message:
          own === 'certainly'
            ? `There is no ${visible(folders[0] ?? '')} in this repository: every run fails.`
            : `There is no ${visible(folders[0] ?? '')} in this repository: every run fails, unless ${variant.resource.sourceRef?.name} is another one.`,
      }
    }
  },
}

/** An update path that is a file (docs/flux.md §4.3). */
export const iuaPathFile: Check = {
  codes: [
    {
      code: 'iua-path-file',
      severity: 'information',
      flux: 'The update path may be a single file: then Flux looks at that one alone.',
    },
  ],
  *findings({ snapshot, placedAutomations }) {
    for (const { automation } of placedAutomations) {
      const path = specScalar(automation, 'update', 'path')
      const folder = path && updatePath(path.text)
      if (path === undefined || !folder || snapshot.folders.has(folder) || !isThere(snapshot, folder))
        continue
      yield { span: innerSpan(path), message: 'This is a file: Flux updates this one alone.' }
    }
  },
}

function isThere({ folders, files }: Snapshot, path: string): boolean {
  if (folders.has(path) || files.has(path)) return true
  const slash = path.lastIndexOf('/')
  return folders.get(path.slice(0, Math.max(0, slash)))?.includes(path.slice(slash + 1)) === true
}
