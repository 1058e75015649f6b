import fs from 'node:fs'
import { failure } from '../../../flux/failure.ts'
import { hasCode } from '../../has-code.ts'
import type { Config } from '../config/read-config.ts'
import { parseIndex } from '../index/parse-index.ts'
import { patchIndex } from '../index/patch-index.ts'
import { readIndex } from '../index/read-index.ts'
import type { Repository } from '../locate.ts'
import { commitText } from '../objects/commit-text.ts'
import { type GitObject, newObject } from '../objects/git-object.ts'
import { writeObjects } from '../objects/write-objects.ts'
import { checkedOutAt } from '../refs/checked-out-at.ts'
import { publish } from '../refs/publish.ts'
import { listRefs, readHead, readRef, readTarget } from '../refs/read-ref.ts'
import { retryLocked } from './retry-locked.ts'
import type { Store } from './store.ts'
import { uninterrupted } from './uninterrupted.ts'

/**
 * The built-in writer. isomorphic-git reads objects and does nothing else: it runs no program of the repository's,
 * but what it writes can be torn. Serves what `builtinLimit` lets through.
 */
export function builtinStore(repository: Repository, config: Config): Store {
  const replaced = listRefs(repository, 'refs/replace/')
  const read = objectReader(repository)
  const write: Store['write'] = objects => writeObjects(repository, config, objects)
  return {
    format: 'sha1',
    head: async () => readHead(repository),
    target: async name => readTarget(repository, name),
    ref: async name => readRef(repository, name),
    checkedOutAt: async name => checkedOutAt(repository, config, name),
    refs: async prefix => listRefs(repository, prefix),
    read: oid => read(replaced.get(`refs/replace/${oid}`) ?? oid),
    async index(paths) {
      const seen = readIndex(repository, 'sha1')
      const index = parseIndex(seen, new Set(paths))
      return { ...index, seen, patch: oids => patchIndex(seen, index, oids) }
    },
    write,
    async commit(objects, draft) {
      const commit = newObject('commit', commitText(draft), 'sha1')
      await write([...objects, commit])
      return commit.oid
    },
    publish: change => retryLocked(() => uninterrupted(() => publish(repository, config, change))),
    close: () => undefined,
  }
}

/** Reads objects, each once. */
function objectReader({ root, commondir }: Repository): (oid: string) => Promise<GitObject> {
  const seen = new Map<string, Promise<GitObject>>()
  let cache = {}
  const readAnew = async (oid: string, isRetry = false): Promise<GitObject> => {
    const { readObject } = await import('isomorphic-git')
    try {
      const { type, object } = await readObject({
        fs,
        dir: root,
        gitdir: commondir,
        oid,
        format: 'content',
        cache,
      })
      return { type: type as GitObject['type'], data: Buffer.from(object as Uint8Array) }
    } catch (error) {
      // A repack may have moved the object while we looked.
      cache = {}
      if (!isRetry) return readAnew(oid, true)
      const why = hasCode(error, 'NotFoundError')
        ? 'is not in the repository'
        : `cannot be read (${(error as Error).message})`
      throw failure(
        'E_OBJECT_MISSING',
        `The object ${oid} of ${root} ${why}: a partial clone, or damage. Run git fsck; git fetch may bring it.`,
      )
    }
  }
  return oid => {
    const known = seen.get(oid) ?? readAnew(oid)
    seen.set(oid, known)
    return known
  }
}
