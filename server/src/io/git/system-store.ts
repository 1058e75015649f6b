import { existsSync } from 'node:fs'
import { type CatFile, catFile } from './cat-file.ts'
import { checkedOutAt } from './checked-out-at.ts'
import { commitText } from './commit-text.ts'
import { failure, hasCode } from './failure.ts'
import { newObject, type ObjectFormat } from './git-object.ts'
import { holdIndex } from './hold-index.ts'
import type { Repository } from './locate.ts'
import { locked } from './lock-file.ts'
import { parseIndex } from './parse-index.ts'
import { patchIndex } from './patch-index.ts'
import { plainIndex } from './plain-index.ts'
import { type Config, isOn, lastValue } from './read-config.ts'
import { readIndex } from './read-index.ts'
import { refPath } from './read-ref.ts'
import { identityVariables, prepareRef, type RefTransaction } from './ref-transaction.ts'
import { retryLocked } from './retry-locked.ts'
import { type SystemGit, shown } from './run-git.ts'
import type { Change, CommitDraft, Filters, Store } from './store.ts'
import { unpackObjects } from './unpack-objects.ts'

/** Serves every repository that the user's Git can read: objects, refs, signing and odd indexes are left to it. */
export function systemStore(git: SystemGit, repository: Repository, config: Config): Store {
  const format: ObjectFormat = lastValue(config, 'extensions.objectformat') === 'sha256' ? 'sha256' : 'sha1'
  const objects = catFile(git)
  const ref: Store['ref'] = name => answer(git, ['rev-parse', '-q', '--verify', `${name}^{commit}`])
  const symbolicHead = () => answer(git, ['symbolic-ref', '-q', 'HEAD'])
  return {
    format,
    ref,
    checkedOutAt: async name =>
      lastValue(config, 'extensions.refstorage') === 'reftable'
        ? checkedOutByList(git, repository, name)
        : checkedOutAt(repository, config, name),
    refs: prefix => refsBelow(git, prefix),
    filters: filtersOf(git, objects),
    read: objects.read,
    close: objects.close,
    async head() {
      const [name, oid] = await Promise.all([symbolicHead(), ref('HEAD')])
      return { ...(name === undefined ? {} : { ref: name }), ...(oid === undefined ? {} : { oid }) }
    },
    async index(paths) {
      const seen = readIndex(repository)
      const wanted = new Set(paths)
      const [bytes, index] = await parsePlain(seen, wanted)
      return { ...index, seen, patch: oids => patchIndex(bytes, index, oids) }
    },
    write: newObjects => unpackObjects(git, newObjects, format),
    async commit(newObjects, draft) {
      const isSigned = isOn(config, 'commit.gpgsign')
      const commit = newObject('commit', commitText(draft), format)
      await unpackObjects(git, isSigned ? newObjects : [...newObjects, commit], format)
      return isSigned ? signedCommit(git, draft) : commit.oid
    },
    publish: change => retryLocked(() => publish(change)),
  }

  async function parsePlain(seen: Buffer, wanted: ReadonlySet<string>) {
    try {
      return [seen, parseIndex(seen, wanted, format)] as const
    } catch (error) {
      if (!hasCode(error, 'E_NEED_SYSTEM_GIT')) throw error
    }
    const plain = await plainIndex(git, repository, seen)
    return [plain, parseIndex(plain, wanted, format)] as const
  }

  async function publish(change: Change): Promise<void> {
    const index = holdIndex(repository, config, change.index)
    try {
      const transaction = await prepare(change)
      try {
        if (change.index && (await symbolicHead()) !== change.ref) throw moved(change.ref)
        index.commit()
        await transaction.commit()
      } finally {
        transaction.close()
      }
    } finally {
      index.release()
    }
  }

  async function prepare({ ref: name, expected, oid, reflog }: Change): Promise<RefTransaction> {
    try {
      return await prepareRef(git, { ref: name, from: expected, to: oid, reflog })
    } catch (error) {
      if ((await ref(name)) !== expected) throw moved(name)
      const locks = [name, 'HEAD'].map(name => `${refPath(repository, name)}.lock`)
      const lock = locks.find(existsSync)
      if (lock !== undefined) throw locked(lock, 'E_REF_LOCKED')
      throw error
    }
  }
}

/** What a command answers, or undefined where it ends with status 1, which these commands do for "there is none". */
async function answer(git: SystemGit, args: readonly string[]): Promise<string | undefined> {
  const { status, stdout } = await git.run(args)
  if (status === 1) return undefined
  return (status === 0 ? stdout : await git.ask(args)).toString().trimEnd()
}

/** Where `HEAD` is no file, Git has to say what each worktree is on. */
async function checkedOutByList(
  git: SystemGit,
  { root }: Repository,
  ref: string,
): Promise<string | undefined> {
  const list = (await git.ask(['worktree', 'list', '--porcelain'])).toString()
  const worktrees = [...list.matchAll(/^worktree (.*)\n(?:.+\n)*?branch (.*)$/gm)]
  return worktrees.find(([, path, branch]) => branch === ref && path !== root)?.[1]
}

async function refsBelow(git: SystemGit, prefix: string): Promise<ReadonlyMap<string, string>> {
  const list = (await git.ask(['for-each-ref', '--format=%(objectname) %(refname)', prefix])).toString()
  return new Map([...list.matchAll(/^(\w+) (.+)$/gm)].map(([, oid = '', name = '']) => [name, oid]))
}

function filtersOf(git: SystemGit, { read }: CatFile): Filters {
  return {
    async smudge(path, oid) {
      const { status, stdout } = await git.run(['cat-file', '--filters', `--path=${path}`, oid])
      return status === 0 ? stdout : undefined
    },
    async clean(path, content) {
      const oid = await git.ask(['hash-object', '-w', '--stdin', `--path=${path}`], { input: content })
      return (await read(oid.toString().trimEnd())).data
    },
  }
}

function moved(ref: string): Error {
  return failure(
    'E_REF_MOVED',
    `${ref} moved meanwhile: something else was committed, or another branch checked out. Try again.`,
  )
}

/** Never an unsigned commit where signing is asked for: what the signing program says against it is the failure. */
async function signedCommit(
  git: SystemGit,
  { tree, parent, author, committer, message }: CommitDraft,
): Promise<string> {
  const variables = { ...identityVariables('AUTHOR', author), ...identityVariables('COMMITTER', committer) }
  const { status, stdout, stderr } = await git.run(['commit-tree', '-S', '-p', parent, '-F', '-', tree], {
    input: message,
    variables,
    deadline: 120_000,
  })
  if (status === 0) return stdout.toString().trimEnd()
  throw failure(
    'E_SIGN',
    `The commit was not made, as it could not be signed: ${shown(stderr)} Check user.signingKey and gpg.format, and that git commit -S works.`,
  )
}
