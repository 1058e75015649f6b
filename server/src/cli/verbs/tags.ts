import { parseImage } from '../../flux/image.ts'
import { storedTags } from '../../flux/tags.ts'
import { isGoError } from '../../go/go-error.ts'
import { type Arguments, UsageError } from '../arguments.ts'
import type { World } from '../world.ts'
import { tagsOrFailure } from './scan.ts'

/** `tags IMAGE`: one image's tags as Flux would see them, in Flux's order. Naming the image consents to its host. */
export async function tags(args: Arguments, world: World): Promise<number> {
  const [image, ...others] = args.operands
  if (image === undefined || others.length > 0)
    throw new UsageError('tags takes one image, for example: fluxmark tags ghcr.io/fluxcd/flux-cli')
  const insecure = args.flags.has('insecure')
  const parsed = parseImage(image, insecure)
  if (isGoError(parsed)) throw new UsageError(parsed.err)
  const exclude = args.many.get('exclude')
  const registry = world.openRegistry({
    offline: args.flags.has('offline'),
    allowedHosts: [...(args.many.get('allow-host') ?? []), parsed.registry],
    insecureHosts: args.many.get('insecure-host') ?? [],
    fluxVersion: 'auto',
  })
  const list = registry
    ? await tagsOrFailure(registry, { image, insecure })
    : { code: 'E_OFFLINE', message: 'the network is off; leave out --offline to ask the registry' }
  const failure = 'code' in list ? list : undefined
  const stored = 'code' in list ? [] : storedTags(list.tags, exclude)
  if (isGoError(stored)) throw new UsageError(`--exclude: ${stored.err}`)
  const seen = 'code' in list ? { dropped: 0, pages: 0, credential: 'anonymous' } : list
  if (args.format === 'json') {
    const { dropped, pages, credential } = seen
    world.out(
      `${JSON.stringify({ image, canonical: parsed.canonical, tags: stored, dropped, pages, credential, error: failure ?? null }, null, 2)}\n`,
    )
  } else {
    world.out(stored.map(tag => `${tag}\n`).join(''))
  }
  if (failure) world.err(`fluxmark: ${image}: ${failure.message} (${failure.code})\n`)
  return failure ? 3 : 0
}
