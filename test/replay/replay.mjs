// `node test/replay/replay.mjs REPOSITORY [N]`: plays N commits that Flux's own bot made (30 where absent, spread over the
// history) once more: checks out the parent, gives the tags that the bot saw, runs `update --commit`, and compares the
// values and the message with the bot's. A commit counts as the bot's where its author's name is one of a bot, and every
// line that it changes holds a marker.
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { root } from '../prepare.mjs'

const main = join(root, 'dist/main.js')
const agreed = 'values and message agree'

/** What became of each commit, in words, as soon as it is known. */
function* replay(repository, count) {
  const folder = mkdtempSync(join(tmpdir(), 'replay-'))
  const clone = join(folder, 'clone')
  try {
    git(folder, 'clone', '--quiet', '--shared', '--no-checkout', resolve(repository), clone)
    git(clone, 'config', 'user.name', 'replay')
    git(clone, 'config', 'user.email', 'replay@example.invalid')
    const newest = git(clone, 'rev-parse', 'HEAD').trim()
    // As before the bot ran: no branch is there that it has pushed to later.
    git(clone, 'remote', 'remove', 'origin')
    const commits = spread(botCommits(clone, newest, count * 4), count)
    for (const commit of commits) yield { commit, ...replayOne(clone, folder, commit) }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function replayOne(clone, folder, commit) {
  begin(clone, commit)
  const bump = bumpOf(clone, commit)
  const objects = json(run(clone, ['resources', '.', '--format', 'json'])) ?? []
  const imageOf = imagesByPolicy(objects.map(({ object }) => object))
  const names = [...new Set(bump.map(({ policy }) => policy))]
  const unknown = names.filter(name => !imageOf.has(name))
  if (unknown.length > 0) return { result: 'its policy is not in this repository', detail: unknown.join(' ') }
  const tags = join(folder, 'tags.json')
  writeFileSync(tags, JSON.stringify({ images: tagsOf(bump, imageOf) }))
  const wanted = names.flatMap(name => ['--policy', name])
  const versions = [[], ['--flux-version', '2.6'], ['--flux-version', '2.2']]
  let first
  for (const version of versions) {
    const args = ['update', '.', '--commit', '--format', 'json', '--tags', tags, ...wanted, ...version]
    const found = compare(clone, commit, bump, run(clone, args))
    if (found.result === agreed && version.length === 0) return found
    if (found.result === agreed)
      return { result: `${agreed}, told that it is Flux ${version[1]}`, detail: first?.result }
    first ??= found
    begin(clone, commit)
    // The version changes messages, and what is refused; not values.
    if (found.result !== 'another message' && !found.result.startsWith('skipped')) break
  }
  // Another automation's values, which it wrote in another commit.
  for (const { metadata } of first.result === 'more values' ? automationsOf(objects) : []) {
    const name = `${metadata.namespace}:${metadata.name}`
    const args = [
      'update',
      '.',
      '--commit',
      '--format',
      'json',
      '--tags',
      tags,
      ...wanted,
      '--automation',
      name,
    ]
    const found = compare(clone, commit, bump, run(clone, args))
    if (found.result === agreed) return { result: `${agreed}, of the automation ${name} alone` }
    begin(clone, commit)
  }
  return first
}

function automationsOf(objects) {
  const found = objects.flatMap(({ object }) => (object.kind === 'ImageUpdateAutomation' ? [object] : []))
  return found.filter(({ metadata }, index) => {
    const isSame = other =>
      other.metadata.name === metadata.name && other.metadata.namespace === metadata.namespace
    return found.findIndex(isSame) === index
  })
}

/** The parent's files, and one branch. */
function begin(clone, commit) {
  git(clone, 'checkout', '--quiet', '--force', '--detach', `${commit}^`)
  git(clone, 'clean', '--quiet', '--force', '-dx')
  const branches = git(clone, 'for-each-ref', '--format=%(refname)', 'refs/heads').split('\n').filter(Boolean)
  for (const branch of branches) git(clone, 'update-ref', '-d', branch)
  git(clone, 'checkout', '--quiet', '-b', 'main')
}

function compare(clone, commit, bump, { stdout, stderr, status }) {
  const answer = json({ stdout })
  if (answer === undefined) return { result: `update ends with ${status}`, detail: stderr.slice(0, 300) }
  const skips = (answer.skipped ?? []).filter(({ file, line }) =>
    bump.some(one => one.path === file && one.line === line),
  )
  if (skips.length > 0)
    return {
      result: `skipped: ${skips[0].code}`,
      detail: `${skips[0].file}:${skips[0].line} ${skips[0].reason}`,
    }
  const made = answer.commits?.at(-1) ?? answer.commit
  if (!made) return { result: 'nothing is committed', detail: stderr.slice(0, 300) }
  const ours = new Map((answer.changes ?? []).map(({ file, line, new: value }) => [`${file}:${line}`, value]))
  const differing = bump.filter(one => ours.get(`${one.path}:${one.line}`) !== one.after)
  const isMore = ours.size > bump.length
  if (differing.length > 0 || isMore) {
    const [one] = differing
    const detail = one
      ? `${one.path}:${one.line} bot ${one.after}, ours ${ours.get(`${one.path}:${one.line}`)}`
      : `bot ${bump.length}, ours ${[...ours.keys()].join(' ')}`
    return { result: differing.length > 0 ? 'another value' : 'more values', detail }
  }
  const theirs = git(clone, 'log', '-1', '--format=%B', commit).trim()
  if (made.message.trim() === theirs) return { result: agreed }
  return {
    result: 'another message',
    detail: `bot ${JSON.stringify(theirs)}\n    ours ${JSON.stringify(made.message.trim())}`,
  }
}

/** The newest commits that change marked lines and no others, merges left out. */
function botCommits(clone, newest, most) {
  const log = git(
    clone,
    'log',
    '--no-merges',
    '--first-parent',
    '-z',
    '--format=%H %an',
    '-G',
    'imagepolicy',
    `-${most * 3}`,
    newest,
  )
  const all = log.split('\0').flatMap(line => {
    const [commit, author] = [line.slice(0, 40), line.slice(41)]
    return /flux|bot\b|automation/i.test(author) && !/renovate|dependabot/i.test(author) ? [commit] : []
  })
  return all.filter(commit => {
    try {
      return bumpOf(clone, commit).length > 0
    } catch {
      return false
    }
  })
}

/** Each marked line that a commit changes, by its number before; empty where it changes any other. */
function bumpOf(clone, commit) {
  const diff = git(clone, 'diff', '--unified=0', '--no-renames', '--no-color', `${commit}^`, commit)
  const found = []
  let path = ''
  let line = 0
  const removed = []
  for (const text of diff.split('\n')) {
    const hunk = /^@@ -(\d+)/.exec(text)
    if (text.startsWith('--- ')) path = text.slice(6)
    else if (hunk) {
      if (removed.length > 0) return []
      line = Number(hunk[1])
    } else if (text.startsWith('-')) removed.push({ line: line++, ...markedValue(text.slice(1)) })
    else if (text.startsWith('+') && !text.startsWith('+++ ')) {
      const before = removed.shift()
      const after = markedValue(text.slice(1))
      if (before?.setter === undefined || before.setter !== after.setter) return []
      found.push({
        path,
        line: before.line,
        setter: after.setter,
        before: before.value,
        after: after.value,
        ...policyOf(after.setter),
      })
    } else if (/^(?:new|deleted) file/.test(text)) return []
  }
  return removed.length > 0 ? [] : found
}

function markedValue(line) {
  const [, value, setter] =
    /(?:^|[:-]\s+)["']?([^"'\s]*)["']?\s+#\s*\{"\$imagepolicy":\s*"([^"]+)"\}\s*$/.exec(line) ?? []
  return { value, setter }
}

function policyOf(setter) {
  const [namespace, name, part = ''] = setter.split(':')
  return { policy: `${namespace}:${name}`, part }
}

function imagesByPolicy(objects) {
  const of = kind => objects.filter(object => object.kind === kind)
  const images = new Map(
    of('ImageRepository').map(({ metadata, spec }) => [
      `${metadata.namespace}:${metadata.name}`,
      spec?.image,
    ]),
  )
  return new Map(
    of('ImagePolicy').flatMap(({ metadata, spec }) => {
      const ref = spec?.imageRepositoryRef ?? {}
      const image = images.get(`${ref.namespace ?? metadata.namespace}:${ref.name}`)
      return image ? [[`${metadata.namespace}:${metadata.name}`, image]] : []
    }),
  )
}

/** By image, the tags that stood at its markers, and those that the bot wrote. */
function tagsOf(bump, imageOf) {
  const images = {}
  const add = ({ policy, part }, value) => {
    const image = imageOf.get(policy)
    if (image === undefined || part === 'name') return
    images[image] ??= { scannedAt: '2026-01-01T00:00:00Z', tags: [], digests: {} }
    const [name, digest] = value.split('@')
    const tag = part === 'tag' ? name : name.slice(name.lastIndexOf(':') + 1)
    if (part === 'digest' || tag === '' || tag.includes('/')) return
    if (!images[image].tags.includes(tag)) images[image].tags.push(tag)
    if (digest) images[image].digests[tag] = digest
  }
  for (const one of bump) {
    add(one, one.before)
    add(one, one.after)
  }
  return images
}

function spread(all, count) {
  const step = Math.max(1, all.length / count)
  return Array.from({ length: Math.min(count, all.length) }, (_, index) => all[Math.floor(index * step)])
}

function run(cwd, args) {
  return spawnSync(process.execPath, [main, ...args], { cwd, encoding: 'utf8', maxBuffer: 1 << 28 })
}

function json({ stdout }) {
  try {
    return JSON.parse(stdout)
  } catch {
    return undefined
  }
}

function git(cwd, ...args) {
  return execFileSync('git', args, {
    cwd,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const [repository, count = '30'] = process.argv.slice(2)
  if (repository === undefined) {
    console.error('usage: node test/replay/replay.mjs REPOSITORY [N]')
    process.exit(2)
  }
  const counts = new Map()
  for (const { commit, result, detail } of replay(repository, Number(count))) {
    counts.set(result, (counts.get(result) ?? 0) + 1)
    console.log(`${commit.slice(0, 10)} ${result}${detail ? `\n    ${detail}` : ''}`)
  }
  for (const [result, number] of [...counts].sort((a, b) => b[1] - a[1])) console.log(`${number} ${result}`)
}
