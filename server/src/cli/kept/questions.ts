import { createHash } from 'node:crypto'
import type { ImageSource, SessionPorts, TagList } from '../../ports.ts'
import type { Repository, RepositoryOptions, World } from '../world.ts'

/** What a run asks of the world, as it is kept: a list that JSON can hold. */
export type Question =
  | readonly ['exists' | 'text' | 'file' | 'absent', path: string]
  | readonly ['open', options: RepositoryOptions]
  | readonly ['files', tokens: readonly string[], below: string | null]
  | readonly ['tags', source: ImageSource]
  | readonly ['digest', source: ImageSource, tag: string]

/** A question, and the SHA-256 of what the world said, in hexadecimal digits. */
export type Asked = readonly [question: Question, digest: string]

export interface Questions {
  /** A world that answers as the given one does. */
  readonly world: World
  /** Everything that was asked so far of `world`, each question as often as it was asked. */
  readonly asked: readonly Asked[]
  /** Whether that is all that was asked: nothing else of what the world can do was used, and nothing failed. */
  readonly isAll: () => boolean
  /**
   * Whether the world says the same again. Files come first, so that a registry is asked only for what these files want.
   * What was said is given to the next who asks for it in `world`: nothing is read or requested twice.
   */
  readonly isSame: (asked: readonly Asked[]) => Promise<boolean>
}

/** Writes down what is asked of a world. */
export function questionsTo(world: World): Questions {
  const asked: Asked[] = []
  /** What was said already, and to whom nobody has listened yet. */
  const said = new Map<string, Promise<unknown>[]>()
  let isAll = true
  let ports: SessionPorts | undefined

  async function hear<T>(question: Question, say: () => Promise<T>): Promise<T> {
    try {
      const answer = await (said.get(JSON.stringify(question))?.shift() ?? say())
      asked.push([question, digestOf(question, answer)])
      return answer as T
    } catch (error) {
      isAll = false
      throw error
    }
  }
  function other<Args extends unknown[], T>(use: (...args: Args) => T): (...args: Args) => T {
    return (...args) => {
      isAll = false
      return use(...args)
    }
  }
  const around = (given: SessionPorts): SessionPorts => {
    ports = given
    const { files, registry, git } = given
    const own: SessionPorts = {
      ...given,
      files: {
        list: (tokens = [], below) => hear(['files', tokens, below ?? null], () => files.list(tokens, below)),
        read: path => hear(['file', path], () => files.read(path)),
        isAbsent: path => hear(['absent', path], () => files.isAbsent(path)),
        edit: other(files.edit),
      },
      ...(registry && {
        registry: {
          tags: (source, ...more) => hear(['tags', source], () => registry.tags(source, ...more)),
          digest: (source, tag, signal) =>
            hear(['digest', source, tag], () => registry.digest(source, tag, signal)),
          details: other(registry.details),
          trials: other(registry.trials),
          hostToAllow: other(registry.hostToAllow),
        },
      }),
    }
    if (git === undefined) return own
    return {
      ...own,
      get git() {
        isAll = false
        return git
      },
    }
  }
  const open = (options: RepositoryOptions) => world.openRepository({ ...options, around })

  async function isSame([question, digest]: Asked): Promise<boolean> {
    const key = JSON.stringify(question)
    const answer = ask(question, world, open, ports)
    said.set(key, [...(said.get(key) ?? []), answer])
    try {
      return digestOf(question, await answer) === digest
    } catch {
      return false
    }
  }

  return {
    asked,
    isAll: () => isAll,
    world: {
      ...world,
      exists: path => hear(['exists', path], () => world.exists(path)),
      readText: path => hear(['text', path], () => world.readText(path)),
      openRepository: options => hear(['open', options], () => open(options)),
      atCommit: other(world.atCommit),
      openRegistry: other(world.openRegistry),
      clusterReader: other(world.clusterReader),
      serveMcp: other(world.serveMcp),
    },
    async isSame(before) {
      const isRemote = ([[kind]]: Asked) => kind === 'tags' || kind === 'digest'
      for (const one of before) if (!isRemote(one) && !(await isSame(one))) return false
      return (await Promise.all(before.filter(isRemote).map(isSame))).every(Boolean)
    },
  }
}

/** Asks anew what was asked before; `ports` are those of the repository, which was opened first. */
async function ask(
  question: Question,
  world: World,
  open: (options: RepositoryOptions) => Promise<Repository>,
  ports: SessionPorts | undefined,
): Promise<unknown> {
  const { signal } = new AbortController()
  switch (question[0]) {
    case 'exists':
      return world.exists(question[1])
    case 'text':
      return world.readText(question[1])
    case 'open':
      return open(question[1])
    case 'files':
      return ports?.files.list(question[1], question[2] ?? undefined)
    case 'file':
      return ports?.files.read(question[1])
    case 'absent':
      return ports?.files.isAbsent(question[1])
    case 'tags':
      return ports?.registry?.tags(question[1], signal)
    case 'digest':
      return ports?.registry?.digest(question[1], question[2], signal)
  }
}

/** Of what a run can tell: of a repository where it is, of a tag list not when it was listed. */
function digestOf([kind]: Question, answer: unknown): string {
  const { root, isGit } = Object(answer) as Partial<Repository>
  const list = kind === 'tags' ? { ...(answer as TagList), listedAt: null } : answer
  const text = JSON.stringify(kind === 'open' ? [root, isGit] : list) ?? 'undefined'
  return createHash('sha256').update(text).digest('hex')
}
