import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { after, before, test } from 'node:test'
import { help } from '../../server/src/cli/help.ts'
import { verbs } from '../../server/src/cli/verbs.ts'
import { fluxmark } from './fluxmark.ts'

let work: string
before(() => {
  work = mkdtempSync(join(tmpdir(), 'fluxmark-init-'))
  for (const path of ['clusters/production/web.yaml', 'clusters/staging/web.yaml', 'apps/staging/x.yaml']) {
    mkdirSync(dirname(join(work, path)), { recursive: true })
    writeFileSync(join(work, path), 'image: x:1 # {"$imagepolicy": "a:b"}\n')
  }
})
after(() => rmSync(work, { recursive: true, force: true }))

test('init writes the environments that the folders show, a file that is right, and never over another', async () => {
  const file = join(work, 'fluxmark.yaml')
  const dry = await fluxmark(work, work, 'init', '--dry-run')
  assert.deepEqual([dry.code, existsSync(file)], [0, false])
  const { code, out } = await fluxmark(work, work, 'init')
  assert.equal(code, 0)
  assert.equal(out, dry.out)
  const text = readFileSync(file, 'utf8')
  assert.equal(text, out)
  for (const [name, path] of [
    ['production', 'clusters/production'],
    ['staging', '[clusters/staging, apps/staging]'],
  ])
    assert.ok(text.includes(`  - name: ${name}\n    path: ${path}\n`), text)
  const check = await fluxmark(work, work, 'check', '--offline', '--format', 'json', 'fluxmark.yaml')
  assert.deepEqual(JSON.parse(check.out).diagnostics, [])
  const again = await fluxmark(work, work, 'init')
  assert.equal(again.code, 2)
  assert.match(again.err, /fluxmark\.yaml is there already/)
  assert.equal(readFileSync(file, 'utf8'), text)
})

test('completion for bash completes verbs, options, their values and files', async () => {
  const { out } = await fluxmark(work, work, 'completion', 'bash')
  const script = join(work, 'completion.bash')
  writeFileSync(script, out)
  execFileSync('bash', ['-n', script])
  const complete = (...words: readonly string[]) =>
    execFileSync(
      'bash',
      [
        '-c',
        'source "$1"; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _fluxmark; printf "%s\\n" "${COMPREPLY[@]}"',
        'bash',
        script,
        'fluxmark',
        ...words,
      ],
      { cwd: work, encoding: 'utf8' },
    )
      .split('\n')
      .filter(word => word !== '')
  assert.deepEqual(complete('che'), ['check'])
  assert.deepEqual(complete('').toSorted(), [...verbs.map(({ name }) => name), 'help'].toSorted())
  assert.deepEqual(complete('check', '--max'), ['--max-warnings'])
  assert.deepEqual(complete('check', '--profile', ''), ['recommended', 'strict'])
  assert.deepEqual(complete('check', '--format', 'sa'), ['sarif'])
  assert.deepEqual(complete('update', 'clu'), ['clusters'])
  assert.deepEqual(complete('help', 'pol'), ['policies'])
})

test('completion for zsh names every verb and option, and the shell is asked for', async () => {
  const { out } = await fluxmark(work, work, 'completion', 'zsh')
  assert.match(out, /^#compdef fluxmark\n/)
  for (const { name, options } of verbs) {
    assert.ok(out.includes(`    '${name}:`), name)
    for (const option of options) assert.ok(out.includes(`--${option.name}`), option.name)
  }
  assert.equal((await fluxmark(work, work, 'completion', 'tcsh')).code, 2)
})

const lacksZsh = spawnSync('zsh', ['--version']).status === 0 ? false : 'needs zsh'
test('zsh completes verbs, options and their values', { skip: lacksZsh, timeout: 120_000 }, async () => {
  const folder = join(work, 'zfunc')
  mkdirSync(folder)
  writeFileSync(join(folder, '_fluxmark'), (await fluxmark(work, work, 'completion', 'zsh')).out)
  // A shell at a terminal; each read waits until what is completed stands there.
  const script = `zmodload zsh/zpty
zpty z zsh -f -i
zpty -w z "PS1='REA''DY> '; fpath=(${folder} \\$fpath); autoload -Uz compinit; compinit -u -D; bindkey '^I' complete-word; print LOA''DED"
zpty -r z out '*LOADED*READY> *'
zpty -w -n z $'fluxmark upd\\t'; zpty -r z out '*fluxmark update *'
zpty -w -n z $'--gro\\t'; zpty -r z out '*--group *'
zpty -w -n z $'poli\\t'; zpty -r z out '*policy *'
print completed
zpty -d z`
  const env = { PATH: process.env.PATH, HOME: work, TERM: 'dumb', COLUMNS: '200' }
  const out = execFileSync('zsh', ['-f', '-c', script], { env, encoding: 'utf8' })
  assert.match(out, /completed/)
})

test('help tells of every verb all that its table says', () => {
  for (const verb of verbs) {
    const out = help(verbs, ['help', verb.name])
    for (const { name } of verb.options) assert.ok(out.includes(`--${name}`), `${verb.name} --${name}`)
    for (const { command } of verb.examples) assert.ok(out.includes(`fluxmark ${command}`), command)
  }
})
