import type { Connection } from 'vscode-languageserver'
import { imageTokens } from '../flux/images/image-sites.ts'
import { once } from '../flux/once.ts'
import { inSlices } from './commands/in-slices.ts'
import { logged, textOf } from './guard.ts'
import { log as logTo, say } from './messages.ts'
import { type Paths, pathBelow, pathOf, paths } from './uris.ts'
import type { Workspace } from './world.ts'

/** Changes closer together than this, in ms, are read as one, and published once. */
export const pause = 30

/** A folder of the editor that is open. */
export interface OpenFolder extends Workspace {
  readonly paths: Paths
  /** Reads every file that may name an image, once: most of them matter to nothing else. */
  readonly readImages: () => Promise<unknown>
}

/** The editor's folders, each with its session. */
export interface Folders {
  /** Every folder that is open, in the order in which the editor named them. */
  all(): readonly OpenFolder[]
  /** Opens folders by their URIs. Those that are not on this machine's disk are passed over; one that fails is reported. */
  open(uris: readonly unknown[]): Promise<void>
  close(uris: readonly unknown[]): void
  /** Closes every folder and opens it anew, those that failed before as well. */
  reopen(): Promise<void>
  /** Whose document an absolute path is. */
  ownerOf(path: string): OpenFolder | undefined
}

/**
 * `open` makes a session, `changed` is called whenever a folder has come or gone.
 */
export function createFolders(
  connection: Connection,
  open: (folder: string) => Promise<Workspace>,
  changed: () => void,
): Folders {
  /** What the editor has, open or not, by path. */
  const wanted = new Map<string, OpenFolder | undefined>()
  const log = (message: string) => logTo(connection, 'error', message)

  const all = () => [...wanted.values()].flatMap(folder => folder ?? [])

  async function openOne(path: string): Promise<void> {
    try {
      const workspace = await open(path)
      const { session } = workspace
      const readImages = once(() => imagesRead(workspace))
      wanted.set(path, { ...workspace, paths: paths(workspace.root), readImages })
      changed()
      await session.load()
      await session.complete(false)
      // Somebody waits for what is on screen: it is published by now, and then follows what that does not need.
      await new Promise(done => setTimeout(done, pause))
      await session.complete()
    } catch (error) {
      log(`${path} cannot be read: ${textOf(error)}`)
      say(
        connection,
        'error',
        'Fluxmark could not read a folder of this workspace. The output says which, and why.',
      )
    }
  }

  function closeOne(path: string): void {
    const folder = wanted.get(path)
    wanted.delete(path)
    if (folder) void logged(log, `closing ${path}`, () => folder.close())
  }

  return {
    all,
    async open(uris) {
      for (const path of uris.flatMap(uri => pathOf(uri) ?? [])) {
        if (wanted.has(path)) continue
        wanted.set(path, undefined)
        await openOne(path)
      }
    },
    close(uris) {
      for (const path of uris.flatMap(uri => pathOf(uri) ?? [])) closeOne(path)
      changed()
    },
    async reopen() {
      const before = [...wanted.keys()]
      for (const path of before) closeOne(path)
      for (const path of before) wanted.set(path, undefined)
      changed()
      for (const path of before) await openOne(path)
    },
    ownerOf: path => ownerOf(all(), path),
  }
}

/**
 * The one rule of whose document a path is: of the innermost folder that contains it, or else of the innermost
 * repository that contains it; of several folders of that repository the first answers.
 */
export function ownerOf<F extends Pick<Workspace, 'folder' | 'root'>>(
  folders: readonly F[],
  path: string,
): F | undefined {
  // All that contain one path are prefixes of each other: the longest is the innermost.
  const innermost = (by: 'folder' | 'root') =>
    folders
      .filter(folder => pathBelow(folder[by], path) !== undefined)
      .reduce<F | undefined>(
        (best, one) => (best && best[by].length >= one[by].length ? best : one),
        undefined,
      )
  return innermost('folder') ?? innermost('root')
}

/** Reads and parses what may name an image; facts stay with their files. */
async function imagesRead({ session }: Workspace): Promise<void> {
  await session.readWith(imageTokens)
  await inSlices([...session.snapshot.files.values()], ({ facts }) => void facts.imageSites)
}
