import { isFailure } from '../../flux/failure.ts'
import type { Failure } from '../../ports.ts'
import type { LoginPlace, LoginSource, Logins, Tried } from './login.ts'

/** Makes a chain of sources: the first login counts, a source that fails is noted and passed over. */
export function createLogins(sources: readonly LoginSource[]): Logins {
  async function ask(source: LoginSource, place: LoginPlace, signal: AbortSignal): Promise<Tried> {
    try {
      const login = await source.find(place, signal)
      return { source: source.name, ...(login && { login }) }
    } catch (error) {
      if (!isFailure(error) || error.code === 'E_CANCELLED') throw error
      return { source: source.name, failure: error }
    }
  }

  return {
    async find(place, signal) {
      const failures: Failure[] = []
      for (const source of sources) {
        const tried = await ask(source, place, signal)
        if (tried.login) return { login: tried.login, failures }
        if (tried.failure) failures.push(tried.failure)
      }
      return { failures }
    },
    tryAll: (place, signal) => Promise.all(sources.map(source => ask(source, place, signal))),
    async hosts() {
      const lists = await Promise.all(sources.map(source => source.hosts?.() ?? []))
      return lists.flat()
    },
    forget(host) {
      for (const source of sources) source.forget?.(host)
    },
  }
}
