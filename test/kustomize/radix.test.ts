import assert from 'node:assert/strict'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { effectiveResources } from '../../server/src/kustomize/build/effective-resources.ts'
import { isFatal } from '../../server/src/kustomize/build/problem.ts'
import { filesOf } from './memory-files.ts'
import { digestOf, outcomeOf } from './outcome.ts'

const data = process.env.FLUXMARK_TEST_DATA
const skip = data ? false : 'needs FLUXMARK_TEST_DATA, a folder with corpora/radix-flux in it'

/** kustomize cannot build them without a network. */
const remote = [
  'components/third-party/gateway-api/v1.4.0',
  'components/third-party/gateway-api/v1.5.1',
  'components/third-party/tekton/v0.79.0/operator',
]

test('every root of a real repository gives what kustomize gives', { skip }, () => {
  const repository = join(data ?? '', 'corpora/radix-flux')
  const texts = Object.fromEntries(
    readdirSync(repository, { recursive: true, encoding: 'utf8' })
      .filter(path => statSync(join(repository, path)).isFile())
      .map(path => [path.replaceAll('\\', '/'), readFileSync(join(repository, path), 'utf8')]),
  )
  const expected = JSON.parse(
    readFileSync(join(import.meta.dirname, '../../../test/kustomize/radix-flux.json'), 'utf8'),
  ) as { readonly roots: Readonly<Record<string, string>> }
  const { roots, fluxRoots } = effectiveResources(filesOf(texts))
  assert.deepEqual([...roots.keys()], Object.keys(expected.roots).sort())
  const buildable = [...roots].filter(([folder]) => !remote.includes(folder))
  assert.equal(buildable.length, 61)
  for (const [folder, root] of buildable) {
    assert.equal(digestOf(outcomeOf(root)), expected.roots[folder], folder)
  }
  for (const folder of remote) {
    assert.equal(expected.roots[folder], 'fails')
    assert.deepEqual(
      roots.get(folder)?.unknowns.map(one => one.code),
      ['remote-base'],
    )
  }
  // Six clusters, each bootstrapped; nothing that Flux applies here is called wrong.
  assert.equal(fluxRoots.filter(root => root.name === 'flux:flux-system/flux-system').length, 6)
  assert.deepEqual(
    fluxRoots.flatMap(({ problems }) => problems.filter(isFatal)),
    [],
  )
})
