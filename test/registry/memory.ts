import { createHash } from 'node:crypto'
import { failure } from '../../server/src/io/failure.ts'
import type { Failure, Registry, TagList } from '../../server/src/ports.ts'

/** The twin of the registry port: answers from memory, at once, and remembers what it was asked. */
export interface MemoryRegistry extends Registry {
  /** `tags IMAGE` and `digest IMAGE:TAG`, in order. */
  readonly asked: readonly string[]
  /** Replaces what an image answers with. */
  set(image: string, answer: readonly string[] | Failure): void
}

/** `images` maps `spec.image` as written to its tags, or to the failure that listing them ends in. */
export function memoryRegistry(
  images: Readonly<Record<string, readonly string[] | Failure>> = {},
): MemoryRegistry {
  const answers = new Map(Object.entries(images))
  const asked: string[] = []

  async function list(image: string, signal: AbortSignal): Promise<readonly string[]> {
    if (signal.aborted) throw failure('E_CANCELLED', 'Cancelled.')
    const answer = answers.get(image)
    if (answer === undefined) throw failure('E_NOT_FOUND', `${image} does not exist.`)
    if ('code' in answer) throw answer
    return answer
  }

  return {
    asked,
    set: (image, answer) => answers.set(image, answer),
    async tags({ image }, signal): Promise<TagList> {
      asked.push(`tags ${image}`)
      const tags = [...new Set(await list(image, signal))]
      return { tags, dropped: 0, pages: 1, credential: 'anonymous' }
    },
    async digest({ image }, tag, signal): Promise<string> {
      asked.push(`digest ${image}:${tag}`)
      const tags = await list(image, signal)
      if (!tags.includes(tag)) throw failure('E_NOT_FOUND', `${image}:${tag} does not exist.`)
      return `sha256:${createHash('sha256').update(`${image}:${tag}`).digest('hex')}`
    },
  }
}
