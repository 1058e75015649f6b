import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { GitEngine } from '../../../server/src/io/git/config/git-options.ts'
import type { CommitResult, Failure } from '../../../server/src/ports.ts'
import { bump, bumpPlan } from './bump.ts'
import type { TemporaryRepository } from './repositories/temporary-repository.ts'
import type { Outcome, Scene } from './state.ts'

/**
 * Commits the bump and holds the result against what was promised: a commit that holds exactly the bump while all
 * else that Git can tell of the repository stays as it was, or a refusal that left no trace.
 */
export async function checkBump(
  repo: TemporaryRepository,
  scene: Scene,
  engine: GitEngine,
  expected: Outcome,
  branch?: string,
): Promise<void> {
  const { root = repo.root, path = 'apps/web.yaml' } = scene
  const git = (...args: readonly string[]) => repo.gitIn(root, args)
  const { encoding = 'latin1', blobEncoding = encoding } = scene
  const bumped = (bytes: Buffer, encoding: BufferEncoding) =>
    Buffer.from(String(bump(bytes.toString(encoding))), encoding)
  const target =
    branch ??
    (scene.isUnreadable
      ? ''
      : (await git('symbolic-ref', '-q', 'HEAD').catch(() => '')).trim().replace('refs/heads/', ''))
  const parent = expected === 'commit' ? (await git('rev-parse', '-q', '--verify', 'HEAD')).trim() : ''
  const before = scene.isUnreadable ? undefined : await changes(git, path)
  const traces = tracesOf(repo)
  // The working file gets the bump as the editor would write it.
  const onDisk = join(root, path)
  const isWritten =
    branch === undefined && expected === 'commit' && !scene.isDiskLeftAlone && !scene.isBumpStaged
  if (isWritten) writeFileSync(onDisk, bumped(readFileSync(onDisk), encoding))

  const plan = bumpPlan([path], branch === undefined ? {} : { branch })
  const result = await repo
    .port(engine)
    .commit(root, plan)
    .catch((failure: Failure) => failure)

  assert.ok(result, 'the bump is no change')
  if (expected !== 'commit') {
    assert.equal('code' in result ? result.code : 'commit', expected, JSON.stringify(result))
    assert.ok('message' in result && result.message.length > 20)
    // What hooks and signing programs are shown has to be written first.
    const isTrace = (file: string) =>
      !/^E_(?:HOOK|SIGN)$/.test(expected) || !/\/objects\/|COMMIT_EDITMSG/.test(file)
    assert.deepEqual(tracesOf(repo).filter(isTrace), traces.filter(isTrace))
    return
  }
  assert.ok('oid' in result, `refused: ${JSON.stringify(result)} ${(result as Failure).message}`)
  await checkCommit(git, scene, result, target, parent, path)
  const blobs = await Promise.all(
    [`${parent}:${path}`, `${result.oid}:${path}`].map(name => git('cat-file', 'blob', name)),
  )
  const [old = '', now = ''] = scene.isFiltered ? blobs.map(rot13) : blobs
  assert.equal(now, bumped(Buffer.from(old, 'latin1'), blobEncoding).toString('latin1'))
  if (before)
    assert.deepEqual(
      await changes(git, path),
      scene.isBumpStaged && branch === undefined ? before?.map(withoutBump) : before,
    )
  if (branch !== undefined) return
  assert.equal(await git('fsck', '--strict', '--no-dangling', '--no-progress'), '')
  assert.equal(await repo.port(engine).commit(root, plan), undefined)
}

type Git = (...args: readonly string[]) => Promise<string>

async function checkCommit(
  git: Git,
  { isSigned }: Scene,
  result: CommitResult,
  branch: string,
  parent: string,
  path: string,
) {
  assert.equal(result.branch, branch)
  assert.deepEqual(result.notes, [])
  const shown = await git(
    '-c',
    'core.quotePath=false',
    'log',
    '-1',
    '--format=%H %P|%an <%ae> %at|%cn|%s',
    '--numstat',
    `refs/heads/${branch}`,
  )
  const [header = '', ...files] = Buffer.from(shown, 'latin1').toString().trim().split(/\n+/)
  const [names, author, committer, title] = header.split('|')
  assert.equal(names, `${result.oid} ${parent}`)
  assert.match(author ?? '', /^(?:Ada Lovelace|Grace Hopper) <ada@example\.com> 1700000000$/)
  assert.match(committer ?? '', /^(?:Ada Lovelace|Grace Hopper)$/)
  assert.equal(title, 'Update acme/web to 1.3.0')
  assert.equal(files.length, 1)
  assert.match(files[0] ?? '', /^(?:1\t1|-\t-)\t/)
  assert.ok(files[0]?.endsWith(`\t${path}`), files[0])
  const log = await git('reflog', 'show', '--format=%H %gs', '-1', `refs/heads/${branch}`)
  assert.match(log, new RegExp(`^${result.oid} commit: Update acme/web to 1\\.3\\.0`))
  if (isSigned) await git('verify-commit', result.oid)
}

/** What Git tells of the working tree and the index; for the bumped file without the names of its blobs. */
async function changes(git: Git, path: string): Promise<readonly string[]> {
  const [status = '', ...diffs] = await Promise.all([
    git('status', '--porcelain=v2', '-z'),
    git('diff', '--full-index'),
    git('diff', '--cached', '--full-index'),
  ])
  const name = Buffer.from(path).toString('latin1')
  return [
    status
      .split('\0')
      .map(line => (line.endsWith(` ${name}`) ? line.replace(/ [0-9a-f]{40,64}/g, ' OID') : line))
      .join('\n'),
    ...diffs.map(diff => withoutOids(diff, name)),
  ]
}

/** A diff whose `index` line is cut out for one file; and the line beside the user's hunk that the bump changed. */
function withoutOids(diff: string, path: string): string {
  return diff
    .split(/^(?=diff --git )/m)
    .map(part =>
      part.includes(` b/${path}`)
        ? part.replace(/^index .*$/m, 'index').replace(/acme\/web:1\.[23]\.\d #/g, 'acme/web #')
        : part,
    )
    .join('')
}

function withoutBump(part: string): string {
  return part.includes('diff --git') ? '' : part.replace(/^1 M\. .*$/m, '').replace(/^\n/, '')
}

/** Every file of the repository (not of the working tree), with its content: what a refusal must not change. */
function tracesOf({ root }: TemporaryRepository): readonly string[] {
  const folder = join(root, '.git')
  if (!statSync(folder).isDirectory()) return []
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name))
    .filter(existsSync)
    .map(file => `${file} ${createHash('sha1').update(readFileSync(file)).digest('hex')}`)
    .sort()
}

function rot13(text: string): string {
  return text.replace(/[a-z]/g, char => String.fromCharCode(((char.charCodeAt(0) - 97 + 13) % 26) + 97))
}
