import { deployedBranch } from '../../../flux/automation/deployed-branch.ts'
import { isOwnAutomation } from '../../../flux/automation/own-automation.ts'
import { pushBranch } from '../../../flux/automation/push-branch.ts'
import { ownersOf, rulesetsIn } from '../../../flux/project/protected-branches.ts'
import { innerSpan, specScalar } from '../../../flux/resources/spec-field.ts'
import type { Check } from '../../check.ts'
import { visible } from '../../texts/words.ts'
import { reachedFiles } from './automation-rules.ts'

/** Commits of the automation where a review is asked of everybody else. */
export const protectedBranch: Check = {
  codes: [
    {
      code: 'iua-protected-branch',
      severity: 'warning',
      default: 'strict',
      flux: 'A push to a branch that asks for a pull request is refused, and the automation is not ready ("push declined"). GitHub exports rulesets as files; those in the repository are read here. A ruleset with somebody who may bypass it is left alone.',
    },
    {
      code: 'iua-code-owners',
      severity: 'hint',
      default: 'strict',
      flux: '`CODEOWNERS` names who has to approve a change of a file. That is asked for in a pull request alone: an automation that pushes to the deployed branch passes its owners by, or is refused where the branch is protected.',
    },
  ],
  *findings({ snapshot, placedAutomations }) {
    const isOwn = isOwnAutomation(snapshot)
    for (const { automation, variants } of placedAutomations) {
      const place = specScalar(automation, 'git', 'push', 'branch')
      const span = place && !place.elsewhere ? innerSpan(place) : automation.span
      for (const variant of variants) {
        if (['no', 'unlikely'].includes(isOwn(variant))) continue
        const push = pushBranch(snapshot, variant)
        const branch = push.state === 'known' ? push.branch : undefined
        const ruleset = branch && rulesetsIn(snapshot).find(({ protects }) => protects(branch))
        if (branch !== undefined && ruleset)
          yield {
            code: 'iua-protected-branch',
            span,
            message: `The ruleset ${visible(ruleset.name)} asks for a pull request to ${visible(branch)}, and lets nobody past: the push is refused. Push to another branch, or let the automation bypass it.`,
            related: [{ path: ruleset.path, span: [0, 1], message: 'the ruleset' }],
          }
        const deployed = deployedBranch(snapshot, variant)
        const owned =
          deployed === undefined
            ? undefined
            : reachedFiles(snapshot, variant)
                .map(path => ({ path, by: ownersOf(snapshot, path) }))
                .find(({ by }) => by !== undefined)
        if (deployed === undefined || owned?.by === undefined) continue
        yield {
          code: 'iua-code-owners',
          span,
          message: `${visible(owned.path)} has owners (${owned.by.owners.map(visible).join(', ')}), whom a push to ${visible(deployed)} passes by. Push to a branch of its own.`,
          related: [{ path: owned.by.file, span: [0, 1], message: 'the owners' }],
        }
      }
    }
  },
}
