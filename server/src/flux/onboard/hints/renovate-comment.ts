import type { PlacedImage } from '../../images/placed-images.ts'
import { canonicalOf } from '../../markers/unmarked-images.ts'
import { escaped, type ProposedPolicy } from '../scheme/recognised.ts'
import type { Hint } from './hint.ts'

/**
 * What a comment of Renovate says of an image: `# renovate: datasource=docker depName=ghcr.io/acme/web
 * versioning=regex:…`, on a line of the image or above it (docs.renovatebot.com, customManagers). `versioning` and
 * `extractVersion` count.
 */
export function renovateHint({ file, image, values }: PlacedImage): Hint | undefined {
  const { text } = file
  for (const { scalar } of values) {
    const options = optionsAt(text, scalar.span[0])
    if (options === undefined || (options.get('datasource') ?? 'docker') !== 'docker') continue
    const name = options.get('packageName') ?? options.get('lookupName') ?? options.get('depName')
    if (name !== undefined && canonicalOf(name) !== canonicalOf(image.name)) continue
    const from = `The Renovate comment in ${file.path}`
    const [extract, versioning] = [options.get('extractVersion'), options.get('versioning')]
    const [, pattern] = /^regex:(.+)$/.exec(versioning ?? '') ?? []
    if (pattern !== undefined)
      return {
        from,
        says: `asks for versions that match ${pattern}`,
        proposal: () => byGroups(pattern, image.tag ?? ''),
      }
    if (extract !== undefined)
      return {
        from,
        says: `takes the version by ${extract}`,
        proposal: () => byVersion(extract, image.tag ?? ''),
      }
    return {
      from,
      says: versioning === undefined ? 'names the image' : `asks for the versioning ${versioning}`,
      proposal: byTags => byTags,
    }
  }
  return undefined
}

/** The options in a comment on the line of an offset, or in the comments right above it. */
function optionsAt(text: string, offset: number): ReadonlyMap<string, string> | undefined {
  const start = text.lastIndexOf('\n', offset - 1) + 1
  const end = text.indexOf('\n', offset)
  const before = text.slice(0, start).split('\n').slice(0, -1)
  const last = before.findLastIndex(line => !/^\s*#/.test(line))
  const lines = [...before.slice(last + 1), text.slice(start, end < 0 ? text.length : end)]
  for (const line of lines.toReversed()) {
    const [, given] = /#\s*renovate:\s*(.*)$/.exec(line.trimEnd()) ?? []
    if (given === undefined) continue
    return new Map([...given.matchAll(/(\w+)=(\S+)/g)].map(([, key = '', value = '']) => [key, value]))
  }
  return undefined
}

/** The groups of Renovate's `regex` versioning: `compatibility` stays, `prerelease` only where the tag has one. */
function byGroups(pattern: string, current: string): ProposedPolicy | undefined {
  const groups = groupsOf(pattern, current)
  if (groups?.major === undefined) return undefined
  const compatibility = groups.compatibility
  const kept = withGroup(pattern, 'compatibility', escaped(compatibility ?? ''))
  const stable = groups.prerelease === undefined ? withGroup(kept, 'prerelease', '') : kept
  const goPattern = stable.replaceAll('(?<', '(?P<')
  const has = (name: string) => goPattern.includes(`(?P<${name}>`)
  const three = ['major', 'minor', 'patch'].map(name => (has(name) ? `$${name}` : '0')).join('.')
  const behind = ['prerelease', 'build', 'revision'].filter(has).map(name => `$${name}`)
  const major = Number(groups.major)
  return {
    filterTags: {
      pattern: goPattern,
      extract: behind.length === 0 ? three : `${three}-${behind.join('.')}`,
    },
    policy: {
      semver: { range: behind.length === 0 ? `${major}.x` : `>=${major}.0.0-0 <${major + 1}.0.0-0` },
    },
  }
}

function byVersion(pattern: string, current: string): ProposedPolicy | undefined {
  const version = groupsOf(pattern, current)?.version
  const [, major] = /^v?(\d+)/.exec(version ?? '') ?? []
  if (major === undefined) return undefined
  return {
    filterTags: { pattern: pattern.replaceAll('(?<', '(?P<'), extract: '$version' },
    policy: { semver: { range: `${major}.x` } },
  }
}

function groupsOf(pattern: string, text: string): Readonly<Record<string, string | undefined>> | undefined {
  try {
    return new RegExp(pattern).exec(text)?.groups
  } catch {
    return undefined
  }
}

/** A pattern with a named group's inside replaced, and the group no more captured. */
function withGroup(pattern: string, name: string, inside: string): string {
  const start = pattern.indexOf(`(?<${name}>`)
  if (start < 0) return pattern
  let depth = 0
  for (let at = start; at < pattern.length; at++) {
    if (pattern[at] === '\\') at++
    else if (pattern[at] === '(') depth++
    else if (pattern[at] === ')' && --depth === 0)
      return `${pattern.slice(0, start)}(?:${inside})${pattern.slice(at + 1)}`
  }
  return pattern
}
