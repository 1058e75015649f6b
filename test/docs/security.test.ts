import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'

const root = join(import.meta.dirname, '../../..')
const read = (path: string) => readFileSync(join(root, path), 'utf8')
const testsIn = (text: string) => [...text.matchAll(/`(test\/[^`]+)`/g)].map(([, path]) => path ?? '')
const [promises = ''] = read('SECURITY.md').split('\n## Known limits')

test('each promise and each threat in SECURITY.md names its test, and these are there', () => {
  const threats = promises.split('\n').filter(line => /^\| (?!who \|)/.test(line))
  const bullets = promises.split('\n').filter(line => line.startsWith('- '))
  assert.ok(threats.length >= 8 && bullets.length >= 12)
  for (const line of [...threats, ...bullets]) assert.ok(testsIn(line).length > 0, line)
  assert.deepEqual(
    testsIn(promises).filter(path => !existsSync(join(root, path))),
    [],
  )
})

interface Locked {
  readonly version: string
  readonly license: string
  readonly dev?: boolean
  readonly hasInstallScript?: boolean
}

test('the runtime dependencies are those that the page names, none with an install script', () => {
  const { packages } = JSON.parse(read('package-lock.json')) as { packages: Record<string, Locked> }
  const { dependencies } = JSON.parse(read('package.json')) as { dependencies: Record<string, string> }
  const rows = [...read('docs/dependencies.md').matchAll(/^\| `(.+)` \| (\S+) \| (\S+) \| (.+) \|$/gm)]
  assert.deepEqual(
    rows.map(([, name, version, licence]) => [name, version, licence]),
    Object.entries(dependencies).map(([name, version]) => [
      name,
      version,
      packages[`node_modules/${name}`]?.license,
    ]),
  )
  for (const [name, { dev, hasInstallScript }] of Object.entries(packages))
    assert.ok(dev || !hasInstallScript, `${name} has an install script`)
})

test('advisories are asked for on a schedule', () => {
  const workflow = read('.github/workflows/advisories.yml')
  assert.match(workflow, /schedule:/)
  assert.match(workflow, /run: npm audit/)
})

test('the page of the attacks names each kind that there is, and no other', () => {
  const folder = join(root, 'test/attack')
  const files = readdirSync(folder).filter(file => file.endsWith('.attack.mjs'))
  const names = files.map(file => /^export const name = '(.+)'$/m.exec(read(`test/attack/${file}`))?.[1])
  const [table = ''] = read('docs/attacks.md').split('## The last full run')
  assert.deepEqual(
    [...table.matchAll(/^\| `(.+?)` \|/gm)].map(([, name]) => name).toSorted(),
    names.toSorted(),
  )
})
