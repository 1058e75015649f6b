import assert from 'node:assert/strict'
import { realpathSync } from 'node:fs'
import { test } from 'node:test'
import { identity, signature } from '../../../server/src/io/git/config/identity.ts'
import { isOn, lastValue, readConfig } from '../../../server/src/io/git/config/read-config.ts'
import { locate } from '../../../server/src/io/git/locate.ts'
import { emptyRepository, now, type TemporaryRepository } from './repositories/temporary-repository.ts'

function config(repo: TemporaryRepository, more: Record<string, string> = {}) {
  const repository = locate(repo.root)
  assert.ok(repository)
  return readConfig(repository, {
    ...repo.environment,
    variables: { ...repo.environment.variables, ...more },
  })
}

/** Conditions of includeIf, each with a file of its own that says it was read. */
const conditions = [
  'gitdir:~/',
  'gitdir:~/../work/',
  'gitdir:ROOT/',
  'gitdir:ROOT/.git',
  'gitdir:ROOT/.GIT',
  'gitdir/i:ROOT/.GIT',
  'gitdir:work/',
  'gitdir:work/.git',
  'gitdir:**/work/**',
  'gitdir:*/.git',
  'gitdir:wor?/',
  'gitdir:[v-x]ork/',
  'gitdir:[!v-x]ork/',
  'gitdir:./../work/',
  'gitdir:elsewhere/',
  'onbranch:feature/**',
  'onbranch:feature/',
  'onbranch:feature/*',
  'onbranch:*',
  'onbranch:**',
  'onbranch:feature/[[:alpha:]]/b',
  'onbranch:main',
  'onbranch:feature/a/b',
  'onbranch:**/b',
  'onbranch:feat*/**/b',
  'onbranch:feature/?/b',
  'onbranch:feature\\\\/a/b',
  'onbranch:f*b',
  'hasconfig:remote.*.url:https://example.com/**',
  'hasconfig:remote.*.url:https://example.com/*',
  'hasconfig:remote.*.url:**/fleet',
  'unknown:x',
]

test('a configuration with all its includes is what Git reads', async t => {
  const repo = await emptyRepository(t)
  await repo.git('symbolic-ref', 'HEAD', 'refs/heads/feature/a/b')
  await repo.git('remote', 'add', 'origin', 'https://example.com/acme/fleet')
  await repo.git('config', 'extensions.worktreeConfig', 'true')
  await repo.git('config', '--worktree', 'core.x', 'of the worktree')
  const root = realpathSync(repo.root)
  const lines = conditions.map((condition, n) => {
    repo.write(`../home/included-${n}`, `[probe]\n\tn${n} = yes\n`)
    return `[includeIf "${condition.replace('ROOT', root)}"]\n\tpath = included-${n}\n`
  })
  repo.write('../home/deep', '[include]\n\tpath = deeper\n[a]\n\tb = after\n')
  repo.write('../home/deeper', '[a]\n\tb = deepest\n')
  repo.write(
    '../home/.gitconfig',
    `[user]\n\tname = x\n[include]\n\tpath = ~/deep\n\tpath = missing\n${lines.join('')}`,
  )
  const listed = await repo.git('config', '--list', '-z')
  const expected = listed
    .split('\0')
    .slice(0, -1)
    .map(entry => entry.split('\n'))
  const entries = config(repo).entries.map(({ key, value }) => (value === undefined ? [key] : [key, value]))
  assert.deepEqual(
    entries.map(entry => entry.join(' = ')),
    expected.map(entry => entry.join(' = ')),
  )
})

test('the variables that name configurations count', async t => {
  const repo = await emptyRepository(t)
  repo.write('../other', '[user]\n\tname = Other\n')
  assert.equal(lastValue(config(repo, { GIT_CONFIG_GLOBAL: repo.path('../other') }), 'user.name'), 'Other')
  const given = { GIT_CONFIG_COUNT: '1', GIT_CONFIG_KEY_0: 'User.Name', GIT_CONFIG_VALUE_0: 'Given' }
  assert.equal(lastValue(config(repo, given), 'user.name'), 'Given')
  const isSigned = (value: string) => {
    repo.write('.git/config', `[commit]\n\tgpgSign${value}\n`)
    return isOn(config(repo), 'commit.gpgsign')
  }
  assert.deepEqual([' = yes', '', ' = 1', ' = on', ' = TRUE'].map(isSigned), Array(5).fill(true))
  assert.deepEqual([' = no', ' =', ' = 0', ' = off', ' = false'].map(isSigned), Array(5).fill(false))
})

test('author and committer are who Git says', async t => {
  const repo = await emptyRepository(t)
  for (const name of ['Ada', '  Ada  B ', 'a<b>c', '"Ada"', "O'Neil,", 'Jos\u00e9;', 'a\\']) {
    for (const [variables, settings] of [
      [{ GIT_AUTHOR_NAME: name }, {}],
      [{}, { 'user.name': name }],
      [{ EMAIL: 'env@example.com' }, { 'author.name': name, 'committer.name': 'C', 'author.email': '<a@b>' }],
    ] as const) {
      repo.write('.git/config', '[core]\n\trepositoryformatversion = 0\n')
      for (const [key, value] of Object.entries(settings)) await repo.git('config', key, value)
      const all = {
        ...repo.environment.variables,
        ...variables,
        GIT_AUTHOR_DATE: `@${now / 1000} +0000`,
        GIT_COMMITTER_DATE: `@${now / 1000} +0000`,
      }
      for (const role of ['author', 'committer'] as const) {
        const expected = await repo.runWith(all, 'git', ['var', `GIT_${role.toUpperCase()}_IDENT`])
        const who = identity(role, config(repo), { ...repo.environment, variables: all }, now)
        assert.equal(
          signature({ ...who, zone: '+0000' }),
          Buffer.from(expected, 'latin1').toString().trimEnd(),
        )
      }
    }
  }
})

test('who is unknown is not guessed', async t => {
  const repo = await emptyRepository(t)
  repo.write('../home/.gitconfig', '[user]\n\tname = Ada\n')
  assert.throws(() => identity('author', config(repo), repo.environment, now), {
    code: 'E_NO_IDENTITY',
    message: /no author\.email and no user\.email is set/,
  })
})

test('a file that Git refuses is refused', async t => {
  const repo = await emptyRepository(t)
  repo.write('../home/.gitconfig', '[user\n')
  assert.throws(() => config(repo), { code: 'E_CONFIG', message: /\.gitconfig cannot be read/ })
})
