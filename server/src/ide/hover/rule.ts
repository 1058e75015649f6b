import type { ImagePolicy } from '../../flux/resources/resources.ts'
import { code } from '../texts/words.ts'

/** What a policy does, in words. */
export function rule({ policy, filter }: ImagePolicy): string {
  return `${choice(policy)}${filter ? filterWords(filter.pattern, filter.extract) : ''}`
}

function choice(policy: ImagePolicy['policy']): string {
  if (policy.semver) return `the highest version in the range ${code(policy.semver.range)}`
  if (policy.alphabetical) {
    return policy.alphabetical.order === 'desc'
      ? 'the first in alphabetical order'
      : 'the last in alphabetical order'
  }
  if (policy.numerical) return policy.numerical.order === 'desc' ? 'the lowest number' : 'the highest number'
  return 'no rule'
}

function filterWords(pattern: string, extract: string): string {
  if (pattern === '') return ''
  return ` of ${extract === '' ? '' : `${code(extract)} in `}the tags that match ${code(pattern)}`
}
