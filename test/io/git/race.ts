import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { isFailure } from '../../../server/src/flux/failure.ts'
import type { GitEngine } from '../../../server/src/io/git/config/git-options.ts'
import { manifest } from './bump.ts'
import {
  type CleanUp,
  emptyRepository,
  type TemporaryRepository,
} from './repositories/temporary-repository.ts'

/** What became of a race: commits by each side, and how often ours was refused and tried again. */
export interface RaceResult {
  readonly ours: number
  readonly committed: number
  readonly updated: number
  readonly looks: number
  readonly refusals: number
}

/**
 * Commits bumps on the branch that is checked out and on another one, in turns, while one process runs `git commit`
 * on the first, another `git update-ref` on the second, and a third one looks at refs, index and objects all the time.
 * Both rest for `pause` seconds after each commit. Fails where a commit of anybody's is lost, or where the reader ever sees something broken.
 */
export async function race(t: CleanUp, rounds: number, engine: GitEngine, pause = '0'): Promise<RaceResult> {
  const repo = await emptyRepository(t)
  repo.write('apps/web.yaml', manifest('acme/web:1.2.0'))
  await repo.git('add', '.')
  await repo.git('commit', '-qm', 'first')
  await repo.git('branch', 'other')
  const others = [committer, updater, reader].map(script => startLoop(repo, script, pause))
  const bumps = { main: 0, other: 0 }
  let refusals = 0
  const port = repo.port(engine)
  for (let round = 0; round < rounds; round++) {
    const branch = round % 2 === 0 ? 'main' : 'other'
    for (;;) {
      try {
        await port.commit(repo.root, {
          files: [
            { path: 'apps/web.yaml', edit: text => text.replace(/1\.2\.\d+/, `1.2.${bumps[branch] + 1}`) },
          ],
          message: `bump ${bumps[branch] + 1}`,
          ...(branch === 'main' ? {} : { branch }),
        })
        bumps[branch]++
        break
      } catch (error) {
        if (!isFailure(error, 'E_INDEX_LOCKED', 'E_REF_LOCKED', 'E_INDEX_MOVED', 'E_REF_MOVED')) throw error
        refusals++
      }
    }
  }
  const [committed = 0, updated = 0, looks = 0] = await Promise.all(others.map(stop => stop()))
  for (const [branch, file, count] of [
    ['main', 'mine.txt', committed],
    ['other', 'theirs.txt', updated],
  ] as const) {
    const commits = Number(await repo.git('rev-list', '--count', branch))
    assert.equal(commits, 1 + bumps[branch] + count, `commits on ${branch}`)
    const text = await repo.git('show', `${branch}:apps/web.yaml`)
    assert.ok(text.includes(`1.2.${bumps[branch]} #`), `the last bump is on ${branch}`)
    if (count > 0) assert.equal(await repo.git('show', `${branch}:${file}`), `${count}\n`)
  }
  assert.equal(await repo.git('fsck', '--strict', '--no-dangling', '--no-progress'), '')
  // Git's own loop may have staged its next change and been told to stop.
  assert.match(await repo.git('diff', '--cached', '--name-only'), /^(?:mine\.txt\n)?$/)
  return { ours: rounds, committed, updated, looks, refusals }
}

/** Counts up in mine.txt and commits it, until its input ends; then prints how far it got. */
const committer = `
n=0
while ! [ -e "$STOP" ]; do
  echo $((n+1)) > mine.txt
  until git add mine.txt 2>/dev/null; do :; done
  if git commit -qm "mine $((n+1))" 2>/dev/null; then n=$((n+1)); fi
  sleep "$PAUSE"
done
echo $n`

/** The same with theirs.txt on the branch "other", by plumbing and compare-and-swap. */
const updater = `
n=0
export GIT_INDEX_FILE=.git/theirs
while ! [ -e "$STOP" ]; do
  old=$(git rev-parse other) && git read-tree $old &&
  blob=$(echo $((n+1)) | git hash-object -w --stdin) &&
  git update-index --add --cacheinfo 100644,$blob,theirs.txt &&
  new=$(git commit-tree -p $old -m "theirs $((n+1))" $(git write-tree)) &&
  git update-ref refs/heads/other $new $old 2>/dev/null && n=$((n+1))
  sleep "$PAUSE"
done
echo $n`

/** Every look must succeed. */
const reader = `
n=0
export GIT_OPTIONAL_LOCKS=0
while ! [ -e "$STOP" ]; do
  git rev-parse main^{tree} other^{tree} HEAD >/dev/null || { echo "broken ref"; exit 1; }
  git ls-files -s > /dev/null || { echo "broken index"; exit 1; }
  n=$((n+1))
done
echo $n`

function startLoop(repo: TemporaryRepository, script: string, pause: string): () => Promise<number> {
  const stop = repo.path('../stop')
  const child: ChildProcess = spawn('sh', ['-c', script], {
    cwd: repo.root,
    env: { ...repo.environment.variables, STOP: stop, PAUSE: pause },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const lines: string[] = []
  if (child.stdout) createInterface({ input: child.stdout }).on('line', line => lines.push(line))
  const ended = once(child, 'close')
  return async () => {
    writeFileSync(stop, '')
    await ended
    assert.match(lines.at(-1) ?? '', /^\d+$/)
    return Number(lines.at(-1))
  }
}
