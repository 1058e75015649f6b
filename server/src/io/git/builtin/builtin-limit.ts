import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { readRegularText } from '../../files/regular-file.ts'
import { type Config, type Environment, isOn, lastValue } from '../config/read-config.ts'
import type { Repository } from '../locate.ts'
import type { OpenRepository } from '../open-repository.ts'
import { findHooks } from '../system/find-hooks.ts'

/** Why the built-in writer cannot serve a repository ("the built-in writer …"), or undefined where it can read and move its branches. */
export function builtinLimit(
  { repository, config }: OpenRepository,
  environment: Environment,
): string | undefined {
  const format = lastValue(config, 'extensions.objectformat') ?? 'sha1'
  if (format !== 'sha1') return `does not write ${format} objects`
  const storage = lastValue(config, 'extensions.refstorage') ?? 'files'
  if (storage !== 'files') return `does not write refs in a ${storage}`
  const unknown = unknownExtension(config)
  if (unknown) return `does not know the repository extension ${unknown}`
  if (borrowsObjects(repository, environment))
    return 'does not read objects of another repository (alternates)'
  if (packedBytes(repository) > maxPackedBytes) return 'does not read packs as large as these'
  const hooks = findHooks(repository, config, environment, ['reference-transaction', 'post-index-change'])
  return hooks.length > 0 ? `does not run hooks (${hooks.join(', ')})` : undefined
}

/** The same for making a commit, which may have to run hooks and to sign. */
export function builtinCommitLimit(opened: OpenRepository, environment: Environment): string | undefined {
  const hooks = findHooks(opened.repository, opened.config, environment)
  if (hooks.length > 0) return `does not run hooks (${hooks.join(', ')})`
  if (isOn(opened.config, 'commit.gpgsign')) return 'does not sign commits, and commit.gpgSign asks for it'
  return builtinLimit(opened, environment)
}

/** isomorphic-git reads a pack whole, into memory. */
const maxPackedBytes = 256 << 20

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
    (existsSync(file) && readRegularText(file).trim() !== '')
  )
}

function packedBytes({ commondir }: Repository): number {
  const folder = join(commondir, 'objects/pack')
  const names = existsSync(folder) ? readdirSync(folder).filter(name => name.endsWith('.pack')) : []
  return names.reduce(
    (size, name) => size + (statSync(join(folder, name), { throwIfNoEntry: false })?.size ?? 0),
    0,
  )
}
