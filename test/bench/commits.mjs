// Commits in a repository of 20,000 files and 5,000 commits, by the built-in writer and by Git through a temporary index.
import { spawnSync } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { createGit } from '../../build/server/src/io/git/create-git.js'

const fileCount = 20_000
const commitCount = 5000

/** Milliseconds, the median of all rounds, by writer, for one file and for two hundred in one commit. */
export async function measureCommits(folder, rounds) {
  const root = join(folder, 'commits')
  makeRepository(root)
  const found = []
  let version = commitCount
  for (const count of [1, 200]) {
    const paths = Array.from({ length: count }, (_, n) => pathOf((n * 97) % fileCount))
    const times = { fluxmark: [], git: [] }
    for (let round = 0; round < rounds; round++) {
      times.fluxmark.push(await timed(() => commitByPort(root, paths, ++version)))
      times.git.push(await timed(() => commitByGit(root, folder, paths, ++version)))
    }
    found.push({ fluxmark: median(times.fluxmark), git: median(times.git) })
  }
  if (git(root, ['diff', '--cached', '--name-only']) !== '') throw new Error('a commit left the index behind')
  const [one, many] = found
  return { one, many }
}

function median(times) {
  return times.sort((a, b) => a - b)[times.length >> 1]
}

async function timed(step) {
  const start = performance.now()
  await step()
  return performance.now() - start
}

async function commitByPort(root, paths, version) {
  const port = createGit({
    trusted: () => true,
    engine: () => 'builtin',
    environment: { variables: { ...process.env, ...people }, home: homedir() },
    clock: { now: () => Date.now() },
  })
  const files = paths.map(path => ({ path, edit: text => text.replace(/:1\.2\.\d+ #/, `:1.2.${version} #`) }))
  if (!(await port.commit(root, { files, message: 'bump' }))) throw new Error('nothing was committed')
}

function commitByGit(root, folder, paths, version) {
  const index = join(root, '.git/temporary-index')
  const contents = join(folder, 'contents')
  mkdirSync(contents, { recursive: true })
  const sources = paths.map((path, n) => {
    const source = join(contents, String(n))
    writeFileSync(source, manifest(Number(/app(\d+)/.exec(path)?.[1]), version))
    return source
  })
  const head = git(root, ['rev-parse', 'HEAD'])
  git(root, ['read-tree', 'HEAD'], { index })
  const blobs = git(root, ['hash-object', '-w', '--no-filters', '--stdin-paths'], {
    input: `${sources.join('\n')}\n`,
  })
  const oids = blobs.split('\n')
  const input = paths.map((path, n) => `100644 ${oids[n]}\t${path}\n`).join('')
  git(root, ['update-index', '--index-info'], { index, input })
  const tree = git(root, ['write-tree'], { index })
  const commit = git(root, ['commit-tree', '-p', head, '-m', 'bump', tree])
  git(root, ['update-ref', '-m', 'bump', 'refs/heads/main', commit, head])
  git(root, ['update-index', '--index-info'], { input })
}

function makeRepository(root) {
  rmSync(root, { recursive: true, force: true })
  mkdirSync(root, { recursive: true })
  git(root, ['init', '-q', '-b', 'main'])
  const commit = n =>
    `commit refs/heads/main\ncommitter A <a@example.com> ${1_600_000_000 + n * 60} +0000\ndata 4\nbump\n`
  const file = (n, version) =>
    `M 100644 inline ${pathOf(n)}\ndata ${manifest(n, version).length}\n${manifest(n, version)}\n`
  const parts = [commit(0), ...Array.from({ length: fileCount }, (_, n) => file(n, 0))]
  for (let n = 1; n < commitCount; n++) parts.push(commit(n), file((n * 7919) % fileCount, n))
  git(root, ['fast-import', '--quiet'], { input: parts.join('') })
  git(root, ['repack', '-adq'])
  git(root, ['read-tree', 'HEAD'])
}

function pathOf(n) {
  return `clusters/c${n % 20}/apps/team${Math.floor(n / 20) % 50}/app${n}/deploy.yaml`
}

function manifest(n, version) {
  const lines = Array.from({ length: 24 }, (_, line) => `key${line}: value${n * 31 + line}`)
  lines[12] = `image: acme/app${n}:1.2.${version} # {"$imagepolicy": "apps:app${n}"}`
  return `${lines.join('\n')}\n`
}

const people = {
  GIT_AUTHOR_NAME: 'A',
  GIT_AUTHOR_EMAIL: 'a@example.com',
  GIT_COMMITTER_NAME: 'A',
  GIT_COMMITTER_EMAIL: 'a@example.com',
}

function git(root, args, { index, input } = {}) {
  const env = { ...process.env, ...people, ...(index ? { GIT_INDEX_FILE: index } : {}) }
  const { status, stdout, stderr } = spawnSync('git', ['-C', root, ...args], {
    input,
    env,
    maxBuffer: 1 << 28,
  })
  if (status !== 0) throw new Error(`git ${args[0]}: ${stderr}`)
  return stdout.toString().trimEnd()
}
