import { isFlavour, isHash, isMoment } from './tag-words.ts'

/** The version in a tag: `worker-v1.6.0-alpine` is `worker-`, `v`, 1 6 0, `-alpine`. */
export interface VersionCore {
  readonly prefix: string
  readonly v: '' | 'v'
  /** As written: two or more runs of digits. */
  readonly parts: readonly string[]
  readonly suffix: string
}

/** The first version of a tag that is not that of a system: `alpine3.20-1.2.3` is about 1.2.3. */
export function versionCore(tag: string): VersionCore | undefined {
  const found = [
    ...tag.matchAll(/(?<![A-Za-z0-9]|\d\.)(v?)(\d+(?:\.\d+)+)|(?<=^[A-Za-z]+)()(\d+(?:\.\d+)+)/g),
  ].flatMap(match => {
    const digits = match[2] ?? match[4] ?? ''
    const core: VersionCore = {
      prefix: tag.slice(0, match.index),
      v: match[1] === 'v' ? 'v' : '',
      parts: digits.split('.'),
      suffix: tag.slice(match.index + match[0].length),
    }
    return isVersion(core) ? [core] : []
  })
  return found.find(({ prefix }) => !isFlavour(lastWord(prefix))) ?? found[0]
}

function isVersion({ prefix, parts, suffix }: VersionCore): boolean {
  if (parts.some(part => part.length > 9) || isMoment(parts[0] ?? '')) return false
  if (prefix.split(/[-_.]/).some(word => isHash(word) || isMoment(word))) return false
  // The branch of a release, and its builds: `release-1.4-61`.
  if (
    parts.length === 2 &&
    /^(?:release|rel|hotfix|support|maint)\W?v?$/i.test(prefix) &&
    /^[-_.]/.test(suffix)
  )
    return false
  // Numbers before it are those of a product: `2022-CU13-ubuntu-22.04`.
  return !/\d/.test(prefix) || parts.length > 2
}

function lastWord(text: string): string {
  return /([A-Za-z]+)[\d.]*[-_.]*$/.exec(text)?.[1] ?? ''
}
