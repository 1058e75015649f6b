import { existsSync, readdirSync } from 'node:fs'
import nodePath from 'node:path'

/** What is asked of a disk, whose paths follow the rules of its system. */
export interface Disk {
  readonly rules: Pick<typeof nodePath, 'join' | 'parse' | 'sep'>
  readonly exists: (path: string) => boolean
  /** The names in a folder; none where it cannot be read. */
  readonly names: (folder: string) => readonly string[]
}

/**
 * An absolute path with each name as the disk has it. The disks of Windows and macOS take `APPS\Web.yaml` for
 * `apps\web.yaml`; Git, Flux, and whatever compares paths here do not. Links are not followed, and what is not there
 * stays as it was given. A drive's letter is a capital.
 */
export function asOnDisk(path: string, disk: Disk = thisDisk): string {
  const { join, parse, sep } = disk.rules
  if (!disk.exists(path)) return path
  const { root } = parse(path)
  let found = /^[a-z]:/.test(root) ? root.toUpperCase() : root
  for (const name of path.slice(root.length).split(sep).filter(Boolean))
    found = join(found, spelled(disk.names(found), name))
  return found
}

/** Whether a path below a root (with `/`), which leads to something, is written as the disk has it. */
export function isSpelled(root: string, path: string): boolean {
  // Elsewhere it would have led nowhere.
  if (process.platform !== 'win32' && process.platform !== 'darwin') return true
  const parts = path.split('/')
  return parts.every((name, at) => thisDisk.names([root, ...parts.slice(0, at)].join('/')).includes(name))
}

/** One of the names in a folder: itself, or else what a disk takes for the same; a short name (`PROGRA~1`) is none of them. */
function spelled(names: readonly string[], name: string): string {
  if (names.includes(name)) return name
  const wanted = folded(name)
  return names.find(one => folded(one) === wanted) ?? name
}

/** macOS may decompose what was typed. */
function folded(name: string): string {
  return name.normalize('NFC').toLowerCase()
}

const thisDisk: Disk = {
  rules: nodePath,
  exists: existsSync,
  names: folder => {
    try {
      return readdirSync(folder)
    } catch {
      return []
    }
  },
}
