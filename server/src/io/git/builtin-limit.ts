import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { findHooks } from './find-hooks.ts'
import type { Repository } from './locate.ts'
import { type Config, type Environment, isOn, lastValue } from './read-config.ts'

/** Why the built-in writer cannot serve this repository ("the built-in writer …"), or undefined where it can. */
export function builtinLimit(
  repository: Repository,
  config: Config,
  environment: Environment,
): string | undefined {
  const format = lastValue(config, 'extensions.objectformat') ?? 'sha1'
  if (format !== 'sha1') return `does not write ${format} objects`
  const storage = lastValue(config, 'extensions.refstorage') ?? 'files'
  if (storage !== 'files') return `does not write refs in ${storage}`
  const unknown = unknownExtension(config)
  if (unknown) return `does not know the repository extension ${unknown}`
  if (borrowsObjects(repository, environment))
    return 'does not read objects that are borrowed from another repository (alternates)'
  const hooks = findHooks(repository, config, environment)
  if (hooks.length > 0) return `does not run hooks (${hooks.join(', ')})`
  if (isOn(config, 'commit.gpgsign')) return 'does not sign commits, and commit.gpgSign asks for it'
  return undefined
}

const known = [
  'noop',
  'preciousobjects',
  'partialclone',
  'worktreeconfig',
  'objectformat',
  'refstorage',
  'relativeworktrees',
]

/** Extensions count from format version 1 on. A later version is unknown as a whole. */
function unknownExtension(config: Config): string | undefined {
  const version = Number(lastValue(config, 'core.repositoryformatversion') ?? 0)
  if (version > 1) return `format version ${version}`
  const key = config.entries.find(
    ({ key }) =>
      version === 1 && key.startsWith('extensions.') && !known.includes(key.slice('extensions.'.length)),
  )?.key
  return key?.slice('extensions.'.length)
}

function borrowsObjects({ commondir }: Repository, { variables }: Environment): boolean {
  const file = join(commondir, 'objects/info/alternates')
  return (
    Boolean(variables.GIT_ALTERNATE_OBJECT_DIRECTORIES) ||
    (existsSync(file) && readFileSync(file, 'utf8').trim() !== '')
  )
}
