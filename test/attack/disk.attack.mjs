// What a disk may do to a command: full, closed, strange files in the place of expected ones. Each case must end in
// time, with an exit code of the contract, and never say "a bug of ours".
import { execFileSync, spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { root } from '../prepare.mjs'

export const name = 'disk and permission states'

const marked = 'image: ghcr.io/shop/web:1.0.0 # {"$imagepolicy": "apps:web"}\n'
const policy = `apiVersion: image.toolkit.fluxcd.io/v1
kind: ImageRepository
metadata: {name: web, namespace: apps}
spec: {image: ghcr.io/shop/web, interval: 5m}
---
apiVersion: image.toolkit.fluxcd.io/v1
kind: ImagePolicy
metadata: {name: web, namespace: apps}
spec: {imageRepositoryRef: {name: web}, policy: {semver: {range: '>=1.0.0'}}}
`
const isRoot = process.getuid?.() === 0
const fifo = path => execFileSync('mkfifo', [path])

/** What to break in a repository (its folder, its home), which exit codes are right, and how it is run where not by `update --commit`. */
const states = [
  ['nothing broken', () => undefined, [0]],
  ['a name of 250 bytes', dir => writeFileSync(join(dir, `${'n'.repeat(245)}.yaml`), marked), [0]],
  ['a .git file that leads nowhere', dir => broken(dir, '.git', 'gitdir: /nowhere\n'), [3]],
  ['a .git file that is no such file', dir => broken(dir, '.git', 'hello\n'), [3]],
  [
    'a .git link that leads in a circle',
    dir => replace(dir, '.git', path => symlinkSync('.git', path)),
    [0, 3],
  ],
  ['.git is a pipe', dir => replace(dir, '.git', fifo), [0, 3]],
  ['.git/config is a pipe', dir => replace(dir, '.git/config', fifo), [3]],
  ['.git/config is a folder', dir => replace(dir, '.git/config', path => mkdirSync(path)), [3]],
  ['.git/config is a link to /dev/zero', dir => replace(dir, '.git/config', zero), [3]],
  ['.git/HEAD is a pipe', dir => replace(dir, '.git/HEAD', fifo), [0, 3]],
  ['.git/index is a pipe', dir => replace(dir, '.git/index', fifo), [3]],
  ['.git/index is a link to /dev/zero', dir => replace(dir, '.git/index', zero), [3]],
  ['.git/objects is a file', dir => broken(dir, '.git/objects', ''), [0, 3]],
  ['.git/refs is a file', dir => broken(dir, '.git/refs', ''), [0, 3]],
  ['.git/packed-refs is a pipe', dir => fifo(join(dir, '.git/packed-refs')), [0, 3]],
  ['.git/logs is a file', dir => broken(dir, '.git/logs', ''), [3]],
  ['index.lock is there', dir => writeFileSync(join(dir, '.git/index.lock'), ''), [3]],
  ['.gitignore is a pipe', dir => fifo(join(dir, '.gitignore')), [0]],
  ['.gitignore is a link to /dev/zero', dir => zero(join(dir, '.gitignore')), [0]],
  ['.gitignore is a folder', dir => mkdirSync(join(dir, '.gitignore')), [0]],
  ['a manifest is a pipe', dir => fifo(join(dir, 'pipe.yaml')), [0]],
  ['a manifest is a link to /dev/zero', dir => zero(join(dir, 'zero.yaml')), [0]],
  ['a manifest is a link in a circle', dir => symlinkSync('loop.yaml', join(dir, 'loop.yaml')), [0]],
  [
    'a manifest is a link out of the repository',
    dir => symlinkSync('/etc/passwd', join(dir, 'out.yaml')),
    [0],
  ],
  ['kustomization.yaml is a pipe', dir => fifo(join(dir, 'kustomization.yaml')), [0]],
  ['a kustomization names a pipe', named, [0]],
  ['fluxmark.yaml is a pipe', dir => fifo(join(dir, 'fluxmark.yaml')), [0, 3]],
  [
    'a marked file whose name is not UTF-8',
    dir => writeFileSync(Buffer.from(`${dir}/\xff.yaml`, 'latin1'), marked),
    [3],
  ],
  [
    'the docker config is a pipe',
    (_, home) => folder(home, '.docker', path => fifo(join(path, 'config.json'))),
    [0],
  ],
  [
    'the docker config is a link to /dev/zero',
    (_, home) => folder(home, '.docker', path => zero(join(path, 'config.json'))),
    [0],
  ],
  [
    'registries.json is a pipe',
    (_, home) => folder(home, '.config/fluxmark', path => fifo(join(path, 'registries.json'))),
    [0, 3],
  ],
  ['.gitconfig includes a pipe', (_, home) => includes(home, fifo), [3]],
  ['.gitconfig includes /dev/zero', (_, home) => includes(home, zero), [3]],
  [
    '.gitconfig is a link to /dev/null',
    (_, home) => replace(home, '.gitconfig', path => symlinkSync('/dev/null', path)),
    [3],
  ],
  ['the answer goes to a full disk', () => undefined, [3], 'full'],
  ['a file to be written is in a folder that is none', () => undefined, [3], 'scan'],
  ['a manifest may not be read', dir => chmodSync(join(dir, 'web.yaml'), 0), [3], 'user'],
  ['a folder may not be read', dir => mkdirSync(join(dir, 'closed'), { mode: 0 }), [3], 'user'],
  ['a folder may not be written', dir => chmodSync(dir, 0o555), [3], 'user'],
  ['.git may not be written', dir => chmodSync(join(dir, '.git'), 0o555), [3], 'user'],
  ['.git/config may not be read', dir => chmodSync(join(dir, '.git/config'), 0), [3], 'user'],
  ['the disk is full', () => undefined, [3], 'tmpfs'],
]

export async function run({ short }) {
  const result = { cases: 0, held: 0, notes: [] }
  for (const [title, make, codes, how] of short ? states.filter((_, at) => at % 3 === 0) : states) {
    const why = attack(title, make, codes, how)
    if (why === 'skipped') {
      result.notes.push(`${title}: skipped, only root can try it`)
      continue
    }
    result.cases++
    if (why === undefined) result.held++
    else result.notes.push(`${title}: ${why}`)
  }
  return result
}

function attack(title, make, codes, how) {
  if ((how === 'user' || how === 'tmpfs') && !isRoot) return 'skipped'
  const top = mkdtempSync(join(tmpdir(), 'fluxmark-disk-'))
  const [dir, home] = [join(top, 'work'), join(top, 'home')]
  const mount = () =>
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', dir], { stdio: 'ignore' })
  let isMounted = false
  try {
    for (const path of [dir, home]) mkdirSync(path)
    if (how === 'tmpfs') {
      try {
        mount()
        isMounted = true
      } catch {
        return 'skipped'
      }
    }
    prepareRepository(dir, home, top)
    make(dir, home)
    if (how === 'tmpfs') fill(join(dir, 'filler.bin'))
    if (how === 'user') execFileSync('chown', ['-R', '65534:65534', top])
    const { status, signal, stderr } = fluxmark(dir, home, top, how)
    if (signal) return `did not end in 30 s`
    if (/bug of ours/.test(stderr)) return `called a bug of ours: ${stderr.slice(0, 300)}`
    if (!codes.includes(status)) return `exit ${status}, not ${codes.join(' or ')}: ${stderr.slice(0, 300)}`
    if (status === 3 && !/\(E_[A-Z_]+\)/.test(stderr)) return `no code in: ${stderr.slice(0, 300)}`
    return undefined
  } catch (error) {
    return `${title} could not be made: ${error.message}`
  } finally {
    if (isMounted) spawnSync('umount', [dir])
    rmSync(top, { recursive: true, force: true })
  }
}

function prepareRepository(dir, home, top) {
  writeFileSync(join(dir, 'web.yaml'), marked)
  writeFileSync(join(dir, 'policy.yaml'), policy)
  writeFileSync(join(home, '.gitconfig'), '[user]\nname = Ada\nemail = ada@example.com\n')
  writeFileSync(join(top, 'tags.json'), '{"ghcr.io/shop/web": ["1.0.0", "1.1.0"]}')
  for (const args of [
    ['init', '-q', '-b', 'main'],
    ['add', '-A'],
    ['commit', '-qm', 'Start'],
  ])
    execFileSync('git', args, { cwd: dir, env: { PATH: process.env.PATH, HOME: home } })
}

function fluxmark(dir, home, top, how) {
  const main = join(root, 'dist/main.js')
  const tags = ['--tags', join(top, 'tags.json')]
  const args =
    how === 'scan' ? ['scan', '--offline', '-o', join(dir, 'web.yaml/x')] : ['update', '--commit', ...tags]
  const line = [process.execPath, main, ...args].map(word => `'${word}'`).join(' ')
  return spawnSync('sh', ['-c', how === 'full' ? `exec ${line} > /dev/full` : `exec ${line}`], {
    cwd: dir,
    env: { PATH: process.env.PATH, HOME: home },
    encoding: 'utf8',
    timeout: 30_000,
    killSignal: 'SIGKILL',
    ...(how === 'user' ? { uid: 65534, gid: 65534 } : {}),
  })
}

function replace(dir, path, make) {
  rmSync(join(dir, path), { recursive: true, force: true })
  make(join(dir, path))
}

function broken(dir, path, text) {
  replace(dir, path, at => writeFileSync(at, text))
}

function zero(path) {
  symlinkSync('/dev/zero', path)
}

function named(dir) {
  fifo(join(dir, 'pipe.yaml'))
  writeFileSync(join(dir, 'kustomization.yaml'), 'resources: [pipe.yaml]\n')
}

function folder(home, path, make) {
  mkdirSync(join(home, path), { recursive: true })
  make(join(home, path))
}

function includes(home, make) {
  make(join(home, 'included'))
  writeFileSync(join(home, '.gitconfig'), '[include]\npath = included\n[user]\nname = Ada\nemail = a@b\n')
}

function fill(path) {
  try {
    writeFileSync(path, Buffer.alloc(8 << 20))
  } catch {
    // It is full now.
  }
}
