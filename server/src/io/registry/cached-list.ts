import type { TagList } from '../../ports.ts'
import { isTag } from './tag-list.ts'

/** A list as it is kept: it holds no login, only what tells one from another. */
export interface CachedList {
  /** The login that has seen it (`loginId`); undefined where the registry wanted to know nobody's name. */
  readonly login: string | undefined
  readonly list: TagList & { readonly listedAt: number }
}

const VERSION = 2

/** What is known of the list as JSON in the first line, then a tag a line, which is written and read quicker. */
export function writeCachedList({ login, list: { tags, ...about } }: CachedList, key: string): string {
  return [JSON.stringify({ version: VERSION, key, login, about })].concat(tags).join('\n')
}

/** Reads what `writeCachedList` wrote; anything else is undefined. Tags are checked again. */
export function readCachedList(text: string, key: string): CachedList | undefined {
  try {
    const lines = text.split('\n')
    const stored = JSON.parse(lines[0] ?? '') as {
      version: unknown
      key: unknown
      login?: unknown
      about: Omit<CachedList['list'], 'tags'>
    }
    const { login, about } = stored
    const tags = lines.slice(1)
    const isSound =
      stored.version === VERSION && stored.key === key && (login === undefined || typeof login === 'string')
    const isList = tags.every(isTag) && Number.isFinite(about.listedAt)
    return isSound && isList ? { login, list: { ...about, tags } } : undefined
  } catch {
    return undefined
  }
}
