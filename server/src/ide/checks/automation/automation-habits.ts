import { pushBranch, sourcesOf } from '../../../flux/automation/push-branch.ts'
import { duration } from '../../../flux/resources/duration.ts'
import { automationKind } from '../../../flux/resources/kinds.ts'
import { innerSpan, repositoriesIn, specScalar } from '../../../flux/resources/spec-field.ts'
import { templateFacts } from '../../../go/template-facts.ts'
import { field, textAt } from '../../../text/node.ts'
import type { Check } from '../../check.ts'

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
      const deployed = variants.some(variant => {
        const push = pushBranch(snapshot, variant)
        if (push.state !== 'known') return false
        const branches = sourcesOf(snapshot, variant).map(({ object }) =>
          textAt(object.node, 'spec', 'ref', 'branch'),
        )
        return branches.length > 0 ? branches.includes(push.branch) : push.branch === push.checkout
      })
      if (!deployed) continue
      const branch = specScalar(automation, 'git', 'push', 'branch')
      yield {
        span: branch ? innerSpan(branch) : automation.span,
        message: 'This is the branch that is deployed from: updates arrive without review.',
      }
    }
  },
}

/** A commit message that does not tell what changed (issue 6). Off by default. */
export const iuaMessageWithoutValues: Check = {
  codes: [
    {
      code: 'iua-message-without-values',
      severity: 'hint',
      default: 'off',
      flux: 'Without a template, or with one that names neither old nor new value, every commit of the automation reads alike.',
    },
  ],
  *findings({ placedAutomations }) {
    for (const { automation } of placedAutomations) {
      const template = specScalar(automation, 'git', 'commit', 'messageTemplate')
      const facts = templateFacts(template?.text ?? '')
      if (
        facts.error ||
        facts.fields.some(({ path }) => path.includes('NewValue') || path.includes('Updated'))
      )
        continue
      yield {
        span: template ? innerSpan(template) : automation.span,
        message: 'The commit message names no value: print .OldValue and .NewValue of .Changed.Changes.',
      }
    }
  },
}

/** An automation that nobody hears of when it fails (issue 6). Off by default. */
export const iuaNoAlert: Check = {
  codes: [
    {
      code: 'iua-no-alert',
      severity: 'hint',
      default: 'off',
      flux: 'An automation that fails or is stalled says so in its status and in events. Without an Alert that takes them nobody is notified.',
    },
  ],
  *findings({ snapshot, placedAutomations }) {
    const alerts = snapshot.index.fluxObjects.filter(({ object }) => object.kind === 'Alert')
    for (const { automation, variants } of placedAutomations) {
      const isCovered = alerts.some(({ object }) => {
        const sources = field(object.node, 'spec', 'eventSources')
        return (sources?.kind === 'sequence' ? sources.items : []).some(source => {
          const [kind, name] = [textAt(source, 'kind'), textAt(source, 'name')]
          const namespace = textAt(source, 'namespace') ?? object.namespace
          const isName = name === '*' || name === automation.name
          return (
            kind === automationKind &&
            isName &&
            (namespace === undefined || variants.some(one => one.namespace === namespace))
          )
        })
      })
      if (isCovered) continue
      yield {
        span: automation.span,
        message:
          'No Alert of this workspace takes the events of this automation. Add one for ImageUpdateAutomation.',
      }
    }
  },
}

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
