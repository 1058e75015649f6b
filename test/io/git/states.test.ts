import { spawnSync } from 'node:child_process'
import { after, before, describe, test } from 'node:test'
import { manifest } from './bump.ts'
import { checkBump } from './check-bump.ts'
import {
  copyRepository,
  emptyRepository,
  type TemporaryRepository,
} from './repositories/temporary-repository.ts'
import type { State } from './state.ts'
import { states } from './states.ts'

describe('a bump in each state of a repository', { concurrency: 4 }, () => {
  let base: Promise<TemporaryRepository>
  const clear: (() => void)[] = []
  before(() => {
    base = baseRepository({ after: step => clear.push(step) })
    return base
  })
  after(() => {
    for (const step of clear) step()
  })
  for (const state of states) {
    for (const [n, engine] of (['builtin', 'system'] as const).entries()) {
      test(`${state.name} (${engine})`, { skip: lacking(state) }, async t => {
        const repo = copyRepository(t, await base)
        const scene = (await state.make(repo)) ?? {}
        await checkBump(repo, scene, engine, state.other?.[n] ?? 'commit', 'flux-image-updates')
        await checkBump(repo, scene, engine, state.current?.[n] ?? 'commit')
      })
    }
  }
})

async function baseRepository(t: Parameters<typeof emptyRepository>[0]): Promise<TemporaryRepository> {
  const repo = await emptyRepository(t)
  for (const path of ['apps/web.yaml', 'apps/api.yaml', 'deep/a/b.yaml']) repo.write(path, manifest())
  repo.write('README.md', 'first\n')
  await repo.git('add', '.')
  await repo.git('commit', '-qm', 'first')
  return repo
}

/** Why a state cannot be tested on this machine, or false. */
function lacking({ needs }: State): string | false {
  if (needs === undefined) return false
  if (needs === 'root') return process.getuid?.() !== 0 && 'only root can give a folder to another user'
  if (needs === 'git 2.45') {
    const [major = 0, minor = 0] = gitVersion().split('.').map(Number)
    return (major < 2 || (major === 2 && minor < 45)) && `needs ${needs}, this is ${gitVersion()}`
  }
  const isThere = spawnSync(needs, ['--version']).error === undefined
  return !isThere && `needs ${needs}: apt-get install ${packages[needs]}`
}

const packages = { gpg: 'gnupg', gpgsm: 'gpgsm', 'ssh-keygen': 'openssh-client' }

function gitVersion(): string {
  return /[\d.]+/.exec(spawnSync('git', ['--version'], { encoding: 'utf8' }).stdout)?.[0] ?? ''
}
