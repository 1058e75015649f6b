import { selectionOf } from '../../selection/selection.ts'
import { counterScheme } from './counter-scheme.ts'
import { notSure, type Recognised } from './recognised.ts'
import { isHash, isPreview } from './tag-words.ts'
import { timeScheme } from './time-scheme.ts'
import { versionScheme } from './version-scheme.ts'

/**
 * The scheme of a repository's tags from the tag in use and all that the registry lists, and the policy that a person
 * would write: stable stays stable, the flavour stays, the branch stays, the major stays. Not sure where a person would
 * not automate it, and where the policy would select nothing.
 */
export function recognise(current: string, tags: readonly string[]): Recognised {
  const found = schemeOf(current, tags)
  if (!found.sure) return found
  const { filterTags, policy } = found.proposal
  const filter = filterTags && { pattern: filterTags.pattern, extract: filterTags.extract ?? '' }
  const selection = selectionOf({
    image: '',
    tags,
    exclusionList: undefined,
    policy,
    filter,
    fluxVersion: 'auto',
  })
  if (selection.state === 'latest') return found
  return notSure(
    found.scheme,
    `${current} looks like one of a kind (${found.scheme}), but no tag of the registry is another.`,
  )
}

function schemeOf(current: string, tags: readonly string[]): Recognised {
  if (/^sha256-[0-9a-f]{64}/.test(current))
    return notSure('signature', `${current} is a signature or the like, and no image.`)
  if (isPreview(current))
    return notSure(
      'preview',
      `${current} is the preview of one pull request or branch: it goes with it, and nobody updates it.`,
    )
  if (!/\d/.test(current))
    return notSure(
      'moving tag',
      `${current} is a name that moves: there is nothing to update as written. Have the pipeline tag each build with a version or a timestamp, or reflect the digest of ${current}.`,
    )
  const found =
    timeScheme(current, tags) ??
    versionScheme(current, tags) ??
    withoutHash(current) ??
    counterScheme(current, tags)
  if (found) return found
  if (/^v?\d+(?:[-_][a-z]|$)/.test(current))
    return notSure(
      'moving tag',
      `${current} stands for the newest of its major: there is nothing to update as written. Pin a whole version, or reflect the digest of ${current}.`,
    )
  return notSure(
    'unknown',
    `Nothing in ${current} and its like tells which is newer. Have the pipeline tag each build with a version, a run number or a timestamp.`,
  )
}

/** Tags of which nothing but a hash differs have no order. */
function withoutHash(current: string): Recognised | undefined {
  const words = current.split(/[-_.]/)
  if (!words.some(isHash) && !/^[0-9a-f]{40}$/.test(current)) return undefined
  if (words.some(word => /\d/.test(word) && !isHash(word))) return undefined
  return notSure(
    'hash',
    `${current} is the hash of a commit, which has no order. Have the pipeline tag with a timestamp too: \`main-\${GIT_SHA}-$(date +%s)\`.`,
  )
}
