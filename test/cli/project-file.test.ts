import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { fluxmark } from './fluxmark.ts'

let work: string
before(() => {
  work = mkdtempSync(join(tmpdir(), 'fluxmark-project-'))
  mkdirSync(join(work, 'old'))
  const policy = (kind: string) => `apiVersion: image.toolkit.fluxcd.io/${kind}
kind: ImagePolicy
metadata: {name: web, namespace: apps}
spec: {imageRepositoryRef: {name: web}, policy: {semver: {range: 1.x}}}
`
  writeFileSync(join(work, 'old/policy.yaml'), policy('v1beta1'))
})
after(() => rmSync(work, { recursive: true, force: true }))

async function found(text: string, ...args: readonly string[]): Promise<readonly string[]> {
  writeFileSync(join(work, '.fluxmark.yaml'), text)
  const { out } = await fluxmark(work, work, 'check', '--offline', '--format', 'json', ...args)
  return JSON.parse(out).diagnostics.map(
    ({ code, severity }: { code: string; severity: string }) => `${code} ${severity}`,
  )
}

test('the command line reads the project file, and its own options win', async () => {
  assert.deepEqual(await found('ignore: [old]'), [])
  assert.ok((await found('fluxVersion: 2.2')).includes('policy-api-version warning'))
  assert.ok((await found('fluxVersion: 2.2', '--flux-version', '2.9')).includes('policy-api-version error'))
})

test('the default namespace, by option or project file, is one for every verb', async t => {
  const shop = mkdtempSync(join(tmpdir(), 'fluxmark-namespace-'))
  t.after(() => rmSync(shop, { recursive: true, force: true }))
  const kind = 'apiVersion: image.toolkit.fluxcd.io/v1\nkind'
  writeFileSync(
    join(shop, 'policy.yaml'),
    `${kind}: ImageRepository
metadata: {name: web}
spec: {image: ghcr.io/acme/web, interval: 5m}
---
${kind}: ImagePolicy
metadata: {name: web}
spec:
  imageRepositoryRef: {name: web}
  policy: {semver: {range: 1.x}}
---
${kind}: ImageUpdateAutomation
metadata: {name: main}
spec:
  interval: 30m
  sourceRef: {kind: GitRepository, name: fleet}
  git: {checkout: {ref: {branch: main}}, commit: {author: {email: a@b.example}}}
`,
  )
  writeFileSync(join(shop, 'web.yaml'), 'image: ghcr.io/acme/web:1.0.0 # {"$imagepolicy": "shop:web"}\n')
  writeFileSync(join(shop, 'tags.json'), '{"ghcr.io/acme/web": ["1.0.0", "1.1.0"]}')
  const answers = async (...option: readonly string[]) => {
    const ask = async (...args: readonly string[]) =>
      (await fluxmark(shop, shop, ...args, '--tags', join(shop, 'tags.json'), ...option)).out
    return [
      await ask('check'),
      await ask('policies'),
      await ask('explain', 'web.yaml:1'),
      await ask('update', '--dry-run'),
      await ask('simulate', 'shop:main'),
      await ask('tags', 'web.yaml:1'),
      await ask('hold', 'shop:web', '--at', '1.0.0', '--dry-run'),
    ]
  }
  const byOption = await answers('--default-namespace', 'shop')
  for (const [at, sign] of [
    /1 outdated/,
    /^shop:web +latest/m,
    /^ok +policy .*ImagePolicy shop:web is in the workspace/m,
    /1\.0\.0 → \S+1\.1\.0 +shop:web/,
    /^\+image: ghcr\.io\/acme\/web:1\.1\.0/m,
    /^1\.1\.0 +selected/m,
    /1\.x → 1\.0\.0/,
  ].entries())
    assert.match(byOption[at] ?? '', sign)
  writeFileSync(join(shop, 'fluxmark.yaml'), 'defaultPolicyNamespace: shop\n')
  assert.deepEqual(
    (await answers()).map(out => out.replace('3 files', '2 files')),
    byOption.map(out => out.replace('3 files', '2 files')),
  )
})
