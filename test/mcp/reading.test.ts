import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assistant } from './assistant.ts'

const reading = [
  'check',
  'describe_diagnostic',
  'explain',
  'list_outdated',
  'list_policies',
  'list_tags',
  'propose_onboarding',
  'simulate_update',
]
const writing = ['apply_fixes', 'hold', 'onboard', 'open_pull_request', 'promote', 'release', 'update']

for (const mode of ['legacy', 'auto'] as const)
  test(`an assistant finds every tool, and which of them only read (${mode})`, async t => {
    const { client } = await assistant(t, { mode })
    const { tools } = await client.listTools()
    const names = (isReading: boolean) =>
      tools
        .filter(({ annotations }) => annotations?.readOnlyHint === isReading)
        .map(({ name }) => name)
        .sort()
    assert.deepEqual([names(true), names(false)], [reading, writing])
    for (const { name, inputSchema, outputSchema, description } of tools) {
      assert.equal(outputSchema?.type, 'object', name)
      assert.ok(description && description.length > 20, name)
      const hasToken = Object.keys(inputSchema.properties ?? {}).includes('token')
      assert.equal(hasToken, writing.includes(name), name)
    }
    assert.equal(client.getServerVersion()?.name, 'fluxmark')
    assert.equal(client.getProtocolEra(), mode === 'auto' ? 'modern' : 'legacy')
  })

test('tools answer what the verbs answer', async t => {
  const { call, json } = await assistant(t)
  const policies = await call('list_policies')
  assert.deepEqual(policies.answer.policies, (await json('policies')).answer)
  const { about: _, ...checked } = (await call('check')).answer
  assert.deepEqual(checked, (await json('check')).answer)
  const { about: __, ...explained } = (await call('explain', { target: 'staging/web.yaml:2' })).answer
  assert.deepEqual(explained, (await json('explain', 'staging/web.yaml:2')).answer)
  const { about: ___, ...outdated } = (await call('list_outdated', { paths: ['production'] })).answer
  assert.deepEqual(outdated, (await json('update', '--dry-run', 'production')).answer)
  const { about: ____, ...simulated } = (await call('simulate_update', { automation: 'stage:staging' }))
    .answer
  assert.deepEqual(simulated, (await json('simulate', 'stage:staging')).answer)
  const tags = await call('list_tags', { target: 'staging/web.yaml:2' })
  assert.deepEqual(
    tags.answer.tags.map((one: { readonly tag: string }) => one.tag),
    ['1.1.0', '1.0.0'],
  )
  const described = await call('describe_diagnostic', { code: 'outdated' })
  assert.match(described.answer.help, /diagnostics\.md#outdated$/)
})

test('an image without a marker is proposed, then onboarded', async t => {
  const deployment = `apiVersion: apps/v1
kind: Deployment
metadata: {name: db, namespace: stage}
spec:
  template:
    spec:
      containers:
        - name: db
          image: ghcr.io/shop/db:1.0.0
`
  const { call, read } = await assistant(t, {
    args: ['--allow', 'write'],
    files: { 'staging/db.yaml': deployment },
    tags: {
      'ghcr.io/shop/web': ['1.0.0'],
      'ghcr.io/shop/api': ['1.0.0'],
      'ghcr.io/shop/db': ['1.0.0', '1.1.0'],
    },
  })
  const listed = await call('propose_onboarding', { list: true })
  assert.equal(listed.answer.images[0].image, 'ghcr.io/shop/db')
  const proposed = await call('propose_onboarding', { target: 'staging/db.yaml:9' })
  assert.equal(proposed.answer.sure, true, proposed.text)
  const { token } = (await call('onboard', { target: 'staging/db.yaml:9' })).answer
  assert.equal(read('staging/db.yaml'), deployment)
  const done = await call('onboard', { target: 'staging/db.yaml:9', token })
  assert.equal(done.isError, false, done.text)
  assert.match(read('staging/db.yaml'), /\$imagepolicy/)
})

test('a list comes in pages, and says what was left out', async t => {
  const { call } = await assistant(t)
  const first = (await call('list_policies', { limit: 2 })).answer
  assert.equal(first.policies.length, 2)
  assert.deepEqual(first.about.leftOut, [{ what: 'policies', given: 2, total: 3, nextCursor: '2' }])
  const second = (await call('list_policies', { limit: 2, cursor: '2' })).answer
  assert.equal(second.policies.length, 1)
  assert.notDeepEqual(second.policies[0], first.policies[0])
})

test('a hundred thousand tags stay within the budget', async t => {
  const many = Array.from({ length: 100_000 }, (_, at) => `1.${at}.0`)
  const { call } = await assistant(t, { tags: { 'ghcr.io/shop/web': many, 'ghcr.io/shop/api': ['1.0.0'] } })
  const { answer } = await call('list_tags', { target: 'ghcr.io/shop/web', limit: 5000 })
  assert.ok(JSON.stringify(answer).length < 70_000)
  assert.equal(answer.about.leftOut[0].total, 100_000)
  assert.ok(answer.tags.length > 500)
})

test('what goes wrong is a result with code, cause and remedy', async t => {
  const { call } = await assistant(t)
  for (const [name, input] of [
    ['explain', { target: 'nonsense' }],
    ['simulate_update', { automation: 'a:none' }],
    ['check', { paths: ['not-there'] }],
    ['describe_diagnostic', { code: 'none' }],
  ] as const) {
    const { isError, answer } = await call(name, input)
    assert.equal(isError, true, name)
    assert.deepEqual(Object.keys(answer.error), ['code', 'cause', 'remedy'], name)
    assert.equal(answer.error.code, 'E_USAGE')
  }
  const unread = await call('check', { paths: ['-c'], unknown: true })
  assert.equal(unread.isError, true)
})

test('fifty calls at once are all answered', async t => {
  const { call } = await assistant(t)
  const answers = await Promise.all(
    Array.from({ length: 50 }, () => call('explain', { target: 'stage:web' })),
  )
  for (const { answer } of answers) assert.equal(answer.target, answers[0]?.answer.target)
})
