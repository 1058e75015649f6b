import type { PolicyChoice } from '../../selection/policy.ts'

/** `spec.filterTags` and `spec.policy` of an ImagePolicy, as they are to be written. */
export interface ProposedPolicy {
  readonly filterTags?: { readonly pattern: string; readonly extract?: string }
  readonly policy: PolicyChoice
}

/** How tags of a repository are made, and the policy that follows from it; or why a person would not automate it. */
export type Recognised =
  | {
      readonly sure: true
      /** The scheme in a word or two: `semver`, `date`, `branch and timestamp`. */
      readonly scheme: string
      /** A sentence: what is followed, and what stays. */
      readonly why: string
      readonly proposal: ProposedPolicy
    }
  | {
      readonly sure: false
      readonly scheme: string
      /** A sentence: why not, and what the pipeline should do instead. */
      readonly why: string
    }

export function notSure(scheme: string, why: string): Recognised {
  return { sure: false, scheme, why }
}

export function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}

/** A pattern of ours, which is written for Go, as JavaScript reads it. */
export function matcher(pattern: string): RegExp {
  return new RegExp(pattern.replaceAll('(?P<', '(?<'))
}
