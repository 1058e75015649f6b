import { deployedBranch } from '../../../flux/automation/deployed-branch.ts'
import { duration } from '../../../flux/resources/duration.ts'
import { innerSpan, repositoriesIn, specScalar } from '../../../flux/resources/spec-field.ts'
import { isFluxAtLeast } from '../../../flux/version/flux-version.ts'
import { fluxVersionAt } from '../../../flux/version/flux-version-at.ts'
import { templateFacts } from '../../../go/template-facts.ts'
import type { Check } from '../../check.ts'
import { setField } from '../../fixes/field-edits.ts'

/** An automation without review (issue 6). Off by default: many want it so. */
export const iuaPushesToSource: Check = {
  codes: [
    {
      code: 'iua-pushes-to-source',
      severity: 'information',
      default: 'off',
      flux: 'An automation that pushes to the branch that is deployed from brings a new image into the cluster with nobody between. A branch of its own can be reviewed first.',
    },
  ],
  *findings({ snapshot, placedAutomations }) {
    for (const { automation, variants } of placedAutomations) {
      if (!variants.some(variant => deployedBranch(snapshot, variant) !== undefined)) continue
      const branch = specScalar(automation, 'git', 'push', 'branch')
      yield {
        span: branch ? innerSpan(branch) : automation.span,
        message: 'This is the branch that is deployed from: updates arrive without review.',
      }
    }
  },
}

/** A commit message that does not tell what changed. */
export const iuaMessageWithoutValues: Check = {
  codes: [
    {
      code: 'iua-message-without-values',
      severity: 'hint',
      default: 'strict',
      flux: 'Without a template, or with one that does not name both the old and the new value, the history does not tell what ran before.',
    },
  ],
  *findings({ file, snapshot, placedAutomations }) {
    for (const { automation } of placedAutomations) {
      const template = specScalar(automation, 'git', 'commit', 'messageTemplate')
      const facts = templateFacts(template?.text ?? '')
      const names = (name: string) => facts.fields.some(({ path }) => path.includes(name))
      if (facts.error || template?.elsewhere || (names('OldValue') && names('NewValue'))) continue
      yield {
        span: template ? innerSpan(template) : automation.span,
        message:
          'The commit message does not name both values: print .OldValue and .NewValue of .Changed.Changes.',
        fixes: () => {
          const isKnown = isFluxAtLeast(fluxVersionAt(snapshot, file.path), '2.3')
          const way = ['spec', 'git', 'commit', 'messageTemplate'] as const
          const edit =
            template === undefined && isKnown ? setField(file, automation.node, way, message) : undefined
          return edit ? [{ title: 'Add a message with old and new values', edits: [edit] }] : []
        },
      }
    }
  },
}

/** A subject, and a line a value. */
const message = String.raw`"Update images\n\n{{range .Changed.Changes}}- {{.OldValue}} -> {{.NewValue}}\n{{end}}"`

/** A scan far more often than anything can come of it (issue 6). Off by default. */
export const repoIntervalDisproportion: Check = {
  codes: [
    {
      code: 'repo-interval-disproportion',
      severity: 'hint',
      default: 'off',
      flux: 'A new tag is committed when it has been scanned, not before, and an automation runs when a policy has something new. Scanning every minute costs requests to the registry; every five minutes is usual.',
    },
  ],
  *findings({ file }) {
    for (const repository of repositoriesIn(file)) {
      const interval = specScalar(repository, 'interval')
      const milliseconds = interval && duration(interval.text)
      if (!interval || milliseconds === undefined || milliseconds < 30_000 || milliseconds >= 180_000)
        continue
      yield {
        span: innerSpan(interval),
        message: `${Math.round(86_400_000 / milliseconds)} scans a day of one image: 5m or more is usual.`,
      }
    }
  },
}
