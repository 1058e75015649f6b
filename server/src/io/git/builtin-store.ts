import fs, { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { failure, hasCode } from './failure.ts'
import { type GitObject, newObject } from './git-object.ts'
import { parseIndex, patchIndex } from './index-file.ts'
import type { Repository } from './locate.ts'
import { publish } from './publish.ts'
import type { Config } from './read-config.ts'
import { listRefs, readHead, readRef } from './read-ref.ts'
import { sharedMode } from './shared-mode.ts'
import type { CommitDraft, Store } from './store.ts'
import { writeLooseObjects } from './write-loose-objects.ts'

/**
 * The built-in writer. isomorphic-git reads objects and does nothing else: it runs no program of the repository's,
 * but what it writes can be torn. Serves what `builtinLimits` lets through.
 */
export function builtinStore(repository: Repository, config: Config): Store {
  const { gitdir, commondir } = repository
  const replaced = listRefs(repository, 'refs/replace/')
  const read = objectReader(repository)
  return {
    format: 'sha1',
    head: async () => readHead(repository),
    ref: async name => readRef(repository, name),
    read: oid => read(replaced.get(`refs/replace/${oid}`) ?? oid),
    async index(paths) {
      const seen = readIndex(join(gitdir, 'index'))
      const index = parseIndex(seen, new Set(paths))
      return { ...index, seen, patch: async oids => patchIndex(seen, index, oids) }
    },
    write: objects => writeLooseObjects(commondir, objects, sharedMode(config, true)),
    commit: async draft => newObject('commit', Buffer.from(commitText(draft)), 'sha1'),
    publish: change => publish(repository, config, change),
    close: () => undefined,
  }
}

function commitText({ tree, parents, author, committer, message }: CommitDraft): string {
  const lines = [
    `tree ${tree}`,
    ...parents.map(oid => `parent ${oid}`),
    `author ${author}`,
    `committer ${committer}`,
  ]
  return `${lines.join('\n')}\n\n${message}`
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

/** No file is an empty index, as Git sees it. */
function readIndex(path: string): Buffer {
  try {
    return readFileSync(path)
  } catch (error) {
    if (!hasCode(error, 'ENOENT')) throw error
    return Buffer.from(`DIRC\0\0\0\x02\0\0\0\0${'\0'.repeat(20)}`, 'latin1')
  }
}
