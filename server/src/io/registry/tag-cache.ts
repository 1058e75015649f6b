import type { Clock, TagList } from '../../ports.ts'
import { type Login, type LoginPlace, loginId } from '../credentials/login.ts'
import type { Endpoint } from './endpoint.ts'

/** Whole lists, kept with whose eyes have seen them. */
export interface TagCache {
  /**
   * A list that is no older than `maxAge` ms and that the present login has seen. Where the registry asked for a
   * login, `find` is asked whose it would be now: a list that was made for another, or for nobody, is not given.
   */
  get(
    endpoint: Endpoint,
    maxAge: number | undefined,
    find: (place: LoginPlace) => Promise<{ readonly login?: Login }>,
  ): Promise<TagList | undefined>
  /** Keeps a list; `login` is undefined where the registry wanted to know nobody's name. */
  put(endpoint: Endpoint, login: string | undefined, list: TagList): void
}

interface Entry {
  readonly login: string | undefined
  readonly list: TagList
}

export function createTagCache(clock: Clock): TagCache {
  const entries = new Map<string, Entry>()

  return {
    async get(endpoint, maxAge = MAX_AGE, find) {
      const entry = entries.get(keyOf(endpoint))
      if (entry === undefined || clock.now() - (entry.list.listedAt ?? 0) >= maxAge) return undefined
      if (entry.login === undefined) return entry.list
      const { login } = await find(endpoint)
      return loginId(login) === entry.login ? entry.list : undefined
    },
    put(endpoint, login, list) {
      entries.set(keyOf(endpoint), { login, list })
    },
  }
}

function keyOf({ host, repository }: Endpoint): string {
  return `${host}/${repository}`
}

/** Ten minutes. */
const MAX_AGE = 600_000
