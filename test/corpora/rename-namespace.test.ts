import assert from 'node:assert/strict'
import { execFile, execFileSync } from 'node:child_process'
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { promisify } from 'node:util'
import { emptySnapshot, type Snapshot, withFiles } from '../../server/src/flux/workspace/snapshot.ts'
import { whole } from '../../server/src/flux/workspace/whole.ts'
import { edited } from '../../server/src/ide/fixes/edited.ts'
import { renameNamespace } from '../../server/src/ide/navigate/rename-namespace.ts'
import type { EffectiveResources } from '../../server/src/kustomize/build/effective-resources.ts'
import { reached } from '../../server/src/kustomize/build/reached.ts'

const data = process.env.FLUXMARK_TEST_DATA
const skip = data ? false : 'needs FLUXMARK_TEST_DATA, a folder with corpora/radix-flux in it'
const newName = 'zz-renamed'

describe('a namespace of a real repository', { skip }, () => {
  let folder: string
  let snapshot: Snapshot
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'fluxmark-rename-'))
    cpSync(join(data ?? '', 'corpora/radix-flux'), folder, { recursive: true })
    snapshot = withFiles(emptySnapshot({ fluxVersion: 'auto' }), textsOf(folder))
  })
  after(() => rmSync(folder, { recursive: true, force: true }))

  /** The texts of the files that the renaming changes. */
  function renamed(name: string): ReadonlyMap<string, string> {
    const renaming = renameNamespace(snapshot, name, newName)
    assert.ok('edits' in renaming, JSON.stringify(renaming))
    return edited(
      snapshot,
      renaming.edits.filter(({ doubt }) => doubt === undefined),
    )
  }

  /** Lines that name it as a word, in files that nothing generates, by what is left of them. */
  function mentions(name: string, texts: ReadonlyMap<string, string>): readonly string[] {
    const word = new RegExp(`(?<![\\w-])${name}(?![\\w-])`)
    return [...snapshot.files.values()].flatMap(({ path, text }) =>
      /gotk-components/.test(path)
        ? []
        : (texts.get(path) ?? text)
            .split('\n')
            .filter(line => word.test(line))
            .map(line => line.trim()),
    )
  }

  test('is renamed in exactly what names it, and in nothing else of the same name', () => {
    const texts = renamed('monitor')
    // A file of a kustomization, and an object's key.
    assert.deepEqual(mentions('monitor', texts).toSorted(), ['- monitor.yaml', 'monitor:'])
    const changed = [...texts.values()].flatMap(text =>
      text.split('\n').filter(line => line.includes(newName)),
    )
    assert.deepEqual([...new Set(changed.map(line => line.trim()))].toSorted(), [
      'name: zz-renamed',
      'namespace: zz-renamed',
      'prometheusUrl: http://prometheus-operator-prometheus.zz-renamed.svc.cluster.local:9090',
      'system:serviceaccount:zz-renamed:prometheus-operator-prometheus',
      'targetNamespace: zz-renamed',
    ])
    assert.equal(changed.length, 36)
  })

  test('asks about what a chart may read, and leaves releases of the same name alone', () => {
    const renaming = renameNamespace(snapshot, 'istio-system', newName)
    assert.ok('edits' in renaming)
    const doubts = renaming.edits.flatMap(({ doubt }) => doubt ?? [])
    assert.deepEqual(doubts, Array(5).fill('a value that a chart may read'))
    const left = mentions('velero', renamed('velero'))
    assert.ok(left.some(line => line === 'name: velero'))
    assert.deepEqual(
      left.filter(line => line.includes('amespace')),
      [],
    )
  })

  test('is not renamed where a generated file names it', () => {
    const renaming = renameNamespace(snapshot, 'flux-system', newName)
    assert.match('refusal' in renaming ? renaming.refusal : '', /gotk-components\.yaml names .* is generated/)
  })

  test('every root gives the same but for the name', () => {
    const before = whole(snapshot)
    for (const name of ['monitor', 'istio-system', 'radix-cicd-canary']) {
      const then = contentsOf(whole(withFiles(snapshot, renamed(name)), before))
      const now = contentsOf(before)
      assert.ok(now.size > 60)
      for (const [root, content] of then)
        assert.equal(content.replaceAll(newName, name), now.get(root), `${name}: ${root}`)
      assert.ok([...then.values()].some(content => content.includes(newName)))
    }
  })

  test('and kubectl says so', { skip: hasKubectl() ? false : 'needs kubectl' }, async () => {
    const texts = renamed('velero')
    // What a root reads from elsewhere is not asked for: those whose files are all here, and of which one changes.
    const roots = [...whole(snapshot).roots.values()].flatMap(({ name, target, isIncomplete }) => {
      const reads = [...reached(target)].flatMap(({ facts }) =>
        facts.flatMap(fact => ('read' in fact ? [fact.read] : [])),
      )
      return !isIncomplete && !target.isComponent && reads.some(path => texts.has(path)) ? [name] : []
    })
    assert.ok(roots.length > 2, `${roots}`)
    const before = await built(folder, roots)
    for (const [path, text] of texts) writeFileSync(join(folder, path), text)
    const now = await built(folder, roots)
    assert.deepEqual(
      now.map(text => text.replaceAll(newName, 'velero')),
      before,
    )
    assert.ok(now.some(text => text.includes(newName)))
  })
})

/** The objects of every root, as JSON. */
function contentsOf(effective: EffectiveResources): ReadonlyMap<string, string> {
  const roots = [...effective.roots.values(), ...effective.fluxRoots]
  return new Map(
    roots.map(({ name, resources }, index) => [
      `${index} ${name.replace(newName, '')}`,
      resources.map(({ content }) => content).join('\n'),
    ]),
  )
}

async function built(folder: string, roots: readonly string[]): Promise<readonly string[]> {
  const run = promisify(execFile)
  const outputs = new Map<string, string>()
  const left = [...roots]
  const work = async () => {
    for (let root = left.pop(); root !== undefined; root = left.pop()) {
      const path = join(folder, root)
      const { stdout } = await run('kubectl', ['kustomize', path], { maxBuffer: 1e8 })
      outputs.set(root, stdout)
    }
  }
  await Promise.all([work(), work(), work()])
  return roots.map(root => outputs.get(root) ?? '')
}

function textsOf(folder: string): readonly (readonly [string, string])[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile() && /\.ya?ml$/.test(entry.name))
    .map(entry => join(entry.parentPath, entry.name))
    .map(path => [relative(folder, path), readFileSync(path, 'utf8')] as const)
}

function hasKubectl(): boolean {
  try {
    execFileSync('kubectl', ['kustomize', '--help'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}
