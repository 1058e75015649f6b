import { deserialize, serialize } from 'node:v8'
import type { TagList } from '../../../ports.ts'
import { isTag } from './tag-list.ts'

/** A list as it is kept: it holds no login, only what tells one from another. */
export interface CachedList {
  /** The login that has seen it (`loginId`); undefined where the registry wanted to know nobody's name. */
  readonly login: string | undefined
  readonly list: TagList & { readonly listedAt: number }
}

const VERSION = 2

/** As Node's structured clone writes values: of a long list it takes a third of the time that text would. */
export function writeCachedList(list: CachedList, key: string): Uint8Array {
  return serialize({ version: VERSION, key, ...list })
}

/** Reads what `writeCachedList` wrote; anything else is undefined. Tags are checked again. */
export function readCachedList(bytes: Uint8Array, key: string): CachedList | undefined {
  try {
    const stored = deserialize(bytes) as { version: unknown; key: unknown } & CachedList
    const { login, list } = stored
    const isSound =
      stored.version === VERSION && stored.key === key && (login === undefined || typeof login === 'string')
    const isList = Array.isArray(list.tags) && list.tags.every(isTag) && Number.isFinite(list.listedAt)
    return isSound && isList ? { login, list } : undefined
  } catch {
    return undefined
  }
}
