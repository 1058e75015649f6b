// `fluxmark update --commit` is killed at a random point; the same command, run again, must complete what it began.
import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { root } from '../prepare.mjs'
import { random, seed } from './seed.mjs'

export const name = 'killed updates, run again'

/** `npm test` kills twelve times (test/cli/killed.test.ts). */
export async function run({ short, kills = short ? 6 : 100, files = 41 }) {
  const result = { cases: 0, held: 0, notes: [] }
  const next = random()
  const usual = await attack({ files })
  for (let n = 0; n < kills; n++) {
    const after = next() * usual.ms
    const hook = n % 3 === 2
    const { why } = await attack({ after, hook, files })
    result.cases++
    if (why === undefined) result.held++
    else
      result.notes.push(
        `seed ${seed}, killed after ${after.toFixed(1)} ms${hook ? ', with a hook' : ''}: ${why}`,
      )
  }
  return result
}

async function attack({ after, hook, files }) {
  const top = mkdtempSync(join(tmpdir(), 'fluxmark-kill-'))
  const [dir, home] = [join(top, 'work'), join(top, 'home')]
  const env = { PATH: process.env.PATH, HOME: home }
  const git = (...args) => execFileSync('git', args, { cwd: dir, env, encoding: 'utf8' })
  try {
    makeRepository(dir, home, git, files)
    if (hook) writeFileSync(join(dir, '.git/hooks/pre-commit'), '#!/bin/sh\nsleep 0.05\n', { mode: 0o755 })
    const args = [join(root, 'dist/main.js'), 'update', '--commit', '--tags', join(home, 'tags.json')]
    const start = performance.now()
    const child = spawn(process.execPath, args, { cwd: dir, env, stdio: 'ignore' })
    const ended = once(child, 'close')
    if (after !== undefined) setTimeout(() => child.kill('SIGKILL'), after)
    await ended
    const ms = performance.now() - start
    // What Git does for the killed process comes to its end.
    if (hook) await sleep(300)
    for (let tries = 0; tries < 4; tries++) {
      const { status, stderr } = spawnSync(process.execPath, args, { cwd: dir, env, encoding: 'utf8' })
      const lock = /(\S+\.lock) exists since/.exec(stderr)?.[1]
      // The one thing that is left to the user is to remove a lock, as the message says.
      if (status === 3 && lock !== undefined) rmSync(lock, { force: true })
      else if (status === 0) return { ms, why: unfinished(dir, git, files) }
      else return { ms, why: `exit ${status}: ${stderr.slice(0, 300)}` }
    }
    return { ms, why: 'refused again and again' }
  } finally {
    rmSync(top, { recursive: true, force: true })
  }
}

export function makeRepository(dir, home, git, files) {
  for (const path of [dir, home]) mkdirSync(path)
  const policies = ['web'].map(
    image => `apiVersion: image.toolkit.fluxcd.io/v1
kind: ImageRepository
metadata: {name: ${image}, namespace: apps}
spec: {image: ghcr.io/shop/${image}, interval: 5m}
---
apiVersion: image.toolkit.fluxcd.io/v1
kind: ImagePolicy
metadata: {name: ${image}, namespace: apps}
spec: {imageRepositoryRef: {name: ${image}}, policy: {semver: {range: '>=1.0.0'}}}
`,
  )
  writeFileSync(join(dir, 'policies.yaml'), policies.join('---\n'))
  for (let n = 0; n < files; n++)
    writeFileSync(join(dir, `${n}.yaml`), 'image: ghcr.io/shop/web:1.0.0 # {"$imagepolicy": "apps:web"}\n')
  writeFileSync(join(home, '.gitconfig'), '[user]\nname = Ada\nemail = ada@example.com\n')
  writeFileSync(join(home, 'tags.json'), '{"ghcr.io/shop/web": ["1.0.0", "1.1.0"]}')
  git('init', '-q', '-b', 'main')
  git('add', '-A')
  git('commit', '-qm', 'Start')
}

/** What is not as it should be after a run that ended with 0. */
export function unfinished(dir, git, files) {
  const committed = git('grep', '-c', 'web:1.1.0', 'HEAD').trim().split('\n').length
  if (committed !== files) return `${committed} of ${files} files are committed`
  const status = git('status', '--porcelain')
  if (status !== '') return `git status is not empty: ${status.slice(0, 100)}`
  const left = readdirSync(dir).filter(file => file.includes('fluxmark-'))
  if (left.length > 0) return `${left.join(', ')} stayed behind`
  return git('fsck', '--strict', '--no-dangling', '--no-progress') === '' ? undefined : 'git fsck complains'
}
