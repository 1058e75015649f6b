import { failure, isFailure } from '../../../flux/failure.ts'
import type { Clock, Failure, TagList } from '../../../ports.ts'
import { type Login, type LoginPlace, loginId } from '../../credentials/login.ts'
import type { CacheFolder } from '../../files/cache-folder.ts'
import type { Endpoint } from '../contact/endpoint.ts'
import { type CachedList, readCachedList, writeCachedList } from './cached-list.ts'

/** Whole lists, kept with whose eyes have seen them, in memory and, where there is a folder, on disk. */
export interface TagCache {
  /**
   * A list that is no older than `maxAge` ms and that the present login has seen. Where the registry asked for a
   * login, `find` is asked whose it would be now: a list that was made for another, or for nobody, is not given.
   * Rejects with a kept failure: what was not found, or not to be seen, is not asked for again at once.
   */
  get(endpoint: Endpoint, maxAge: number, find: FindLogin): Promise<TagList | undefined>
  /** Keeps a list; `login` is undefined where the registry wanted to know nobody's name. */
  put(endpoint: Endpoint, login: string | undefined, list: TagList): Promise<void>
  /** Keeps a failure, if it is of the kind that lasts. */
  fail(endpoint: Endpoint, error: unknown): void
}

type FindLogin = (place: LoginPlace) => Promise<{ readonly login?: Login }>

export function createTagCache(clock: Clock, folder: CacheFolder | undefined): TagCache {
  const lists = new Map<string, CachedList>()
  const failures = new Map<string, { readonly error: Failure; readonly until: number }>()

  async function entryOf(key: string): Promise<CachedList | undefined> {
    const inMemory = lists.get(key)
    const bytes = await folder?.read(key)
    const onDisk = bytes && readCachedList(bytes, key)
    // Another window may have listed since.
    if (onDisk === undefined || (inMemory && inMemory.list.listedAt >= onDisk.list.listedAt)) return inMemory
    lists.set(key, onDisk)
    return onDisk
  }

  return {
    async get(endpoint, maxAge, find) {
      const key = keyOf(endpoint)
      const failed = failures.get(key)
      if (failed !== undefined && maxAge > 0 && failed.until > clock.now()) {
        throw isFailure(failed.error) ? failure(failed.error.code, failed.error.message) : failed.error
      }
      if (maxAge <= 0) return undefined
      const entry = await entryOf(key)
      const age = entry === undefined ? Number.POSITIVE_INFINITY : clock.now() - entry.list.listedAt
      // A clock that was set back makes no list eternal.
      if (entry === undefined || age >= maxAge || age < -60_000) return undefined
      if (entry.login === undefined) return entry.list
      const { login } = await find(endpoint)
      return loginId(login) === entry.login ? entry.list : undefined
    },
    async put(endpoint, login, list) {
      const key = keyOf(endpoint)
      const entry = { login, list: { ...list, listedAt: list.listedAt ?? clock.now() } }
      failures.delete(key)
      lists.delete(key)
      const [oldest] = lists.keys()
      if (lists.size >= 2000 && oldest !== undefined) lists.delete(oldest)
      lists.set(key, entry)
      await folder?.write(key, writeCachedList(entry, key))
    },
    fail(endpoint, error) {
      if (!isFailure(error, ...LASTING) || !isFailure(error)) return
      failures.set(keyOf(endpoint), { error, until: clock.now() + FAILURE_LASTS })
    },
  }
}

/** The name of a list, in memory and on disk. What came where plain HTTP was allowed is for nobody who does not allow it. */
export function keyOf({ host, repository, origins }: Endpoint): string {
  return `${host}/${repository}${origins.length > 1 ? ' (insecure)' : ''}`
}

const LASTING = ['E_NOT_FOUND', 'E_LOGIN_NEEDED', 'E_CREDENTIALS'] as const

/** Five minutes, in ms. */
const FAILURE_LASTS = 300_000
