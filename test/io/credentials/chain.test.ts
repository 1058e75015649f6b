import assert from 'node:assert/strict'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { type CloudTool, cloudToolSource } from '../../../server/src/io/credentials/cloud-tools.ts'
import { configFileSources } from '../../../server/src/io/credentials/config-files.ts'
import { editorSecretSource } from '../../../server/src/io/credentials/editor-secrets.ts'
import { createLogins } from '../../../server/src/io/credentials/logins.ts'
import { type StandIns, standIns } from './stand-in.ts'

const { signal } = new AbortController()
const skip = process.platform === 'win32' && 'stand-ins are shell scripts'
const auth = (text: string) => ({ auth: Buffer.from(text).toString('base64') })

function chain(home: StandIns, env: Record<string, string> = {}) {
  let now = 0
  const clock = { now: () => now }
  const programs = {
    env: { PATH: `${home.folder}:/usr/bin:/bin`, ...env },
    home: home.folder,
    outside: [],
    clock,
  }
  const logins = createLogins(configFileSources(programs))
  const find = (host: string, repository = 'acme/web') => logins.find({ host, repository }, signal)
  const pass = (ms: number) => {
    now += ms
  }
  return { logins, find, pass, programs }
}

describe('the chain of logins', { skip }, () => {
  test('docker’s own file, then podman’s; the source is named', async context => {
    const home = standIns(context)
    mkdirSync(join(home.folder, '.docker'))
    mkdirSync(join(home.folder, '.config/containers'), { recursive: true })
    home.file('.docker/config.json', JSON.stringify({ auths: { 'ghcr.io': auth('docker:s') } }))
    home.file(
      '.config/containers/auth.json',
      JSON.stringify({ auths: { 'ghcr.io': auth('podman:s'), 'quay.io': auth('podman:s') } }),
    )
    const { find, logins } = chain(home)
    assert.equal((await find('ghcr.io')).login?.source, 'docker config (~/.docker/config.json)')
    assert.equal((await find('quay.io')).login?.source, 'podman auth.json (~/.config/containers/auth.json)')
    assert.deepEqual(await find('gcr.io'), { failures: [] })
    assert.deepEqual((await logins.hosts()).toSorted(), ['ghcr.io', 'ghcr.io', 'quay.io'])
  })

  test('DOCKER_CONFIG replaces ~/.docker, REGISTRY_AUTH_FILE and XDG_RUNTIME_DIR come after it', async context => {
    const home = standIns(context)
    mkdirSync(join(home.folder, '.docker'))
    mkdirSync(join(home.folder, 'run/containers'), { recursive: true })
    mkdirSync(join(home.folder, 'other'))
    home.file('.docker/config.json', JSON.stringify({ auths: { 'a.io': auth('home:s') } }))
    home.file('other/config.json', JSON.stringify({ auths: { 'b.io': auth('other:s') } }))
    home.file(
      'run/containers/auth.json',
      JSON.stringify({ auths: { 'c.io': auth('run:s'), 'd.io': auth('run:s') } }),
    )
    const file = home.file('auth.json', JSON.stringify({ auths: { 'c.io': auth('file:s') } }))
    const { find } = chain(home, {
      DOCKER_CONFIG: join(home.folder, 'other'),
      REGISTRY_AUTH_FILE: file,
      XDG_RUNTIME_DIR: join(home.folder, 'run'),
    })
    const users = ['a.io', 'b.io', 'c.io', 'd.io'].map(async host => (await find(host)).login?.username)
    assert.deepEqual(await Promise.all(users), [undefined, 'other', 'file', 'run'])
  })

  test('for a host its own helper, then the store for all, then what stands in the file', async context => {
    const home = standIns(context)
    mkdirSync(join(home.folder, '.docker'))
    home.program('docker-credential-own', `read h; echo "{\\"Username\\":\\"own\\",\\"Secret\\":\\"$h\\"}"`)
    home.program(
      'docker-credential-store',
      `read h; case $h in quay.io) echo "credentials not found in native keychain"; exit 1;; esac; echo "{\\"Username\\":\\"store\\",\\"Secret\\":\\"$h\\"}"`,
    )
    home.file(
      '.docker/config.json',
      JSON.stringify({
        credHelpers: { 'gcr.io': 'own' },
        credsStore: 'store',
        auths: { 'quay.io': auth('file:s'), 'ghcr.io': {} },
      }),
    )
    const { find } = chain(home)
    assert.equal((await find('gcr.io')).login?.username, 'own')
    assert.match((await find('gcr.io')).login?.source ?? '', /^credential helper own, docker config/)
    assert.equal((await find('ghcr.io')).login?.username, 'store')
    assert.equal((await find('index.docker.io')).login?.password, 'https://index.docker.io/v1/')
    assert.equal((await find('quay.io')).login?.username, 'file')
  })

  test('a helper is asked once for many repositories, and again when its answer is old or was refused', async context => {
    const home = standIns(context)
    const runs = join(home.folder, 'runs')
    mkdirSync(join(home.folder, '.docker'))
    home.program(
      'docker-credential-x',
      `echo run >> ${runs}; echo "{\\"Username\\":\\"me\\",\\"Secret\\":\\"$(grep -c run ${runs})\\"}"`,
    )
    home.file('.docker/config.json', JSON.stringify({ credsStore: 'x' }))
    const { find, pass, logins } = chain(home)
    const secret = async (repository = 'a') => (await find('ghcr.io', repository)).login?.password
    assert.deepEqual(await Promise.all(['a', 'b', 'c'].map(secret)), ['1', '1', '1'])
    assert.equal(await secret(), '1')
    logins.forget('ghcr.io')
    assert.equal(await secret(), '2')
    pass(300_000)
    assert.equal(await secret(), '3')
  })

  test('a source that fails is noted, and the next one asked', async context => {
    const home = standIns(context)
    mkdirSync(join(home.folder, '.docker'))
    home.file('.docker/config.json', '{')
    const file = home.file('auth.json', JSON.stringify({ auths: { 'ghcr.io': auth('me:s') } }))
    const { login, failures } = await chain(home, { REGISTRY_AUTH_FILE: file }).find('ghcr.io')
    assert.equal(login?.username, 'me')
    assert.deepEqual(
      failures.map(({ code }) => code),
      ['E_DOCKER_CONFIG'],
    )
  })

  test('the tools of the clouds, each for its own hosts', async context => {
    const home = standIns(context)
    for (const tool of ['aws', 'gcloud', 'gh']) home.program(tool, 'echo "$0 $*" | sed "s|.*/||; s| |_|g"')
    home.program('az', `echo '{"accessToken":"azure-token","loginServer":"acme.azurecr.io"}'`)
    const ask = async (tool: CloudTool, host: string) => {
      const logins = createLogins([cloudToolSource({ ...chain(home).programs, allowed: () => tool })])
      const { login, failures } = await logins.find({ host, repository: 'x' }, signal)
      return login
        ? [login.source, login.username, login.password].join(' ')
        : failures.map(({ code }) => code).join()
    }
    assert.equal(
      await ask('aws', '123456789012.dkr.ecr.eu-west-1.amazonaws.com'),
      'aws AWS aws_ecr_get-login-password_--region_eu-west-1',
    )
    assert.equal(
      await ask('aws', 'public.ecr.aws'),
      'aws AWS aws_ecr-public_get-login-password_--region_us-east-1',
    )
    assert.equal(await ask('az', 'acme.azurecr.io'), 'az 00000000-0000-0000-0000-000000000000 azure-token')
    assert.equal(await ask('az', 'other.azurecr.io'), 'E_HELPER')
    assert.equal(
      await ask('gcloud', 'europe-docker.pkg.dev'),
      'gcloud oauth2accesstoken gcloud_auth_print-access-token',
    )
    assert.equal(await ask('gh', 'ghcr.io'), 'gh x-access-token gh_auth_token_--hostname_github.com')
    assert.equal(await ask('aws', 'ghcr.io'), '')
    for (const host of [
      'ghcr.io.evil.example',
      'evil.example',
      '123456789012.dkr.ecr.x.amazonaws.com.evil.example',
      'x-docker.pkg.dev.evil.example',
    ]) {
      for (const tool of ['aws', 'az', 'gcloud', 'gh'] as const) assert.equal(await ask(tool, host), '')
    }
  })

  test('a tool that is allowed and not installed is missed', async context => {
    const home = standIns(context)
    const { programs } = chain(home)
    const env = { PATH: home.folder }
    const logins = createLogins([cloudToolSource({ ...programs, env, allowed: () => 'gh' })])
    const { failures } = await logins.find({ host: 'ghcr.io', repository: 'x' }, signal)
    assert.deepEqual(
      failures.map(({ code }) => code),
      ['E_HELPER_MISSING'],
    )
  })

  test('the editor’s secret storage', async () => {
    const secrets: Record<string, unknown> = {
      'ghcr.io': { username: 'me', password: 's' },
      'acme.azurecr.io': { username: '<token>', password: 't' },
      'odd.io': { username: 7 },
    }
    const ask = async ({ host }: { readonly host?: string }, cancelled: AbortSignal) => {
      if (host === 'broken.io') throw new Error('gone')
      if (host === 'slow.io') return setTimeout(60_000, undefined, { signal: cancelled })
      return host === undefined ? { hosts: Object.keys(secrets) } : secrets[host]
    }
    const logins = createLogins([editorSecretSource(ask, 20)])
    const find = async (host: string) => (await logins.find({ host, repository: 'x' }, signal)).login
    assert.equal((await find('ghcr.io'))?.password, 's')
    assert.equal((await find('acme.azurecr.io'))?.identityToken, 't')
    assert.deepEqual(await logins.hosts(), ['ghcr.io', 'acme.azurecr.io', 'odd.io'])
    for (const host of ['odd.io', 'other.io', 'broken.io']) assert.equal(await find(host), undefined)
    const { failures } = await logins.find({ host: 'slow.io', repository: 'x' }, signal)
    assert.deepEqual(
      failures.map(({ code }) => code),
      ['E_HELPER_TIMEOUT'],
    )
  })
})
