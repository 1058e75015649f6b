import { existsSync } from 'node:fs'
import { failure, isFailure } from '../../../flux/failure.ts'
import { locked } from '../builtin/lock-file.ts'
import { retryLocked } from '../builtin/retry-locked.ts'
import type { Change, Store } from '../builtin/store.ts'
import { uninterrupted } from '../builtin/uninterrupted.ts'
import { signedCommit } from '../commit/signed-commit.ts'
import { type Config, isOn, lastValue } from '../config/read-config.ts'
import { holdIndex } from '../index/hold-index.ts'
import { parseIndex } from '../index/parse-index.ts'
import { patchIndex } from '../index/patch-index.ts'
import { plainIndex } from '../index/plain-index.ts'
import { readIndex } from '../index/read-index.ts'
import type { Repository } from '../locate.ts'
import { catFile } from '../objects/cat-file.ts'
import { commitText } from '../objects/commit-text.ts'
import { newObject, type ObjectFormat } from '../objects/git-object.ts'
import { unpackObjects } from '../objects/unpack-objects.ts'
import { refPath } from '../refs/read-ref.ts'
import { prepareRef, type RefTransaction } from '../refs/ref-transaction.ts'
import type { SystemGit } from './run-git.ts'
import { systemFilters } from './system-filters.ts'
import { systemRefs } from './system-refs.ts'

/** Serves every repository that the user's Git can read: objects, refs, signing and odd indexes are left to it. */
export function systemStore(git: SystemGit, repository: Repository, config: Config): Store {
  const format: ObjectFormat = lastValue(config, 'extensions.objectformat') === 'sha256' ? 'sha256' : 'sha1'
  const objects = catFile(git)
  const refs = systemRefs(git, repository, config)
  return {
    ...refs,
    ...objects,
    format,
    filters: systemFilters(git, objects),
    async index(paths) {
      const seen = readIndex(repository, format)
      const [bytes, index] = await parsePlain(seen, new Set(paths))
      return { ...index, seen, patch: oids => patchIndex(bytes, index, oids) }
    },
    write: newObjects => unpackObjects(git, newObjects, format),
    async commit(newObjects, draft) {
      const isSigned = isOn(config, 'commit.gpgsign')
      const commit = newObject('commit', commitText(draft), format)
      await unpackObjects(git, isSigned ? newObjects : [...newObjects, commit], format)
      return isSigned ? signedCommit(git, draft) : commit.oid
    },
    publish: change => retryLocked(() => uninterrupted(() => publish(change))),
  }

  async function parsePlain(seen: Buffer, wanted: ReadonlySet<string>) {
    try {
      return [seen, parseIndex(seen, wanted, format)] as const
    } catch (error) {
      if (!isFailure(error, 'E_NEED_SYSTEM_GIT')) throw error
    }
    const plain = await plainIndex(git, repository, seen)
    return [plain, parseIndex(plain, wanted, format)] as const
  }

  async function publish(change: Change): Promise<void> {
    const index = holdIndex(repository, config, change.index)
    try {
      const transaction = await prepare(change)
      try {
        if (change.index && (await refs.target('HEAD')) !== change.ref) throw moved(change.ref)
        index.commit()
        await transaction.commit()
      } finally {
        transaction.close()
      }
    } finally {
      index.release()
    }
  }

  async function prepare({ ref, expected, oid, reflog }: Change): Promise<RefTransaction> {
    try {
      return await prepareRef(git, { ref, from: expected, to: oid, reflog })
    } catch (error) {
      if ((await refs.ref(ref)) !== expected) throw moved(ref)
      const locks = [ref, 'HEAD'].map(name => `${refPath(repository, name)}.lock`)
      const lock = locks.find(path => existsSync(path))
      throw lock === undefined ? error : locked(lock, 'E_REF_LOCKED')
    }
  }
}

function moved(ref: string): Error {
  return failure(
    'E_REF_MOVED',
    `${ref} moved meanwhile: something else was committed, or another branch checked out. Try again.`,
  )
}
