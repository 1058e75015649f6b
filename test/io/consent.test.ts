import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createConsent } from '../../server/src/io/network/consent.ts'
import { rejects } from './registry/contract.ts'

const none = async () => []

test('public registries are well known, their imitators are not', async () => {
  const consent = createConsent({ allowed: [], configured: none })
  const isWellKnown = (host: string) => consent.allows(host, 'an image')
  for (const host of [
    'index.docker.io',
    'docker.io',
    'ghcr.io',
    'quay.io',
    'eu.gcr.io',
    'europe-docker.pkg.dev',
    '123456789012.dkr.ecr.eu-west-1.amazonaws.com',
    'acme.azurecr.io',
    'registry.k8s.io',
  ]) {
    assert.ok(await isWellKnown(host), host)
  }
  for (const host of [
    'ghcr.io.evil.example',
    'evil-ghcr.io',
    'ghcr.io:5000',
    'x.dkr.ecr.eu-west-1.amazonaws.com',
    '123456789012.dkr.ecr.evil.example',
    'acme.azurecr.io.evil.example',
    'a.b.azurecr.io',
    'docker.pkg.dev',
    'localhost',
    '127.0.0.1:5000',
    '10.0.0.1',
    'registry',
  ]) {
    assert.ok(!(await isWellKnown(host)), host)
  }
})

test('a flag covers a host and its ports, one port, or all', async () => {
  const allows = (allowed: string, host: string) =>
    createConsent({ allowed: [allowed], configured: none }).allows(host, 'image')
  assert.ok(await allows('registry.corp', 'registry.corp'))
  assert.ok(await allows('registry.corp', 'registry.corp:5000'))
  assert.ok(await allows('registry.corp:5000', 'registry.corp:5000'))
  assert.ok(await allows('*', '10.0.0.1'))
  assert.ok(await allows('[::1]:5000', '[::1]:5000'))
  assert.ok(!(await allows('registry.corp:5000', 'registry.corp')))
  assert.ok(!(await allows('corp', 'registry.corp')))
  assert.ok(!(await allows('registry.corp', 'registry.corp.evil.example')))
})

test('what stands in the user’s own configuration needs no question', async () => {
  const consent = createConsent({
    allowed: [],
    configured: async () => ['localhost:5000'],
    ask: () => assert.fail('asked'),
  })
  assert.ok(await consent.allows('localhost:5000', 'image'))
})

test('the user is asked once a host, whoever wants to know meanwhile', async () => {
  const asked: string[] = []
  const consent = createConsent({
    allowed: [],
    configured: none,
    ask: async (host, named) => {
      asked.push(`${host} ${named}`)
      return host === 'yes.corp'
    },
  })
  const answers = await Promise.all(
    ['yes.corp', 'no.corp', 'yes.corp', 'no.corp'].map(host => consent.allows(host, 'image')),
  )
  assert.deepEqual(answers, [true, false, true, false])
  assert.deepEqual(asked, ['yes.corp image', 'no.corp image'])
  // Where somebody is asked, the answer approves a host; a flag of the command line would be of no use.
  await rejects(consent.require('no.corp', 'image'), 'E_HOST_NOT_APPROVED', /choose "Allow no\.corp"/)
  const silent = createConsent({ allowed: [], configured: none })
  await rejects(silent.require('no.corp', 'image'), 'E_HOST_NOT_APPROVED', /--allow-host no\.corp/)
})
