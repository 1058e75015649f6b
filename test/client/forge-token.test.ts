import assert from 'node:assert/strict'
import { test } from 'node:test'
import { forgeToken, type GetSession } from '../../client/src/registries/forge-token.ts'

/** The editor's sessions in memory: those that are there, and what the user answers when asked to begin one. */
function sessions(there: readonly string[], begins: 'yes' | 'no' = 'no') {
  const asked: string[] = []
  const getSession: GetSession = async (provider, scopes, options) => {
    assert.deepEqual(scopes, ['repo'])
    asked.push(`${provider} ${Object.keys(options).join()}`)
    if (there.includes(provider)) return { accessToken: `session of ${provider}` }
    if ('silent' in options) return undefined
    if (begins === 'no') throw new Error('User did not consent to login.')
    return { accessToken: `new session of ${provider}` }
  }
  return { asked, getSession }
}

const github = { forge: 'github', host: 'github.com' }
const none = async () => undefined

test('a session that is there serves, without a question', async () => {
  const { getSession, asked } = sessions(['github'])
  const stores = { getSession, stored: async () => 'given', enterprise: undefined }
  assert.deepEqual(await forgeToken(github, stores), {
    source: 'the editor’s GitHub session',
    token: 'session of github',
  })
  assert.deepEqual(asked, ['github silent'])
})

test('what the user gave comes before a new session, which the editor asks for', async () => {
  const given = sessions([])
  const stores = { getSession: given.getSession, stored: async () => 'given', enterprise: undefined }
  assert.equal((await forgeToken(github, stores))?.token, 'given')
  assert.deepEqual(given.asked, ['github silent'])

  const begun = sessions([], 'yes')
  const without = { getSession: begun.getSession, stored: none, enterprise: undefined }
  assert.equal((await forgeToken(github, without))?.token, 'new session of github')
  assert.deepEqual(begun.asked, ['github silent', 'github createIfNone'])

  const declined = { getSession: sessions([]).getSession, stored: none, enterprise: undefined }
  assert.equal(await forgeToken(github, declined), null)
})

test('a session is for its own host alone', async () => {
  const { getSession, asked } = sessions(['github', 'github-enterprise'])
  const at = (host: string, forge = 'github', enterprise?: string) =>
    forgeToken({ forge, host }, { getSession, stored: none, enterprise })
  assert.equal(await at('git.corp'), null)
  assert.equal(await at('git.corp', 'github', 'https://other.corp'), null)
  assert.equal(await at('github.com', 'gitlab'), null)
  assert.equal(await at('github.com.evil.example'), null)
  assert.deepEqual(asked, [])
  assert.equal((await at('git.corp', 'github', 'https://git.corp/'))?.token, 'session of github-enterprise')
})
