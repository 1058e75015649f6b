import { resolve } from 'node:path'
import { failureOf } from '../../flux/failure.ts'
import type { PolicyRef } from '../../flux/markers/setter.ts'
import { canonicalImage } from '../../flux/resources/image.ts'
import type { Snapshot } from '../../flux/workspace/snapshot.ts'
import type { Answer, Failure, ImageSource, Registry, TagList } from '../../ports.ts'
import { repositoryOptions } from '../options/repository-options.ts'
import { json, printable } from '../printed.ts'
import { openScope } from '../scope.ts'
import type { Arguments, Verb } from '../verb.ts'
import type { World } from '../world.ts'

type Entry = { scannedAt: string } & (
  | { tags: readonly string[]; digests?: Readonly<Record<string, string>> }
  | { error: Failure }
)

/** `scan [PATH…]`. */
export const scanVerb: Verb = {
  name: 'scan',
  operands: '[PATH…]',
  summary: "list every repository's tags into a file that --tags reads",
  options: [
    { name: 'output', letter: 'o', value: 'FILE', summary: 'the file; standard output where absent' },
  ],
  examples: [{ command: 'scan -o tags.json', does: 'then: fluxmark check --tags tags.json' }],
  run: scan,
}

/**
 * `scan`: the tags of every ImageRepository and the digests that policies ask for, as JSON that `--tags` reads.
 * 3 where any image failed, unless `--offline` or `--tags` kept it from being asked for.
 */
async function scan(args: Arguments, world: World): Promise<number> {
  const { session, isInScope, isOnline } = await openScope(args, world)
  const registry = world.openRegistry(repositoryOptions(args))
  const sources = new Map<string, { image: string; insecure: boolean }>()
  for (const variants of session.snapshot.index.repositories.values()) {
    for (const { resource, path } of variants) {
      const image = resource.image?.value
      if (image !== undefined && isInScope(path)) sources.set(image, { image, insecure: resource.insecure })
    }
  }
  const lists = await Promise.all(
    [...sources.values()].map(
      async source => [source.image, await listed(source, session.snapshot, registry, world)] as const,
    ),
  )
  session.answer({ scans: lists.flatMap(([image, list]) => asScan(image, list)) })
  await session.settle(() => policyRefs(session.snapshot))
  const entries = lists.map(([image, list]) => [image, toEntry(session.snapshot, image, list)] as const)
  const images = Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)))
  const text = json({ images })
  const file = args.values.get('output')
  const failed = entries.flatMap(([image, entry]) =>
    'error' in entry ? [`${image}: ${entry.error.message} (${entry.error.code})`] : [],
  )
  if (file === undefined) world.out(text)
  else {
    await world.writeText(resolve(world.cwd, file), text)
    if (args.format === 'json') world.out(text)
    else
      world.out(
        printable(`${entries.length - failed.length} of ${entries.length} images listed into ${file}\n`),
      )
  }
  for (const line of failed) world.err(printable(`fluxmark: ${line}\n`))
  return failed.length > 0 && isOnline ? 3 : 0
}

async function listed(
  source: ImageSource,
  snapshot: Snapshot,
  registry: Registry | undefined,
  world: World,
): Promise<Answer<TagList>> {
  const canonical = canonicalImage(source.image)
  if (typeof canonical !== 'string')
    return { at: world.now(), failure: { code: 'E_IMAGE', message: canonical.err } }
  const known = snapshot.scans.get(canonical)
  if (known) return known
  const list = registry ? await tagsOrFailure(registry, source) : offline
  return 'code' in list ? { at: world.now(), failure: list } : { at: world.now(), value: list }
}

function asScan(image: string, list: Answer<TagList>) {
  const canonical = canonicalImage(image)
  return typeof canonical === 'string' ? [[canonical, list] as const] : []
}

function policyRefs({ index }: Snapshot): readonly PolicyRef[] {
  return [...index.policies.values()].flatMap(variants =>
    variants.map(({ namespace = '', resource: { name } }) => ({ namespace, name })),
  )
}

function toEntry({ digests }: Snapshot, image: string, list: Answer<TagList>): Entry {
  const scannedAt = new Date(list.at).toISOString()
  if ('failure' in list) return { scannedAt, error: list.failure }
  const canonical = canonicalImage(image)
  const known = list.value.tags.flatMap(tag => {
    const digest = digests.get(`${String(canonical)}:${tag}`)
    return digest && 'value' in digest ? [[tag, digest.value] as const] : []
  })
  return {
    scannedAt,
    tags: list.value.tags,
    ...(known.length > 0 ? { digests: Object.fromEntries(known) } : {}),
  }
}

/** What is said where no request may be made. */
export const offline: Failure = {
  code: 'E_OFFLINE',
  message: 'the network is off; leave out --offline and --tags to ask the registry',
}

/** What a registry lists, or its failure; anything else that is thrown is a bug. */
export async function tagsOrFailure(
  registry: Registry,
  source: { image: string; insecure: boolean },
): Promise<TagList | Failure> {
  try {
    return await registry.tags(source, new AbortController().signal)
  } catch (error) {
    return failureOf(error)
  }
}
