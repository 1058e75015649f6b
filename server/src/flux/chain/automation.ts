import { placeInScalar } from '../../kustomize/values/inline-text.ts'
import { pushBranch } from '../automation/push-branch.ts'
import { readFaults, templateFaults } from '../commit/template-faults.ts'
import { isImageUpdateAutomation } from '../resources/image-update-automation.ts'
import type { Placed } from '../resources/resource-index.ts'
import type { ImageUpdateAutomation } from '../resources/resources.ts'
import { receivedForm } from '../resources/resources-at.ts'
import { keySpan, specField, specScalar } from '../resources/spec-field.ts'
import { recalledOfFiles } from '../workspace/recalled.ts'
import type { Snapshot } from '../workspace/snapshot.ts'
import type { Verdict } from './link.ts'

export type Automation = Placed<ImageUpdateAutomation>

/** Whether the commit message of an automation can be rendered; unknown where only an assumed Flux does not. */
export const messageVerdict: (snapshot: Snapshot, automation: Automation) => Verdict =
  recalledOfFiles(findMessageVerdict)

function findMessageVerdict(snapshot: Snapshot, automation: Automation): Verdict {
  const { path } = automation
  const form = receivedForm(snapshot, automation)
  const resource = form && isImageUpdateAutomation(form) ? form : automation.resource
  const template = specScalar(resource, 'git', 'commit', 'messageTemplate')
  const fault =
    templateFaults(resource, path, snapshot)[0] ??
    readFaults(resource, path, snapshot).find(({ isAssumed }) => isAssumed)
  if (fault === undefined || template === undefined) {
    const detail = template === undefined ? "Flux's own message is written" : 'the template can be rendered'
    return { ok: true, detail, ...(template ? { place: { path, span: template.span } } : {}) }
  }
  const text = snapshot.files.get(path)?.text ?? ''
  return {
    ok: fault.isAssumed ? null : false,
    detail: fault.message,
    place: fault.template.elsewhere ?? { path, span: placeInScalar(fault.template, 0, text)(fault.span) },
    code: fault.code,
  }
}

/** The branch that an automation pushes to. */
export const branchVerdict: (snapshot: Snapshot, automation: Automation) => Verdict =
  recalledOfFiles(findBranchVerdict)

function findBranchVerdict(snapshot: Snapshot, automation: Automation): Verdict {
  const push = pushBranch(snapshot, automation)
  const { path, resource } = automation
  const span = keySpan(specField(resource), 'git') ?? resource.span
  const place = { path, span }
  switch (push.state) {
    case 'known':
      return { ok: true, detail: `${names([automation])} pushes to ${push.branch}`, place }
    case 'missing':
      return {
        ok: false,
        detail: push.reason,
        remedy: 'Add spec.git.push.branch.',
        place,
        code: 'iua-no-push-branch',
      }
    case 'unknown':
      return { ok: null, detail: push.reason, place }
  }
}

/** `ImageUpdateAutomation apps/main`, `ImageUpdateAutomations apps/a and apps/b`. */
export function names(automations: readonly Automation[]): string {
  const all = [
    ...new Set(automations.map(({ namespace = '?', resource }) => `${namespace}/${resource.name}`)),
  ]
  const shown = all.length > 4 ? [...all.slice(0, 3), `${all.length - 3} more`] : all
  return `ImageUpdateAutomation${all.length === 1 ? '' : 's'} ${shown.join(', ').replace(/, ([^,]*)$/, ' and $1')}`
}
