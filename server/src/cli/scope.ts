import { isAbsolute, relative, resolve, sep } from 'node:path'
import type { PolicyRef } from '../flux/markers/setter.ts'
import type { Answers } from '../flux/workspace/snapshot.ts'
import { repositoryOptions } from './options/repository-options.ts'
import { printable } from './printed.ts'
import { tagsFile } from './tags-file.ts'
import { UsageError } from './usage-error.ts'
import type { Arguments } from './verb.ts'
import { readingText } from './verbose.ts'
import type { Repository, World } from './world.ts'

/** A repository and the part of it that the command line names. */
export interface Scope extends Repository {
  readonly isInScope: (path: string) => boolean
  /** Whether registries may be asked. */
  readonly isOnline: boolean
}

/** Opens and reads the repository of the paths (of the current folder, without any), with the tags file's answers. */
export async function openScope(
  args: Arguments,
  world: World,
  operands: readonly string[] = args.operands,
): Promise<Scope> {
  const paths = (operands.length === 0 ? ['.'] : operands).map(path => absolutePath(world, path))
  for (const [at, path] of paths.entries()) {
    if (!(await world.exists(path))) throw new UsageError(`${operands[at]}: there is no such file or folder`)
  }
  const options = repositoryOptions(args)
  const start = world.now()
  const repository = await world.openRepository({ at: paths[0] ?? world.cwd, ...options })
  await repository.session.load()
  await repository.session.complete()
  if (options.verbose)
    world.err(
      printable(
        `fluxmark: ${readingText(repository.root, repository.session.snapshot, world.now() - start)}\n`,
      ),
    )
  repository.session.answer(await tagsOf(args, world))
  return {
    ...repository,
    isOnline: !options.offline,
    isInScope: isWithin({ operands }, world, repository.root),
  }
}

/** Whether a path of a repository lies in one of those that the command line names; without any, each does. */
export function isWithin(
  { operands }: Pick<Arguments, 'operands'>,
  world: Pick<World, 'cwd' | 'asOnDisk'>,
  root: string,
): (path: string) => boolean {
  const wanted =
    operands.length === 0 ? [''] : operands.map(path => pathWithin(root, absolutePath(world, path)))
  return path => wanted.some(folder => folder === '' || path === folder || path.startsWith(`${folder}/`))
}

/** The answers of the file of `--tags`; none without it. */
export async function tagsOf(args: Arguments, world: World): Promise<Answers> {
  const path = args.values.get('tags')
  return path === undefined ? {} : tagsFile(resolve(world.cwd, path), world)
}

/**
 * Asks for what these policies need, and for what kustomizations in `files` miss, saying so on a terminal's side channel
 * when it takes more than a second.
 */
export async function settle(
  { session, isOnline }: Pick<Scope, 'session' | 'isOnline'>,
  refs: () => Iterable<PolicyRef>,
  world: World,
  files: readonly string[] = [],
): Promise<void> {
  const words = isOnline ? 'asking registries…\n' : 'comparing tags…\n'
  const timer = setTimeout(() => world.err(printable(words)), 1000)
  try {
    await session.settle(refs, files)
  } finally {
    clearTimeout(timer)
  }
}

/** The files in scope, in the order of their paths. */
export function filesOf({ session, isInScope }: Pick<Scope, 'session' | 'isInScope'>): readonly string[] {
  return [...session.snapshot.files.keys()].filter(isInScope).sort()
}

/** Whether files or folders in scope may matter and could not be read; says which, and why. */
export function isAnyUnread({ session, isInScope }: Scope, world: World): boolean {
  const unread = [...session.unreadable].filter(([path]) => path === '.' || isInScope(path))
  for (const [path, { message, code }] of unread)
    world.err(printable(`fluxmark: ${path} was left out: ${message} (${code})\n`))
  return unread.length > 0
}

/** The absolute path of what the command line names. */
export function absolutePath({ cwd, asOnDisk }: Pick<World, 'cwd' | 'asOnDisk'>, path: string): string {
  return asOnDisk(resolve(cwd, path))
}

/** A path as the session names it, relative to the repository's root, with `/`; throws a `UsageError` outside. */
export function pathWithin(root: string, path: string): string {
  const away = relative(root, path)
  if (away === '..' || away.startsWith(`..${sep}`) || isAbsolute(away)) {
    throw new UsageError(`${path} is not in the repository ${root}; name paths of one repository`)
  }
  return away.split(sep).join('/')
}
