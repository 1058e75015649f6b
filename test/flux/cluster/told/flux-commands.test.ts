import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fluxCommands } from '../../../../server/src/flux/cluster/told/flux-commands.ts'

const web = { kind: 'ImagePolicy', namespace: 'apps', name: 'web' }
const inGit = { isSuspendedInGit: false }
const texts = (...given: Parameters<typeof fluxCommands>) => fluxCommands(...given).map(one => one.command)

test('the commands of flux about an object, with its names and the context', () => {
  const where = 'web --namespace=apps --context=prod'
  assert.deepEqual(texts(web, 'prod', inGit), [
    `flux get image policy ${where}`,
    `flux reconcile image policy ${where}`,
    'flux logs --kind=ImagePolicy --name=web --namespace=apps --context=prod',
    `flux trace imagepolicy ${where}`,
    `flux suspend image policy ${where}`,
    `flux resume image policy ${where}`,
  ])
  const first = (kind: string) => texts({ ...web, kind }, 'prod', inGit)[0]
  assert.equal(first('ImageRepository'), `flux get image repository ${where}`)
  assert.equal(first('ImageUpdateAutomation'), `flux get image update ${where}`)
  assert.equal(first('Kustomization'), `flux get kustomization ${where}`)
  assert.equal(first('GitRepository'), `flux get source git ${where}`)
  assert.equal(first('Deployment'), undefined)
})

test('what Git suspends is neither suspended nor resumed by a command', () => {
  const verbs = fluxCommands(web, 'prod', { isSuspendedInGit: true }).map(({ verb }) => verb)
  assert.deepEqual(verbs, ['get', 'reconcile', 'logs', 'trace'])
})

test('names are quoted for a shell, and none that could be more than a name', () => {
  assert.equal(
    texts(web, "kind $(id)'s", inGit)[0],
    `flux get image policy web --namespace=apps --context='kind $(id)'\\''s'`,
  )
  assert.equal(
    texts({ ...web, namespace: 'a; b' }, 'arn:aws:eks:eu:1:cluster/x', inGit)[0],
    `flux get image policy web --namespace='a; b' --context=arn:aws:eks:eu:1:cluster/x`,
  )
  for (const context of ['a\nb', 'a\u001b[201~', 'a\u202eb']) assert.deepEqual(texts(web, context, inGit), [])
  assert.deepEqual(texts({ ...web, name: '--all' }, 'prod', inGit), [])
  assert.deepEqual(texts({ ...web, name: '' }, 'prod', inGit), [])
})
