import { appendFileSync, existsSync } from 'node:fs'
import { dirname } from 'node:path'
import type { ReflogEntry } from '../builtin/store.ts'
import { signature } from '../config/identity.ts'
import { type Config, isOn, lastValue } from '../config/read-config.ts'
import { makeFolder, sharePath } from '../config/share-path.ts'
import type { Repository } from '../locate.ts'
import { refPath } from './read-ref.ts'

/** Appends a line to a ref's log, where `core.logAllRefUpdates` asks for one or the log exists. */
export function appendReflog(
  repository: Repository,
  config: Config,
  ref: string,
  from: string | undefined,
  to: string,
  { committer, message }: ReflogEntry,
): void {
  const path = refPath(repository, ref, 'logs')
  const isNew = !existsSync(path)
  if (isNew && !isLogged(config, ref)) return
  makeFolder(config, dirname(path))
  const line = `${from ?? '0'.repeat(to.length)} ${to} ${signature(committer)}\t${message.trim().replaceAll(/\s+/g, ' ')}\n`
  appendFileSync(path, line)
  if (isNew) sharePath(config, path)
}

function isLogged(config: Config, ref: string): boolean {
  if (lastValue(config, 'core.logallrefupdates') === 'always') return true
  return isOn(config, 'core.logallrefupdates', true) && /^(?:HEAD$|refs\/(?:heads|remotes|notes)\/)/.test(ref)
}
