import { resolve } from 'node:path'
import { canonicalImage } from '../../flux/image.ts'
import type { Failure, Registry, TagList } from '../../ports.ts'
import type { Arguments } from '../arguments.ts'
import { openScope } from '../scope.ts'
import type { World } from '../world.ts'

type Entry = { scannedAt: string } & ({ tags: readonly string[] } | { error: Failure })

/** `scan`: the tags of every ImageRepository, as JSON that `--tags` reads. 3 where any image failed. */
export async function scan(args: Arguments, world: World): Promise<number> {
  const { session, isInScope } = await openScope(args, world)
  const registry = world.openRegistry({
    offline: args.flags.has('offline'),
    allowedHosts: args.many.get('allow-host') ?? [],
    insecureHosts: args.many.get('insecure-host') ?? [],
    fluxVersion: 'auto',
  })
  const sources = new Map<string, { image: string; insecure: boolean }>()
  for (const variants of session.snapshot.index.repositories.values()) {
    for (const { resource, path } of variants) {
      const image = resource.image?.value
      if (image !== undefined && isInScope(path)) sources.set(image, { image, insecure: resource.insecure })
    }
  }
  const timer = setTimeout(() => world.err(`asking for the tags of ${sources.size} images…\n`), 1000)
  const entries = await Promise.all(
    [...sources.values()].map(async source => [source.image, await listed(source, registry, world)] as const),
  )
  clearTimeout(timer)
  const images = Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)))
  const text = `${JSON.stringify({ images }, null, 2)}\n`
  const file = args.values.get('output')
  const failed = entries.flatMap(([image, entry]) =>
    'error' in entry ? [`${image}: ${entry.error.message} (${entry.error.code})`] : [],
  )
  if (file === undefined) world.out(text)
  else {
    await world.writeText(resolve(world.cwd, file), text)
    if (args.format === 'json') world.out(text)
    else world.out(`${entries.length - failed.length} of ${entries.length} images listed into ${file}\n`)
  }
  for (const line of failed) world.err(`fluxmark: ${line}\n`)
  return failed.length > 0 ? 3 : 0
}

async function listed(
  source: { image: string; insecure: boolean },
  registry: Registry | undefined,
  world: World,
): Promise<Entry> {
  const scannedAt = () => new Date(world.now()).toISOString()
  const canonical = canonicalImage(source.image)
  if (typeof canonical !== 'string')
    return { scannedAt: scannedAt(), error: { code: 'E_IMAGE', message: canonical.err } }
  if (registry === undefined) {
    return {
      scannedAt: scannedAt(),
      error: { code: 'E_OFFLINE', message: 'the network is off; leave out --offline to ask the registry' },
    }
  }
  const list = await tagsOrFailure(registry, source)
  return 'code' in list
    ? { scannedAt: scannedAt(), error: list }
    : { scannedAt: scannedAt(), tags: list.tags }
}

/** What a registry lists, or its failure; anything else that is thrown is a bug. */
export async function tagsOrFailure(
  registry: Registry,
  source: { image: string; insecure: boolean },
): Promise<TagList | Failure> {
  try {
    return await registry.tags(source, new AbortController().signal)
  } catch (error) {
    const { code, message } = (typeof error === 'object' && error !== null ? error : {}) as Partial<Failure>
    if (typeof code !== 'string' || typeof message !== 'string') throw error
    return { code, message }
  }
}
