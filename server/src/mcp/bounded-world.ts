import { isAbsolute, relative, resolve, sep } from 'node:path'
import { isWait, type Printed } from '../cli/printed.ts'
import type { McpOptions, Repository, RepositoryOptions, World } from '../cli/world.ts'
import type { Engine } from './engine.ts'
import type { Read } from './readings.ts'
import { Refusal } from './refusal.ts'

/** What a run of a verb said. */
export interface Heard {
  readonly out: Printed[]
  readonly err: string[]
  /** Roots of the repositories that were opened. */
  readonly opened: Set<string>
}

/** A call's bounds. */
export interface Bounds {
  /** Absolute, without symbolic links: nothing outside is read or written. */
  readonly roots: readonly [string, ...string[]]
  readonly cwd: string
  /** ms since 1970: a preview and what is written after it have the same. */
  readonly now: number
  readonly signal: AbortSignal
  readonly progress: (message: string) => void
  /** What was read already, for a call that only reads. */
  readonly reading?: (root: string, options: RepositoryOptions) => Promise<Read>
}

/**
 * The command line's world for one call of an assistant: what it prints is heard, paths outside the roots are refused
 * (`Refusal`), and registries that the person who started the server has not allowed stay so, whatever a verb takes an
 * operand for.
 */
export function boundedWorld(
  { world, realPath }: Pick<Engine, 'world' | 'realPath'>,
  options: McpOptions,
  { roots, cwd, now, signal, progress, reading }: Bounds,
): { readonly world: World; readonly heard: Heard } {
  const heard: Heard = { out: [], err: [], opened: new Set() }
  const listing = { report: progress, done: () => undefined }
  const hosts = {
    allowedHosts: options.allowedHosts,
    insecureHosts: options.insecureHosts,
    progress: listing,
  }
  const inside = async (path: string): Promise<string> => {
    const absolute = resolve(cwd, path)
    const real = await realPath(absolute)
    if (absolute === options.tagsFile || roots.some(root => isWithin(root, real))) return absolute
    throw new Refusal(
      'E_OUTSIDE_ROOTS',
      `${path} is outside the folders that the client has opened: ${roots.join(', ')}`,
      'Name a path inside these folders, or ask the person to open the folder that holds the whole repository.',
    )
  }
  const openRepository: World['openRepository'] = async given => {
    const own = { ...given, ...hosts, at: await inside(given.at) }
    const repository: Repository = await world.openRepository(own)
    await inside(repository.root)
    if (reading) repository.session.takeOver(await reading(repository.root, own))
    heard.opened.add(repository.root)
    signal.addEventListener('abort', () => repository.session.cancel(), { once: true })
    return repository
  }
  const { confirm: _, columns: __, keptRuns: ___, ...rest } = world
  const bounded: World = {
    ...rest,
    cwd,
    openRepository,
    atCommit: async (root, commit, given, use) =>
      world.atCommit(await inside(root), commit, { ...given, ...hosts }, use),
    clusterReader: root => {
      const reader = world.clusterReader(root)
      return {
        ...reader,
        read: async (choice, namespaces, own) => {
          const { context = '', kubeconfig } = choice
          if (kubeconfig === undefined && options.allowedContexts.includes(context))
            return reader.read(choice, namespaces, AbortSignal.any([own, signal]))
          const { server } = await reader.target(choice)
          throw new Refusal(
            'E_CLUSTER_NOT_APPROVED',
            `The cluster of the context ${context} (${server}) may not be asked`,
            `Ask the person whether it may be read. They start the server with --allow-context=${context} then; an editor asks them where the tool runs.`,
          )
        },
      }
    },
    openRegistry: given => {
      const registry = world.openRegistry({ ...given, ...hosts })
      if (registry === undefined) return undefined
      const tags: typeof registry.tags = (source, own, more) =>
        registry.tags(source, AbortSignal.any([own, signal]), more)
      return { ...registry, tags }
    },
    exists: async path => world.exists(await inside(path)),
    readText: async path => world.readText(await inside(path)),
    writeText: async (path, text) => world.writeText(await inside(path), text),
    now: () => now,
    out: text => void heard.out.push(text),
    err: text => {
      if (isWait(text)) progress(text.trim())
      else heard.err.push(text)
    },
    isTerminal: false,
    hasColour: false,
    progress: listing,
  }
  return { world: bounded, heard }
}

function isWithin(root: string, path: string): boolean {
  const away = relative(root, path)
  return away !== '..' && !away.startsWith(`..${sep}`) && !isAbsolute(away)
}
