import type { Failure } from '../../flux/failure.ts'
import { parseImage } from '../../flux/resources/image.ts'
import { isGoError } from '../../go/go-error.ts'
import type { Registry } from '../../ports.ts'

/**
 * A registry that says which host was asked for which image, how long it took and with whose login; never with what.
 * A list from the cache was asked of nobody. `now` is in ms since 1970.
 */
export function toldRegistry<R extends Registry>(
  registry: R,
  tell: (line: string) => void,
  now: () => number,
): R {
  const tags: Registry['tags'] = async (source, signal, options) => {
    const start = now()
    const { image } = source
    const parsed = parseImage(image, source.insecure)
    const host = isGoError(parsed) ? image : parsed.registry.replace(/:443$/, '')
    try {
      const list = await registry.tags(source, signal, options)
      const { credential, mirror, listedAt = start, stale, pages } = list
      if (listedAt < start || stale) return list
      const whose = credential === 'anonymous' ? 'without a login' : `with the login from ${credential}`
      const asked = mirror === undefined ? host : `${mirror} (for ${host})`
      tell(
        `${asked}: ${list.tags.length} tags of ${image}, ${pages} ${pages === 1 ? 'page' : 'pages'}, ${now() - start} ms, ${whose}`,
      )
      return list
    } catch (error) {
      const { code } = Object(error) as Partial<Failure>
      if (!signal.aborted) tell(`${host}: no tags of ${image}, ${now() - start} ms (${code ?? 'failed'})`)
      throw error
    }
  }
  // What else a client of ours has (closing it) it keeps, whatever it is made of.
  return new Proxy(registry, {
    get: (target, name) => {
      if (name === 'tags') return tags
      const value: unknown = Reflect.get(target, name)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
}
