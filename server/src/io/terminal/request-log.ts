import { isFailure } from '../../flux/failure.ts'
import type { ImageSource, Registry } from '../../ports.ts'

export interface Log {
  /** A line without its break. */
  write(line: string): void
  /** Milliseconds since 1970. */
  now(): number
}

/** The same registry, but each question is logged when it is answered: what was asked, what came, how long it took. */
export function withRequestLog<R extends Registry>(registry: R, log: Log): R {
  async function logged<T>(
    what: string,
    question: () => Promise<T>,
    words: (value: T) => string,
  ): Promise<T> {
    const start = log.now()
    const tell = (answer: string) => log.write(`${what}: ${answer}, ${log.now() - start} ms`)
    try {
      const value = await question()
      tell(words(value))
      return value
    } catch (error) {
      if (isFailure(error)) tell(`${error.message} (${error.code})`)
      throw error
    }
  }
  return {
    ...registry,
    tags: (source: ImageSource, ...rest) =>
      logged(
        `tags of ${source.image}`,
        () => registry.tags(source, ...rest),
        ({ tags, pages, credential }) =>
          `${tags.length} tags in ${pages} ${pages === 1 ? 'page' : 'pages'}, login: ${credential}`,
      ),
    digest: (source, tag, signal) =>
      logged(
        `digest of ${source.image}:${tag}`,
        () => registry.digest(source, tag, signal),
        digest => digest,
      ),
  }
}
