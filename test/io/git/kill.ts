import assert from 'node:assert/strict'
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, unlinkSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import type { GitEngine } from '../../../server/src/io/git/config/git-options.ts'
import type { Failure } from '../../../server/src/ports.ts'
import { manifest } from './bump.ts'
import {
  type CleanUp,
  emptyRepository,
  type TemporaryRepository,
} from './repositories/temporary-repository.ts'

/** What was found after the kills. */
export interface KillResult {
  readonly kills: number
  /** How often the bump was staged and not committed. */
  readonly between: number
  /** How often a lock stayed behind, which the next commit named. */
  readonly locks: number
}

/**
 * Kills a process that commits bump after bump, at random points. Each time the repository must be sound, with the
 * index at the newest bump or one ahead, and whatever keeps the next commit from being made must be named by it.
 */
export async function kill(t: CleanUp, kills: number, engine: GitEngine, hook?: string): Promise<KillResult> {
  const repo = await emptyRepository(t)
  repo.write('apps/web.yaml', manifest('acme/web:1.2.0'))
  await repo.git('add', '.')
  await repo.git('commit', '-qm', 'first')
  if (hook !== undefined) {
    repo.write('.git/hooks/pre-commit', `#!/bin/sh\n${hook}\n`)
    await repo.run('chmod', ['+x', '.git/hooks/pre-commit'])
  }
  let [between, locks] = [0, 0]
  for (let n = 0; n < kills; n++) {
    const child = fork(join(import.meta.dirname, 'commit-loop.js'), [repo.root, engine], { execArgv: [] })
    await once(child, 'message')
    await setTimeout(Math.random() * 60)
    child.kill('SIGKILL')
    await once(child, 'close')
    await settled(repo)
    const [head, staged] = await Promise.all(
      ['HEAD', ''].map(tree => versionIn(repo, `${tree}:apps/web.yaml`)),
    )
    assert.ok(
      head !== undefined && staged !== undefined && (staged === head || staged === head + 1),
      `HEAD ${head}, index ${staged}`,
    )
    if (staged > head) between++
    locks += await resume(repo, engine)
  }
  assert.equal(await repo.git('fsck', '--strict', '--no-dangling', '--no-progress'), '')
  return { kills, between, locks }
}

/** What Git itself was doing for the killed process comes to its end. */
async function settled(repo: TemporaryRepository): Promise<void> {
  for (let tries = 0; tries < 40; tries++) {
    // pgrep fails where it finds nothing.
    const isBusy = await repo.run('pgrep', ['-f', '--', `-C ${repo.root}`]).then(
      () => true,
      () => false,
    )
    if (!isBusy) return
    await setTimeout(25)
  }
}

async function versionIn(repo: TemporaryRepository, name: string): Promise<number | undefined> {
  const version = /web:1\.2\.(\d+)/.exec(await repo.git('show', name))?.[1]
  return version === undefined ? undefined : Number(version)
}

/** Commits as a user would after a crash: does what the refusals say, until there is none. Gives how many there were. */
async function resume(repo: TemporaryRepository, engine: GitEngine): Promise<number> {
  for (let refusals = 0; refusals < 5; refusals++) {
    const failure = await nextBump(repo, engine)
    if (failure === undefined) return refusals
    const lock = /^(\S+\.lock) exists since \d{4}-\d\d-\d\dT.* delete that file\.$/.exec(failure.message)?.[1]
    assert.ok(lock !== undefined && existsSync(lock), failure.message)
    unlinkSync(lock)
  }
  throw new Error('refused again and again')
}

async function nextBump(repo: TemporaryRepository, engine: GitEngine): Promise<Failure | undefined> {
  const edit = (text: string) => text.replace(/(1\.2\.)(\d+)/, (_, start, n) => start + (Number(n) + 1))
  const head = await versionIn(repo, 'HEAD:apps/web.yaml')
  // Like a bump: the same new value, whether it is staged already or not.
  const toNext = (text: string) => (text.includes(`1.2.${(head ?? 0) + 1} #`) ? text : edit(text))
  return repo
    .port(engine)
    .commit(repo.root, { files: [{ path: 'apps/web.yaml', edit: toNext }], message: 'resumed' })
    .then(
      () => undefined,
      (failure: Failure) => failure,
    )
}
