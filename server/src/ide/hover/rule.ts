import type { ImagePolicy } from '../../flux/resources/resources.ts'
import { type Phrase, phrase } from '../../text/phrase.ts'

/** What a policy does, in words. */
export function rule({ policy, filter }: ImagePolicy): Phrase {
  return phrase`${choice(policy)}${filter ? filterWords(filter.pattern, filter.extract) : []}`
}

function choice(policy: ImagePolicy['policy']): Phrase {
  if (policy.semver) return phrase`the highest version in the range ${policy.semver.range}`
  if (policy.alphabetical) {
    return policy.alphabetical.order === 'desc'
      ? phrase`the first in alphabetical order`
      : phrase`the last in alphabetical order`
  }
  if (policy.numerical)
    return policy.numerical.order === 'desc' ? phrase`the lowest number` : phrase`the highest number`
  return phrase`no rule`
}

function filterWords(pattern: string, extract: string): Phrase {
  if (pattern === '') return []
  return phrase` of ${extract === '' ? [] : phrase`${extract} in `}the tags that match ${pattern}`
}
