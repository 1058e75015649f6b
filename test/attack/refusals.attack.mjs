// `update --commit` is refused once to three times, for causes that the seed picks, and what it wrote meanwhile differs;
// each refusal must leave everything as it was, and the same command, run again, must commit all of it.
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { root } from '../prepare.mjs'
import { makeRepository, unfinished } from './repeats.attack.mjs'
import { random, seed } from './seed.mjs'

export const name = 'run again after each refusal'

const files = 5

/** What stands in the way, and how it goes: the repository, Git in it, the home. */
const obstacles = [
  ...['index.lock', 'HEAD.lock', 'refs/heads/main.lock'].map(lock => ({
    title: lock,
    put: dir => writeFileSync(join(dir, '.git', lock), ''),
    take: dir => rmSync(join(dir, '.git', lock)),
  })),
  ...['pre-commit', 'commit-msg'].map(hook => ({
    title: `a ${hook} hook that refuses`,
    put: dir => writeFileSync(join(dir, '.git/hooks', hook), '#!/bin/sh\nexit 1\n', { mode: 0o755 }),
    take: dir => rmSync(join(dir, '.git/hooks', hook)),
  })),
  {
    title: 'detached HEAD',
    put: (_, git) => git('checkout', '-q', '--detach'),
    take: (_, git) => git('checkout', '-q', 'main'),
  },
  {
    title: 'a merge in progress',
    put: (dir, git) => writeFileSync(join(dir, '.git/MERGE_HEAD'), git('rev-parse', 'HEAD')),
    take: dir => rmSync(join(dir, '.git/MERGE_HEAD')),
  },
  {
    title: 'no identity',
    put: (_, __, home) => renameSync(join(home, '.gitconfig'), join(home, 'away')),
    take: (_, __, home) => renameSync(join(home, 'away'), join(home, '.gitconfig')),
  },
]

export async function run({ short }) {
  const notes = []
  const cases = short ? 4 : 40
  for (let n = 0; n < cases; n++) {
    const why = attack(random(seed + n))
    if (why !== undefined) notes.push(`seed ${seed + n}: ${why}`)
  }
  return { cases, held: cases - notes.length, notes }
}

function attack(next) {
  const top = mkdtempSync(join(tmpdir(), 'fluxmark-refusals-'))
  const [dir, home] = [join(top, 'work'), join(top, 'home')]
  const env = { PATH: process.env.PATH, HOME: home }
  const git = (...args) => execFileSync('git', args, { cwd: dir, env, encoding: 'utf8' })
  const fluxmark = (...args) =>
    spawnSync(
      process.execPath,
      [join(root, 'dist/main.js'), 'update', ...args, '--tags', join(home, 'tags.json')],
      { cwd: dir, env, encoding: 'utf8' },
    )
  try {
    makeRepository(dir, home, git, files)
    for (let times = 1 + Math.floor(next() * 3); times > 0; times--) {
      if (next() < 0.3) fluxmark()
      const { title, put, take } = obstacles[Math.floor(next() * obstacles.length)]
      put(dir, git, home)
      const before = git('diff') + git('diff', '--cached')
      const { status, stderr } = fluxmark('--commit')
      if (status !== 3) return `${title}: exit ${status}, not 3: ${stderr.slice(0, 300)}`
      if (git('diff') + git('diff', '--cached') !== before) return `${title}: the refusal left changes`
      take(dir, git, home)
    }
    const { status, stderr } = fluxmark('--commit')
    return status === 0 ? unfinished(dir, git, files) : `exit ${status}: ${stderr.slice(0, 300)}`
  } finally {
    rmSync(top, { recursive: true, force: true })
  }
}
