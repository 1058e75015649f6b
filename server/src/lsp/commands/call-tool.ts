import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { failure } from '../../flux/failure.ts'
import type { ClusterReader } from '../../ports.ts'
import type { Session } from '../../session.ts'
import { visible } from '../../text/foreign.ts'
import type { Live } from '../live/live.ts'
import type { Workspaces } from '../workspaces.ts'
import type { CallTool } from '../world.ts'
import type { Argument } from './argument.ts'
import type { Opened } from './bumps.ts'
import { agreed } from './live-commands.ts'

/** What answers calls, and one call's signal. */
interface Door {
  readonly workspaces: Workspaces
  readonly live: Pick<Live, 'reader'>
  readonly callTool: CallTool
  readonly signal: AbortSignal
}

/** `fluxmark.callTool`: what a tool for assistants answers about an open folder; null where none is open. */
export async function toolAnswer(
  { workspaces, live, callTool, signal }: Door,
  argument: Argument,
): Promise<unknown> {
  const { name = '', input = {}, context, server } = argument
  const { root, ...rest } = input
  const folders = workspaces.all()
  if (folders.length === 0) return null
  const folder =
    typeof root === 'string'
      ? folders.find(one => one.root === root || one.root.endsWith(`/${root}`))
      : folders[0]
  if (folder === undefined) return noSuchRoot(String(root), folders)
  return callTool(
    {
      name,
      input: rest,
      isTrusted: folder.pullRequests !== undefined,
      // Naming a context and its server is the consent, as where a live cluster is shown.
      ...(context !== undefined && server !== undefined ? { context } : {}),
      signal,
    },
    {
      root: folder.root,
      isGit: folder.isRepository,
      session: lent(workspaces, folder, signal),
      clusterReader: () => agreedReader(live.reader(), argument),
      ...(folder.pullRequests ? { pullRequests: folder.pullRequests } : {}),
    },
  )
}

/** Reads the cluster that was agreed to and no other, at the server that was agreed to: its context may lead elsewhere by now. */
function agreedReader(reader: ClusterReader, argument: Argument): ClusterReader {
  return {
    ...reader,
    read: async (_, namespaces, signal) => reader.read(agreed(argument), namespaces, signal),
  }
}

/** What a tool answers where no such folder is open: never about another one. */
function noSuchRoot(root: string, folders: readonly Opened[]): unknown {
  const names = folders.map(one => one.root).join(', ')
  return {
    error: {
      code: 'E_OUTSIDE_ROOTS',
      cause: visible(`${root} is none of the open folders`),
      remedy: visible(`Name one of ${names}.`),
    },
  }
}

/**
 * A folder's session as a verb may have it: it is read already, and goes on afterwards. What is asked of registries joins
 * what the editor asks, until the signal says that nobody waits any more.
 */
function lent(workspaces: Workspaces, folder: Opened, signal: AbortSignal): Session {
  const { session } = folder
  const own: Partial<Session> = {
    load: async () => {},
    complete: () => session.complete(),
    cancel: () => {},
    apply: async edits => {
      await refuseUnsaved(
        workspaces,
        folder,
        edits.map(({ path }) => path),
      )
      return session.apply(edits)
    },
    write: async texts => {
      await refuseUnsaved(workspaces, folder, [...texts.keys()])
      return session.write(texts)
    },
    settle: scope => workspaces.settle(folder, () => [...scope()], signal),
  }
  return new Proxy(session, {
    get: (target, key) => {
      const value: unknown = Reflect.get(own, key) ?? Reflect.get(target, key, target)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
}

/** A file that is written beneath a document with other text would leave the user with two versions of it. */
async function refuseUnsaved(
  workspaces: Workspaces,
  folder: Opened,
  paths: readonly string[],
): Promise<void> {
  for (const path of paths) {
    const typed = workspaces.versions(folder).get(path)?.text
    if (typed === undefined) continue
    const saved = await readFile(join(folder.root, path), 'utf8').catch(() => '')
    if (saved.replace(/^\uFEFF/, '') !== typed)
      throw failure('E_CHANGED', `${path} has changes that are not saved: save it first; nothing was written`)
  }
}
