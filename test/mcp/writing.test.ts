import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assistant } from './assistant.ts'

test('a writing tool shows first, and writes with the token alone', async t => {
  const { call, read, git } = await assistant(t, { args: ['--allow', 'write'] })
  const { preview, token } = (await call('update', { paths: ['staging/web.yaml'] })).answer
  assert.deepEqual(
    preview.changes.map((one: { readonly old: string; readonly new: string }) => [one.old, one.new]),
    [['ghcr.io/shop/web:1.0.0', 'ghcr.io/shop/web:1.1.0']],
  )
  assert.equal(git('status', '--porcelain'), '')
  const done = await call('update', { paths: ['staging/web.yaml'], token })
  assert.deepEqual(done.answer.changes, preview.changes)
  assert.match(read('staging/web.yaml'), /web:1\.1\.0/)
  assert.equal(git('status', '--porcelain').trim(), 'M staging/web.yaml')
})

test('a token is refused after a file was changed, for other arguments, and for another tool', async t => {
  const { call, read, write, git } = await assistant(t, { args: ['--allow', 'write'] })
  const input = { paths: ['staging/web.yaml'] }
  const { token } = (await call('update', input)).answer
  const before = read('staging/web.yaml')
  for (const [name, other] of [
    ['update', { paths: ['production'], token }],
    ['update', { ...input, token: `${token.slice(0, -1)}${token.endsWith('0') ? '1' : '0'}` }],
    ['update', { ...input, token: 'yes' }],
    ['apply_fixes', { ...input, token }],
  ] as const) {
    const { isError, answer } = await call(name, other)
    assert.deepEqual([isError, answer.error?.code], [true, 'E_TOKEN'], name)
  }
  write('staging/web.yaml', `${before}# somebody's note\n`)
  const { answer } = await call('update', { ...input, token })
  assert.equal(answer.error.code, 'E_TOKEN')
  assert.equal(read('staging/web.yaml'), `${before}# somebody's note\n`)
  assert.equal(git('diff', '--stat', '--', 'production'), '')
})

test('without --allow a token writes nothing, and write does not push', async t => {
  const none = await assistant(t)
  const { token } = (await none.call('hold', { policy: 'stage:web', reason: 'freeze' })).answer
  const refused = await none.call('hold', { policy: 'stage:web', reason: 'freeze', token })
  assert.equal(refused.answer.error.code, 'E_NOT_ALLOWED')
  assert.match(refused.answer.error.remedy, /--allow write/)
  assert.equal(none.git('status', '--porcelain'), '')
  const writer = await assistant(t, { args: ['--allow', 'write'] })
  const input = { commit: true, push: true, paths: ['staging'] }
  const pushed = await writer.call('update', {
    ...input,
    token: (await writer.call('update', input)).answer.token,
  })
  assert.equal(pushed.answer.error.code, 'E_NOT_ALLOWED')
  assert.match(pushed.answer.error.remedy, /--allow push/)
})

test('hold and release leave every byte as it was', async t => {
  const { call, read } = await assistant(t, { args: ['--allow', 'write'] })
  const before = read('flux/stage.yaml')
  const policy = { policy: 'stage:web' }
  const held = await call('hold', { ...policy, token: (await call('hold', policy)).answer.token })
  assert.equal(held.answer.held[0].target, 'stage:web', held.text)
  assert.notEqual(read('flux/stage.yaml'), before)
  const frozen = { automation: ['stage:staging'], reason: 'holidays' }
  const freeze = await call('hold', { ...frozen, token: (await call('hold', frozen)).answer.token })
  assert.equal(freeze.answer.held[0].reason, 'holidays')
  for (const input of [{ automation: ['stage:staging'] }, policy]) {
    const { token } = (await call('release', input)).answer
    assert.equal((await call('release', { ...input, token })).isError, false)
  }
  assert.equal(read('flux/stage.yaml'), before)
})

test('a commit holds the values alone', async t => {
  const { call, git } = await assistant(t, { args: ['--allow', 'write'] })
  const input = { paths: ['staging'], commit: true, branch: 'bumps', message: 'Bump' }
  const { token, preview } = (await call('update', input)).answer
  assert.deepEqual(preview.plans, [{ branch: 'bumps', base: null, message: 'Bump' }])
  const done = await call('update', { ...input, token })
  assert.equal(done.answer.commit?.branch, 'bumps', done.text)
  assert.equal(git('log', '-1', '--format=%s', 'bumps').trim(), 'Bump')
  assert.equal(git('status', '--porcelain'), '')
})

test('versions are promoted', async t => {
  const { call, read } = await assistant(t, { args: ['--allow', 'write'] })
  const update = { paths: ['staging'] }
  await call('update', { ...update, token: (await call('update', update)).answer.token })
  const input = { from: 'staging', to: 'production' }
  const { token, preview } = (await call('promote', input)).answer
  assert.equal(preview.changes.length, 1)
  await call('promote', { ...input, token })
  assert.match(read('production/web.yaml'), /web:1\.1\.0/)
})

test('certain fixes are shown as a diff, then written', async t => {
  const kept = 'kind: A\nimage: ghcr.io/shop/web:1.0.0 # {"$imagepolicy": "stage:web:Tag"}\n'
  const { call, read } = await assistant(t, {
    args: ['--allow', 'write'],
    files: { 'staging/web.yaml': kept },
  })
  const { preview, token } = (await call('apply_fixes')).answer
  assert.match(preview.diff, /^\+image: .*"stage:web"/m)
  assert.equal(read('staging/web.yaml'), kept)
  const done = await call('apply_fixes', { token })
  assert.equal(done.isError, false, done.text)
  assert.match(read('staging/web.yaml'), /"stage:web"/)
})

test('a pull request is shown before anything is committed', async t => {
  const { call, git } = await assistant(t, { args: ['--allow', 'write'] })
  git('remote', 'add', 'origin', 'https://github.com/shop/fleet.git')
  const shown = await call('open_pull_request', { paths: ['staging'], branch: 'bumps' })
  assert.ok(shown.answer.token ?? shown.answer.error, shown.text)
  const refused = await call('open_pull_request', { paths: ['staging'], branch: 'bumps', token: 'x' })
  assert.equal(refused.answer.error.code, 'E_NOT_ALLOWED')
  assert.equal(git('branch', '--list', 'bumps'), '')
})
