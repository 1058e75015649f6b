import { createHash } from 'node:crypto'
import { realpathSync } from 'node:fs'
import { dirname, isAbsolute, relative, resolve, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Environment } from '../network/proxy.ts'
import { type CacheFolder, createCacheFolder } from './cache-folder.ts'
import { readRegular } from './regular-file.ts'
import { cacheFolder } from './user-folders.ts'

declare global {
  interface ImportMeta {
    /** Set by `esbuild.mjs`: all of the program is this one file. */
    readonly isBundle?: true
  }
}

export interface KeptRunsOptions {
  /** Absolute path of the repository that runs are about. */
  readonly root: string
  /** The environment, and the user's home folder. */
  readonly variables: Environment
  readonly home: string
  /** Milliseconds since 1970. */
  readonly now: () => number
}

/** A cache folder's, and what names the program. */
export interface KeptRuns extends Pick<CacheFolder, 'read' | 'write'> {
  readonly program: string
}

/** Bytes, of all runs of all repositories together. */
const MOST = 32 << 20

/**
 * What runs of the command line have said, in a cache folder. Undefined where that folder lies in the repository, by
 * whatever links: who writes there could write down what a check is to find, and nothing is written into a repository.
 */
export function openKeptRuns({ root, variables, home, now }: KeptRunsOptions): KeptRuns | undefined {
  // Run module by module, no one file is the program.
  if (!import.meta.isBundle) return undefined
  const path = cacheFolder(variables, home, 'runs')
  if (isWithin(real(resolve(root)), real(resolve(path)))) return undefined
  const { read, write } = createCacheFolder({ path, maxBytes: MOST, now })
  const hash = createHash('sha256')
    .update(readRegular(fileURLToPath(import.meta.url)))
    .digest('hex')
  return { read, write, program: `${process.version} ${hash}` }
}

/** A path with its links resolved, as far as it is there. */
function real(path: string): string {
  try {
    return realpathSync(path)
  } catch {
    const folder = dirname(path)
    return folder === path ? path : resolve(real(folder), relative(folder, path))
  }
}

function isWithin(folder: string, path: string): boolean {
  const way = relative(folder, path)
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way)
}
