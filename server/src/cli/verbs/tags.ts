import { resolve } from 'node:path'
import { parseImage } from '../../flux/resources/image.ts'
import { latestRef } from '../../flux/selection/resolve.ts'
import { storedTags } from '../../flux/selection/tags.ts'
import type { Answers } from '../../flux/workspace/snapshot.ts'
import { isGoError } from '../../go/go-error.ts'
import type { Failure, TagList } from '../../ports.ts'
import { markerTags } from '../../work/marker-tags.ts'
import { repositoryOptions } from '../options/repository-options.ts'
import { json, printable } from '../printed.ts'
import { openScope, settle } from '../scope.ts'
import { table } from '../table.ts'
import { tagsFile } from '../tags-file.ts'
import { type FileAndLine, fileAndLine, setMarkerAt } from '../target.ts'
import { UsageError } from '../usage-error.ts'
import type { Arguments, Verb } from '../verb.ts'
import type { World } from '../world.ts'
import { offline, tagsOrFailure } from './scan.ts'

/** `tags IMAGE`. */
export const tagsVerb: Verb = {
  name: 'tags',
  operands: 'IMAGE|FILE:LINE',
  summary: "list one image's tags as Flux sees them, or what became of each tag behind a marker",
  details: ["Naming the image allows its registry's host to be asked."],
  options: [
    { name: 'insecure', summary: 'ask over plain HTTP' },
    {
      name: 'exclude',
      value: 'REGEX',
      isRepeatable: true,
      summary: 'drop the tags that match, as an exclusionList does',
    },
  ],
  examples: [
    { command: 'tags apps/web.yaml:12', does: 'what became of each tag behind the marker on a line' },
    { command: 'tags ghcr.io/stefanprodan/podinfo', does: "the image's tags, in Flux's order" },
  ],
  run: tags,
}

/**
 * `tags IMAGE`: one image's tags as Flux would see them, in Flux's order. Naming the image consents to its host.
 * 3 where they could not be had, unless `--offline` or `--tags` kept them from being asked for.
 */
async function tags(args: Arguments, world: World): Promise<number> {
  const [image, ...others] = args.operands
  if (image === undefined || others.length > 0)
    throw new UsageError(
      'tags takes one image or FILE:LINE, for example: fluxmark tags ghcr.io/fluxcd/flux-cli',
    )
  const at = fileAndLine(image)
  if (at && (await world.exists(resolve(world.cwd, at.file)))) return tagsOfMarker(image, at, args, world)
  const insecure = args.flags.has('insecure')
  const parsed = parseImage(image, insecure)
  if (isGoError(parsed)) throw new UsageError(parsed.err)
  const exclude = args.many.get('exclude')
  const file = args.values.get('tags')
  const options = repositoryOptions(args)
  const known = file === undefined ? undefined : await tagsFile(resolve(world.cwd, file), world)
  const registry = world.openRegistry({
    ...options,
    allowedHosts: [...options.allowedHosts, parsed.registry],
  })
  const list = registry
    ? await tagsOrFailure(registry, { image, insecure })
    : answered(known, parsed.canonical)
  const failure = 'code' in list ? list : undefined
  const stored = 'code' in list ? [] : storedTags(list.tags, exclude)
  if (isGoError(stored)) throw new UsageError(`--exclude: ${stored.err}`)
  const seen = 'code' in list ? { dropped: 0, pages: 0, credential: 'anonymous' } : list
  if (args.format === 'json') {
    const { dropped, pages, credential } = seen
    world.out(
      json({
        image,
        canonical: parsed.canonical,
        tags: stored,
        dropped,
        pages,
        credential,
        error: failure ?? null,
      }),
    )
  } else {
    world.out(printable(stored.map(tag => `${tag}\n`).join('')))
  }
  if (failure) world.err(printable(`fluxmark: ${image}: ${failure.message} (${failure.code})\n`))
  return failure && !options.offline ? 3 : 0
}

/** `tags FILE:LINE`. 3 where the tags could not be had. */
async function tagsOfMarker(target: string, at: FileAndLine, args: Arguments, world: World): Promise<number> {
  for (const option of ['insecure', 'exclude'])
    if (args.flags.has(option) || args.many.has(option))
      throw new UsageError(`--${option} goes with an image: the files say what counts for ${target}`)
  const scope = await openScope(args, world, [at.file])
  const marker = setMarkerAt(scope, world, at)
  await settle(scope, () => [marker.setter.policy], world)
  const { image, tags, problem } = markerTags(scope, marker)
  const rows = tags.map(({ tag, stage, reason, present }) => [
    tag,
    stage,
    present ? 'written now' : '',
    reason,
  ])
  world.out(
    args.format === 'json'
      ? json({ target, image, tags, error: problem ?? null })
      : rows.length === 0
        ? printable('')
        : table([['TAG', 'STAGE', 'FILE', 'WHY'], ...rows]),
  )
  if (problem) world.err(printable(`fluxmark: ${target}: ${problem.message} (${problem.code})\n`))
  return latestRef(scope.session.snapshot, marker.setter.policy).state === 'failed' ? 3 : 0
}

function answered(known: Answers | undefined, canonical: string): TagList | Failure {
  const [, scan] = [...(known?.scans ?? [])].find(([key]) => key === canonical) ?? []
  if (scan === undefined) return offline
  return 'failure' in scan ? scan.failure : scan.value
}
