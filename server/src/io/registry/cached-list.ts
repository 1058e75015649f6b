import type { TagList } from '../../ports.ts'
import { isTag } from './tag-list.ts'

/** A list as it is kept: it holds no login, only what tells one from another. */
export interface CachedList {
  /** The login that has seen it (`loginId`); undefined where the registry wanted to know nobody's name. */
  readonly login: string | undefined
  readonly list: TagList & { readonly listedAt: number }
}

const VERSION = 1

export function writeCachedList({ login, list }: CachedList, key: string): string {
  return JSON.stringify({ version: VERSION, key, login, list })
}

/** Reads what `writeCachedList` wrote; anything else is undefined. Tags are checked again. */
export function readCachedList(text: string, key: string): CachedList | undefined {
  try {
    const stored = JSON.parse(text) as {
      version: unknown
      key: unknown
      login?: unknown
      list: CachedList['list']
    }
    const { login, list } = stored
    const isSound =
      stored.version === VERSION && stored.key === key && (login === undefined || typeof login === 'string')
    const isList = Array.isArray(list.tags) && list.tags.every(isTag) && Number.isFinite(list.listedAt)
    return isSound && isList ? { login, list } : undefined
  } catch {
    return undefined
  }
}
