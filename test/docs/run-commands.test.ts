import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { shopAt } from '../cli/bot/shop-at-forge.ts'
import { pageFiles } from './pages-repository.ts'

/** Every command line in a shell block of a page is run, by a shell, in a repository that holds what it names. */

const root = join(import.meta.dirname, '../../..')
const pages = ['README.md', ...readdirSync(join(root, 'docs')).map(name => `docs/${name}`)].filter(name =>
  name.endsWith('.md'),
)

/** What is not run, and why. */
const notRun: Readonly<Record<string, string>> = {
  'npm start': 'opens an editor; `npm start -- --no-editor` is run by the tests of the demo',
  'npm test': 'is what runs this',
  'npm run build && npm link': 'changes the machine; the installed package is run by `npm run package`',
  'fluxmark scan -o tags.json':
    'lists from the registries of the Internet; run against a registry in test/cli',
}

/** What a command line needs to have been run before it. */
const before: Readonly<Record<string, string>> = {
  'fluxmark check --baseline .fluxmark-baseline.json':
    'fluxmark check --write-baseline .fluxmark-baseline.json',
  'fluxmark release apps:web': 'fluxmark hold apps:web',
  'fluxmark release --automation flux-system:apps': 'fluxmark hold --automation flux-system:apps',
}

/** Exit codes that are not 0: an editor that goes away without a word, a cluster that is not here. */
const codes: Readonly<Record<string, number>> = {
  'fluxmark lsp --stdio': 1,
  'fluxmark status': 3,
  'fluxmark status --context prod': 3,
  'fluxmark status clusters/prod --context prod --format json': 3,
}

test('every command line in a block of a page does what it says', async t => {
  const shop = await shopAt(t, 'github', { staging: 'bumps', production: 'bumps-of-production' })
  const fleet = join(shop.folder, 'fleet')
  const home = join(shop.folder, 'home')
  for (const [path, text] of Object.entries(pageFiles)) shop.write(path, text)
  shop.git('add', '-A')
  shop.git('tag', 'v1.0')
  shop.git('commit', '-qm', 'What the pages name')
  shop.git('tag', 'v1.1')
  const start = shop.git('rev-parse', 'HEAD').trim()
  for (const folder of ['.zfunc', '.local/share/bash-completion/completions'])
    mkdirSync(join(home, folder), { recursive: true })
  const program = join(shop.folder, 'bin/fluxmark')
  mkdirSync(join(shop.folder, 'bin'))
  // A person's registries are in the Internet; here a file has what they would answer.
  writeFileSync(
    program,
    `#!/bin/sh\ncase "$1 $*" in lsp*|mcp*|completion*|*--tags*) ;; *) set -- "$@" --tags '${join(fleet, 'tags.json')}';; esac\nexec '${process.execPath}' '${join(root, 'dist/main.js')}' "$@"\n`,
  )
  chmodSync(program, 0o755)
  const env = { ...shop.env, HOME: home, PATH: `${join(shop.folder, 'bin')}:${process.env.PATH}` }

  const failed: string[] = []
  for (const line of commandLines()) {
    if (line in notRun) continue
    for (const branch of shop.bareGit('for-each-ref', '--format=%(refname)', 'refs/heads').split('\n'))
      if (branch !== 'refs/heads/main') shop.bareGit('update-ref', '-d', branch)
    shop.git('checkout', '-qf', 'main')
    shop.git('reset', '-q', '--hard', start)
    shop.git('clean', '-fdq')
    shop.git('push', '-qf', shop.bare, 'main')
    shop.git('fetch', '-qp', shop.bare, '+refs/heads/*:refs/remotes/origin/*')
    shop.forge.pulls.length = 0
    const first = before[line]
    if (first) await shell(first, fleet, env)
    const { code, out } = await shell(line, fleet, env)
    if (code !== (codes[line] ?? 0)) failed.push(`${line}\nended with ${code}: ${out}`)
  }
  assert.equal(failed.join('\n\n'), '')
})

test('what is not run is in a page', () => {
  const lines = commandLines()
  assert.ok(lines.length > 50, `${lines.length}`)
  for (const line of Object.keys({ ...notRun, ...before, ...codes })) assert.ok(lines.includes(line), line)
})

/** Without comments, each once. */
function commandLines(): readonly string[] {
  const all = pages.flatMap(page => {
    const text = readFileSync(join(root, page), 'utf8')
    return [...text.matchAll(/^```(?:sh|bash|console)\n([\s\S]*?)^```/gm)].flatMap(([, block = '']) =>
      block.replaceAll('\\\n', ' ').split('\n'),
    )
  })
  return [
    ...new Set(
      all.map(line =>
        line
          .replace(/^\s*\$ /, '')
          .replace(/\s+# .*$/, '')
          .trim(),
      ),
    ),
  ].filter(line => line !== '' && !line.startsWith('#'))
}

function shell(
  line: string,
  cwd: string,
  env: Readonly<Record<string, string>>,
): Promise<{ readonly code: number; readonly out: string }> {
  return new Promise(resolve => {
    const child = execFile('sh', ['-c', line], { cwd, env }, (error, out, err) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : error ? -1 : 0, out: out + err }),
    )
    child.stdin?.end()
  })
}
