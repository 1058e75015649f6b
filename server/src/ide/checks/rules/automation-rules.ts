import { deployedBranch } from '../../../flux/automation/deployed-branch.ts'
import { isReached } from '../../../flux/automation/is-reached.ts'
import { refOf, sourcesOf } from '../../../flux/automation/push-branch.ts'
import { updatePath } from '../../../flux/automation/update-path.ts'
import { environmentAt } from '../../../flux/project/environments.ts'
import type { Placed } from '../../../flux/resources/resource-index.ts'
import type { ImageUpdateAutomation } from '../../../flux/resources/resources.ts'
import { innerSpan, rewritten, specField, specScalar } from '../../../flux/resources/spec-field.ts'
import { markersOf, type Snapshot } from '../../../flux/workspace/snapshot.ts'
import type { Fix } from '../../answers.ts'
import { type Check, fix } from '../../check.ts'
import { setField } from '../../fixes/field-edits.ts'
import { visible } from '../../texts/words.ts'

/** Production that changes without anybody between. */
export const iuaProductionDirect: Check = {
  codes: [
    {
      code: 'iua-production-direct',
      severity: 'warning',
      default: 'strict',
      flux: 'An automation that pushes to the branch which production is deployed from changes production at its next run. Let it push to a branch of its own, and merge that after a review; or write to staging, and promote from there.',
    },
  ],
  *findings({ file, snapshot, placedAutomations }) {
    for (const { automation, variants } of placedAutomations) {
      const branch = variants.map(one => deployedBranch(snapshot, one)).find(one => one !== undefined)
      if (branch === undefined) continue
      const written = variants.flatMap(one => environmentsOf(snapshot, one))
      const path = updatePath(automation.path)
      const own = environmentAt(snapshot, `${path}/x`)
      const production = [...written, ...(own ? [own] : [])].find(({ kind }) => kind === 'production')
      if (production === undefined) continue
      const place =
        specScalar(automation, 'git', 'push', 'branch') ?? specScalar(automation, 'update', 'path')
      yield {
        span: place && !place.elsewhere ? innerSpan(place) : automation.span,
        message: `This pushes to ${visible(branch)}, which ${visible(production.name)} is deployed from: an update arrives there without review. Push to a branch of its own.`,
        fixes: () => {
          const own = `flux/${automation.name}`
          const edit = setField(file, automation.node, ['spec', 'git', 'push', 'branch'], own)
          return edit ? [{ title: `Push to ${own}`, edits: [edit], isGuess: true }] : []
        },
      }
    }
  },
}

/** One automation for several environments. */
export const iuaSeveralEnvironments: Check = {
  codes: [
    {
      code: 'iua-several-environments',
      severity: 'warning',
      default: 'strict',
      flux: 'An automation has one path, one branch and one interval for all that it writes. Where that is more than one environment they change in one commit, and none can be held or reviewed by itself.',
    },
  ],
  *findings({ snapshot, placedAutomations }) {
    for (const { automation, variants } of placedAutomations) {
      const names = new Set(variants.flatMap(one => environmentsOf(snapshot, one)).map(({ name }) => name))
      if (names.size < 2) continue
      const path = specScalar(automation, 'update', 'path')
      yield {
        span: path && !path.elsewhere ? innerSpan(path) : automation.span,
        message: `This writes to ${[...names].toSorted().map(visible).join(' and ')}. Give each environment an automation of its own, with its folder as spec.update.path.`,
      }
    }
  },
}

/** A path or a branch that is left to what happens to be there. */
export const iuaOpen: Check = {
  codes: [
    {
      code: 'iua-path-open',
      severity: 'hint',
      default: 'strict',
      flux: 'Without `spec.update.path`, or with the root as its path, an automation writes to every file of the repository that ever gets a marker.',
    },
    {
      code: 'iua-branch-open',
      severity: 'hint',
      default: 'strict',
      flux: 'Without `spec.git.checkout.ref` an automation works on the branch that its GitRepository follows. Whoever points that elsewhere, for a test, moves the commits of the automation, too.',
    },
  ],
  *findings({ file, snapshot, placedAutomations }) {
    for (const { automation, variants } of placedAutomations) {
      const path = specScalar(automation, 'update', 'path')
      const isHere = path === undefined || !path.elsewhere
      if (updatePath(automation.path) === '' && isHere)
        yield {
          code: 'iua-path-open',
          span: path ? innerSpan(path) : automation.span,
          message: 'This writes to the whole repository. Name the folder that it is for in spec.update.path.',
          fixes: () => {
            const folder = commonFolder(variants.flatMap(one => reachedFiles(snapshot, one)))
            if (folder === '') return []
            const title = `Narrow to ./${folder}`
            if (path)
              return [{ ...fix(title, file, path.span, rewritten(path, `./${folder}`)), isGuess: true }]
            const edit = setField(file, automation.node, ['spec', 'update', 'path'], `./${folder}`)
            return edit ? [{ title, edits: [edit], isGuess: true }] : []
          },
        }
      if (specField(automation, 'git') === undefined || automation.checkoutRef) continue
      yield {
        code: 'iua-branch-open',
        span: automation.span,
        message:
          'No branch is named to check out: it is whatever the GitRepository follows. Name it in spec.git.checkout.ref.branch.',
        fixes: () => {
          const branches = new Set(
            variants.flatMap(one =>
              sourcesOf(snapshot, one).map(({ object }) => refOf(object)?.get('branch')),
            ),
          )
          const [branch] = branches
          if (branches.size !== 1 || branch === undefined) return []
          const way = ['spec', 'git', 'checkout', 'ref', 'branch'] as const
          const edit = setField(file, automation.node, way, branch)
          return edit ? ([{ title: `Check out ${branch}`, edits: [edit] }] satisfies readonly Fix[]) : []
        },
      }
    }
  },
}

/** The files of the markers that an automation writes. */
export function reachedFiles(
  snapshot: Snapshot,
  automation: Placed<ImageUpdateAutomation>,
): readonly string[] {
  const reached = markersOf(snapshot).filter(
    ({ path, marker: { setter } }) => setter && isReached(snapshot, automation, { path, setter }),
  )
  return [...new Set(reached.map(({ path }) => path))]
}

/** The environments that an automation writes to, each once. */
function environmentsOf(snapshot: Snapshot, automation: Placed<ImageUpdateAutomation>) {
  const found = reachedFiles(snapshot, automation).flatMap(path => environmentAt(snapshot, path) ?? [])
  return [...new Map(found.map(one => [one.name, one])).values()]
}

/** The innermost folder that all files lie in; empty for the root. */
function commonFolder(paths: readonly string[]): string {
  const [first = '', ...others] = paths.map(path => path.split('/').slice(0, -1))
  const parts = [...first]
  const end = parts.findIndex((part, at) => others.some(other => other[at] !== part))
  return (end === -1 ? parts : parts.slice(0, end)).join('/')
}
