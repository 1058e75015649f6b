import assert from 'node:assert/strict'
import { test } from 'node:test'
import { diagnostics } from '../../../server/src/ide/diagnostics.ts'
import { actions } from '../../../server/src/ide/fixes/actions.ts'
import { fixAll } from '../../../server/src/ide/fixes/fix-all.ts'
import { fixture } from '../../fixture.ts'

const other = `#- other.yaml
apiVersion: bitnami.com/v1alpha1
kind: SealedSecret
metadata: {name: other, namespace: apps}
`
const repository = (image: string, spec = '') => `#- apps/web.yaml
apiVersion: image.toolkit.fluxcd.io/v1
kind: ImageRepository
metadata:
  name: web
  namespace: apps
spec:
  image: ${image}
  interval: 5m
  secretRef:
    name: login
${spec}`
const source = (url: string) => `#- apps/web.yaml
apiVersion: source.toolkit.fluxcd.io/v1
kind: GitRepository
metadata: {name: fleet, namespace: apps}
spec: {url: ${url}, interval: 5m, secretRef: {name: login}}
`

function offered(text: string, at = 'login') {
  const { snapshot } = fixture(text)
  const file = snapshot.files.get('apps/web.yaml')
  const offset = file?.text.indexOf(at) ?? 0
  const [found, ...more] = actions(snapshot, 'apps/web.yaml', [offset, offset])
  assert.deepEqual(more, [])
  const [edit] = found?.edits ?? []
  return { found, edit, snapshot, old: file?.text ?? '' }
}

for (const [what, text, secret] of [
  [
    'a registry',
    repository('ghcr.io/acme/web'),
    `type: kubernetes.io/dockerconfigjson
stringData:
  .dockerconfigjson: |
    {"auths":{"ghcr.io":{"username":"REPLACE-ME","password":"REPLACE-ME"}}}
`,
  ],
  [
    'Docker Hub',
    repository('acme/web'),
    `type: kubernetes.io/dockerconfigjson
stringData:
  .dockerconfigjson: |
    {"auths":{"https://index.docker.io/v1/":{"username":"REPLACE-ME","password":"REPLACE-ME"}}}
`,
  ],
  [
    'an https source',
    source('https://git.acme.example/fleet'),
    `type: Opaque
stringData:
  username: REPLACE-ME
  password: REPLACE-ME
`,
  ],
  [
    'an ssh source',
    source('ssh://git@git.acme.example/fleet'),
    `type: Opaque
stringData:
  identity: REPLACE-ME
  known_hosts: REPLACE-ME
`,
  ],
] as const) {
  test(`the Secret of ${what} is added with placeholders, and is what Flux reads`, () => {
    const { found, edit, snapshot, old } = offered(`${other}${text}`)
    assert.equal(found?.title, 'Add a Secret login to fill in')
    assert.equal(
      edit?.newText,
      `---
# Placeholders. Fill them in, and encrypt this Secret before you commit it.
apiVersion: v1
kind: Secret
metadata:
  name: login
  namespace: apps
${secret}`,
    )
    assert.deepEqual(edit?.span, [old.length, old.length])
    assert.equal(fixAll(snapshot, ['apps/web.yaml'], new Map()).size, 0, 'never in fix-all')
    const after = fixture(`${other}${text}${edit?.newText}`).snapshot
    const codes = diagnostics(after, 'apps/web.yaml').map(({ code }) => code)
    assert.deepEqual(
      codes.filter(code => /secret/.test(code)),
      [],
    )
    assert.deepEqual(actions(after, 'apps/web.yaml', [old.indexOf('login'), old.indexOf('login')]), [])
  })
}

for (const [what, text, at] of [
  ['no Secret is in the workspace', repository('ghcr.io/acme/web')],
  ['the Secret is sealed', `${other.replace('name: other', 'name: login')}${repository('ghcr.io/acme/web')}`],
  [
    'a kustomization makes it',
    `#- kustomization.yaml\nsecretGenerator:\n- name: login\n${repository('ghcr.io/acme/web')}`,
  ],
  ['the cursor is elsewhere', `${other}${repository('ghcr.io/acme/web')}`, 'image:'],
  [
    'the name is a variable',
    `${other}${repository('ghcr.io/acme/web')}`.replace('login', '$' + '{login}'),
    'secretRef',
  ],
  ['the login comes from the cloud', `${other}${repository('1234.azurecr.io/web', '  provider: azure\n')}`],
] as const) {
  test(`no Secret is offered where ${what}`, () => assert.equal(offered(text, at).found, undefined))
}

test('one of that name in another namespace is another Secret', () => {
  const elsewhere = other.replace('{name: other, namespace: apps}', '{name: login, namespace: flux-system}')
  assert.match(
    offered(`${elsewhere}${repository('ghcr.io/acme/web')}`).edit?.newText ?? '',
    /namespace: apps/,
  )
})
