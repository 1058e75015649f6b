// What `kubectl kustomize` takes for the fleet, and whether it gives what Fluxmark gives.
import { spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { effectiveResources } from '../../../build/server/src/kustomize/build/effective-resources.js'
import { filesOf } from '../../../build/test/kustomize/memory-files.js'
import { digestOf, outcomeOf, outcomeOfObjects } from '../../../build/test/kustomize/outcome.js'
import { buildFolder } from '../../kustomize/kubectl.mjs'
import { fleet } from './generate-fleet.mjs'
import { processorTime } from './processor-time.mjs'

export function hasKubectl() {
  return spawnSync('kubectl', ['version', '--client'], { stdio: 'ignore' }).status === 0
}

/**
 * Processor time in ms of all roots of the fleet in `folder`, each its own process, start-up taken off. Of the
 * applications every fourth is built and counts four times, so that a run does not take minutes.
 */
export function measureKubectl(folder) {
  const isApp = path => path.startsWith('apps/')
  const roots = fleetRoots()
  const names = [...new Set(roots.filter(isApp).map(path => path.split('/')[1]))]
  const fourth = new Set(names.filter((_, index) => index % 4 === 0))
  const sampled = roots.filter(path => isApp(path) && fourth.has(path.split('/')[1]))
  const others = roots.filter(path => !isApp(path))
  const empty = join(folder, '../empty')
  mkdirSync(empty, { recursive: true })
  writeFileSync(join(empty, 'kustomization.yaml'), 'resources: []\n')
  const build = paths =>
    processorTime(
      paths.map(path => ['kubectl', 'kustomize', path]),
      folder,
    )
  const start = build(Array(20).fill(empty)) / 20
  const of = list => build(list.map(path => join(folder, path))) - start * list.length
  return of(others) + of(sampled) * (names.length / fourth.size)
}

/** Ends with an error where one of 40 roots is not what kustomize makes of it. */
export function compareWithKubectl(folder) {
  const files = fleet()
  const { roots } = effectiveResources(filesOf(Object.fromEntries(files)))
  const all = fleetRoots(files)
  const sample = Array.from({ length: 40 }, (_, index) => all[Math.floor((index * all.length) / 40)])
  for (const name of sample) {
    const { objects, error } = buildFolder(join(folder, name))
    if (!objects) throw new Error(`kustomize does not build ${name}: ${error}`)
    const root = roots.get(name)
    if (!root || digestOf(outcomeOf(root)) !== digestOf(outcomeOfObjects(objects)))
      throw new Error(`${name} is not what kustomize makes of it`)
  }
}

/** The folders that kustomize can build: not components. */
function fleetRoots(files = fleet()) {
  return [...files.keys()]
    .filter(path => path.endsWith('/kustomization.yaml') && !path.startsWith('components/'))
    .map(path => path.slice(0, path.lastIndexOf('/')))
    .sort()
}
