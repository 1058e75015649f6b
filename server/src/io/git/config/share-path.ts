import { chmodSync, mkdirSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { type Config, lastValue } from './read-config.ts'

/**
 * Gives a new file or folder of the repository the permissions that `core.sharedRepository` wants, by Git's own rule.
 * Does nothing where it is not set: then the process's umask has decided.
 */
export function sharePath(config: Config, path: string): void {
  const shared = sharedBits(lastValue(config, 'core.sharedrepository') ?? 'umask')
  if (!shared) return
  const stat = statSync(path)
  let bits = (stat.mode & 0o200) === 0 ? shared.bits & ~0o222 : shared.bits
  if ((stat.mode & 0o100) !== 0) bits |= (bits & 0o444) >> 2
  let mode = shared.isExact ? bits : (stat.mode & 0o7777) | bits
  if (stat.isDirectory()) mode |= ((mode & 0o444) >> 2) | 0o2000
  chmodSync(path, mode)
}

/** Makes a folder and those above it, each with the permissions of `sharePath`. */
export function makeFolder(config: Config, path: string): void {
  const first = mkdirSync(path, { recursive: true })
  if (first === undefined) return
  for (let folder = path; folder.length >= first.length; folder = dirname(folder)) sharePath(config, folder)
}

function sharedBits(value: string): { readonly bits: number; readonly isExact: boolean } | undefined {
  if (/^(?:group|true|yes|on|1)$/i.test(value)) return { bits: 0o660, isExact: false }
  if (/^(?:all|world|everybody|2)$/i.test(value)) return { bits: 0o664, isExact: false }
  return /^0?[0-7]{3}$/.test(value) ? { bits: Number.parseInt(value, 8), isExact: true } : undefined
}
