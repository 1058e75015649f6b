// A fleet as one repository, the same for the same seed: `node generate-fleet.mjs OUT [APPS=44] [SEED=1]`.
// With 44 applications it is 2,000 files and 450 kustomizations in 8 environments; other numbers scale it.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { baseFiles, componentFiles, overlayFiles } from './application.mjs'
import { alertFile, clusterFiles, environmentFiles, imageFiles, infrastructureFiles } from './cluster.mjs'
import { random } from './random.mjs'

/** The environments, each with a cluster of its own. */
export const environments = ['dev', 'test', 'stage', 'qa', 'prod-eu', 'prod-us', 'prod-ap', 'dr']

const components = 13

/** The files of a fleet by path. */
export function fleet({ apps = 44, seed = 1 } = {}) {
  const pick = random(seed)
  const files = new Map()
  const add = made => {
    for (const [path, text] of Object.entries(made)) files.set(path, text)
  }
  const applications = Array.from({ length: apps }, (_, index) => applicationOf(index, pick))
  for (let index = 0; index < components; index++) add(componentFiles(index))
  for (const app of applications) {
    add(baseFiles(app, pick))
    for (const environment of environments) add(overlayFiles(app, environment, components, pick))
  }
  for (const environment of environments) {
    add(environmentFiles(environment, applications))
    add(clusterFiles(environment))
  }
  add(infrastructureFiles(environments, pick))
  add(imageFiles(environments, applications, pick))
  // What is left are plain manifests without a kustomization, as every such repository has them.
  const target = Math.round((apps * 2000) / 44)
  for (let index = 0; files.size < target; index++) add(alertFile(index, pick))
  return files
}

const subjects = [
  'billing',
  'orders',
  'search',
  'users',
  'stock',
  'mail',
  'audit',
  'reports',
  'media',
  'quotes',
]
const tasks = ['api', 'web', 'worker', 'gateway', 'jobs']

function applicationOf(index, pick) {
  const round = Math.floor(index / (subjects.length * tasks.length))
  const name = [
    subjects[index % subjects.length],
    tasks[index % tasks.length],
    index,
    ...(round ? [round] : []),
  ]
  return {
    name: name.join('-'),
    team: `team-${index % 8}`,
    tag: `${pick.between(1, 9)}.${pick.between(0, 20)}.${pick.between(0, 30)}`,
    /** Where the overlays say which image runs: in a patch, or in the kustomization's `images`. */
    isImageInPatch: index % 3 === 0,
    hasGenerator: index % 2 === 0,
    hasReplacement: index % 4 === 1,
    hasCronJob: index % 5 === 2,
    hasHelmRelease: index % 11 === 3,
  }
}

if (process.argv[1] === import.meta.filename) {
  const [out = '', apps = '44', seed = '1'] = process.argv.slice(2)
  const files = fleet({ apps: Number(apps), seed: Number(seed) })
  rmSync(out, { recursive: true, force: true })
  let bytes = 0
  for (const [path, text] of files) {
    mkdirSync(dirname(join(out, path)), { recursive: true })
    writeFileSync(join(out, path), text)
    bytes += Buffer.byteLength(text)
  }
  const kustomizations = [...files.keys()].filter(path => path.endsWith('/kustomization.yaml')).length
  process.stdout.write(`${JSON.stringify({ files: files.size, kustomizations, bytes })}\n`)
}
