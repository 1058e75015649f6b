import { markerState } from '../../../flux/automation/changes.ts'
import { formatPolicyRef } from '../../../flux/markers/setter.ts'
import type { Check } from '../../check.ts'

/** A marked value that Flux would replace. Its fixes are code actions of their own (`ide/actions.ts`). */
export const outdated: Check = {
  codes: [
    {
      code: 'outdated',
      severity: 'information',
      flux: 'Flux replaces the value with the latest tag that the policy selects, at the next run of an automation that covers the file.',
    },
  ],
  *findings({ file, snapshot }) {
    // Of a file that Flux skips only that is reported.
    if (file.facts.problem) return
    for (const marker of file.facts.markers) {
      const state = markerState(snapshot, { path: file.path, marker })
      if (state?.state !== 'outdated') continue
      const { change, resolution } = state
      const policy = formatPolicyRef(change.setter.policy)
      const written = writtenTag(change.oldValue, change.setter.part, resolution.ref.name)
      const digest = movedDigest(change.oldValue, change.newValue)
      const message = digest
        ? `${resolution.ref.tag} of ${policy} has the new digest ${digest.to}, ${digest.from} is written here`
        : change.setter.part === 'image' || change.setter.part === 'tag'
          ? `${resolution.ref.tag} is the latest tag of ${policy}, ${written} is written here`
          : `${change.newValue} is the latest ${change.setter.part} of ${policy}, ${written} is written here`
      yield { span: marker.value.span, message }
    }
  },
}

/** The digests, shortened, where nothing but the digest of an image has changed. */
function movedDigest(before: string, after: string): { from: string; to: string } | undefined {
  const [[name, from], [same, to]] = [before.split('@'), after.split('@')]
  if (name !== same || from === undefined || to === undefined || from === to) return undefined
  return { from: from.slice(0, 19), to: to.slice(0, 19) }
}

/** The tag alone, where the rest of the value is the policy's own image. */
function writtenTag(value: string, part: string, name: string): string {
  if (value === '') return 'nothing'
  return part === 'image' && value.startsWith(`${name}:`) ? value.slice(name.length + 1) : value
}
