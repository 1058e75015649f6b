import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createCacheFolder } from '../../server/src/io/files/cache-folder.ts'
import { testClient } from './net/client.ts'
import { startInternet } from './net/internet.ts'
import { list } from './registry/scenarios/scenario.ts'

/** A state that somebody may leave a cache in, with a list of one tag for `ghcr.io/acme/web`. */
export interface CacheState {
  readonly name: string
  /** Brings the folder, and the file of the list in it, into the state; gives back what undoes more than files. */
  readonly make: (folder: string, file: string) => (() => void) | undefined
  /** Whether the list may be believed. */
  readonly isBelieved?: boolean
}

const IMAGE = 'ghcr.io/acme/web'

/** What the registry says, and what the cache holds. */
const TRUE = '1.0.0'
const PLANTED = '6.6.6'

export const CACHE_STATES: readonly CacheState[] = [
  { name: 'as it was written', make: () => undefined, isBelieved: true },
  { name: 'a folder that others can look into', make: mode('folder', 0o755), isBelieved: true },
  { name: 'a folder that everybody may write', make: mode('folder', 0o777) },
  { name: 'a folder that the group may write', make: mode('folder', 0o770) },
  { name: 'a folder and files of another user', make: () => asAnotherUser() },
  {
    name: 'a folder that is a link',
    make: folder => {
      renameSync(folder, `${folder}-real`)
      symlinkSync(`${folder}-real`, folder)
      return undefined
    },
  },
  {
    name: 'no folder',
    make: folder => {
      rmSync(folder, { recursive: true })
      return undefined
    },
  },
  { name: 'a file that everybody may write', make: mode('file', 0o666) },
  { name: 'a file that the group may write', make: mode('file', 0o660) },
  {
    name: 'a link to a good file',
    make: instead(file => {
      copyFileSync(`${file}.old`, `${file}.real`)
      chmodSync(`${file}.real`, 0o600)
      symlinkSync(`${file}.real`, file)
    }),
  },
  { name: 'a link to a device without end', make: instead(file => symlinkSync('/dev/zero', file)) },
  { name: 'a link to nowhere', make: instead(file => symlinkSync('/nowhere', file)) },
  { name: 'a pipe that nobody writes to', make: instead(file => execFileSync('mkfifo', [file])) },
  { name: 'a folder of that name', make: instead(file => mkdirSync(file)) },
  { name: 'a file larger than the whole cache', make: file(path => truncateSync(path, 1 << 30)) },
  { name: 'half a file', make: file(path => truncateSync(path, 40)) },
  { name: 'an empty file', make: file(path => truncateSync(path, 0)) },
  {
    name: 'one byte changed',
    make: file(path => {
      const bytes = readFileSync(path)
      bytes.writeUInt8(bytes.readUInt8(bytes.length - 3) ^ 1, bytes.length - 3)
      writeFileSync(path, bytes)
    }),
  },
  {
    name: 'the list of another repository under this name',
    make: (_folder, path) => {
      const others = readdirSync(join(path, '..')).filter(name => !path.endsWith(name))
      for (const name of others) copyFileSync(join(path, '..', name), path)
      return undefined
    },
  },
]

/** What the client says of the image's tags while the cache is in that state: the cache's word, or the registry's. */
export async function tagsIn(state: CacheState): Promise<'cache' | 'registry'> {
  const top = mkdtempSync(join(tmpdir(), 'fluxmark-cache-state-'))
  const path = join(top, 'tags')
  const planted = await startInternet({ 'ghcr.io': () => list([PLANTED]) })
  const net = await startInternet({ 'ghcr.io': () => list([TRUE]) })
  let undo: (() => void) | undefined
  try {
    await tags(planted.env, path, IMAGE)
    const [name = ''] = readdirSync(path)
    await tags(planted.env, path, 'ghcr.io/acme/other')
    undo = state.make(path, join(path, name))
    return (await tags(net.env, path, IMAGE)).includes(PLANTED) ? 'cache' : 'registry'
  } finally {
    undo?.()
    await Promise.all([planted.close(), net.close()])
    rmSync(top, { recursive: true, force: true })
  }
}

async function tags(env: Readonly<Record<string, string>>, path: string, image: string) {
  const folder = createCacheFolder({ path, maxBytes: 1 << 20, now: Date.now })
  const client = testClient({ env, more: { folder } })
  const found = await client.tags({ image, insecure: false }, new AbortController().signal, {
    maxAge: 600_000,
  })
  await client.close()
  return found.tags
}

function mode(of: 'folder' | 'file', bits: number): CacheState['make'] {
  return (folder, path) => {
    chmodSync(of === 'folder' ? folder : path, bits)
    return undefined
  }
}

function file(change: (path: string) => void): CacheState['make'] {
  return (_folder, path) => {
    change(path)
    return undefined
  }
}

/** Puts something else in the place of the list, which is `.old` then. */
function instead(make: (path: string) => void): CacheState['make'] {
  return file(path => {
    renameSync(path, `${path}.old`)
    make(path)
  })
}

/** As if somebody else looked at what this user has written: nobody but root can give a file away. */
function asAnotherUser(): () => void {
  const { getuid } = process
  if (getuid === undefined) return () => undefined
  process.getuid = () => getuid() + 1
  return () => {
    process.getuid = getuid
  }
}
