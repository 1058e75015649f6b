import { createHash } from 'node:crypto'
import { failure } from '../../server/src/flux/failure.ts'
import type { Failure, Registry, TagDetails, TagList, Trial } from '../../server/src/ports.ts'

/** The twin of the registry port: answers from memory, at once, and remembers what it was asked. */
export interface MemoryRegistry extends Registry {
  /** `tags IMAGE`, `digest IMAGE:TAG`, `details IMAGE:TAG` and `trials IMAGE`, in order. */
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
    if ('code' in answer) throw failure(answer.code, answer.message)
    return answer
  }

  async function digest(image: string, tag: string, signal: AbortSignal): Promise<string> {
    const tags = await list(image, signal)
    if (!tags.includes(tag)) throw failure('E_NOT_FOUND', `${image}:${tag} does not exist.`)
    return `sha256:${createHash('sha256').update(`${image}:${tag}`).digest('hex')}`
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
      return digest(image, tag, signal)
    },
    async details({ image }, tag, signal): Promise<TagDetails> {
      asked.push(`details ${image}:${tag}`)
      return { digest: await digest(image, tag, signal), platforms: ['linux/amd64'] }
    },
    async trials({ image }, signal): Promise<readonly Trial[]> {
      asked.push(`trials ${image}`)
      await list(image, signal)
      return [{ source: 'anonymous', outcome: 'unasked' }]
    },
    hostToAllow: async () => undefined,
  }
}
