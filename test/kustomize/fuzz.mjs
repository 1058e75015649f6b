// Random trees of kustomizations, ours against `kubectl kustomize`: `npx tsc -p . && node test/kustomize/fuzz.mjs`.
//   --trees N (2000)  --seed S (1)  --only SEED (one tree, printed)  --tally (what is in the trees; runs nothing)
//   --save FILE (kubectl's outcomes)  --saved FILE (compares with those, runs no kubectl)
// Ends with 1 where a tree differs. Some 60 ms of CPU a tree, one at a time.
import { readFileSync, writeFileSync } from 'node:fs'
import { isDeepStrictEqual, parseArgs } from 'node:util'
import { effectiveResources } from '../../build/server/src/kustomize/build/effective-resources.js'
import { featureNames } from '../../build/test/kustomize/feature-names.js'
import { filesOf } from '../../build/test/kustomize/memory-files.js'
import { outcomeOf, outcomeOfObjects } from '../../build/test/kustomize/outcome.js'
import { choices, close, features, level, putResources } from './features.mjs'
import { buildTree, kustomizeVersion } from './kubectl.mjs'

const { values } = parseArgs({
  options: {
    trees: { type: 'string', default: '2000' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string' },
    tally: { type: 'boolean', default: false },
    save: { type: 'string' },
    saved: { type: 'string' },
  },
})

/** A base, one or two overlays above it, and on each some features. */
function randomTree(seed) {
  const r = choices(seed)
  const files = {}
  const world = { namespace: '' }
  const used = new Set()
  const folders = ['base', 'overlay', 'top'].slice(0, 2 + r.below(2))
  for (const [i, folder] of folders.entries()) {
    const one = level(files, folder, world)
    if (i === 0) putResources(one, r)
    else one.add('resources', `../${folders[i - 1]}`)
    for (let n = 1 + r.below(4); n > 0; n--) {
      const name = r.pick(featureNames)
      // What fails hides all else: most trees are to build.
      if (name === 'invalid' && r.chance(0.6)) continue
      used.add(name)
      features[name](one, r)
    }
    close(one)
  }
  return { files, root: folders.at(-1), used }
}

const saved = values.saved ? JSON.parse(readFileSync(values.saved, 'utf8')) : {}

function differenceOf(seed) {
  const { files, root } = randomTree(seed)
  const theirs = saved[seed] ?? buildTree(files, [root])[root]
  saved[seed] = theirs
  if (theirs.panic) return { state: 'panic' }
  const ours = effectiveResources(filesOf(files)).roots.get(root)
  const expected = theirs.objects ? outcomeOfObjects(theirs.objects) : { fails: true }
  const actual = ours ? outcomeOf(ours) : { fails: true }
  const state = expected.fails ? 'fails' : 'builds'
  if (isDeepStrictEqual(actual, expected)) return { state }
  return {
    state: 'differs',
    files,
    root,
    error: theirs.error,
    problems: ours?.problems ?? [],
    expected,
    actual,
  }
}

function tell(seed, difference) {
  const { root, error, problems, expected, actual } = difference
  console.log(`seed ${seed}, root ${root}`)
  if (expected.fails || actual.fails) {
    console.log(expected.fails ? `  kustomize fails: ${error}` : '  kustomize builds it')
    for (const { code, message, file } of problems) console.log(`  ours: ${code} ${file}: ${message}`)
    return
  }
  for (const id of new Set([...Object.keys(expected.objects), ...Object.keys(actual.objects)])) {
    if (isDeepStrictEqual(actual.objects[id], expected.objects[id])) continue
    console.log(`  ${id}\n    ours      ${JSON.stringify(actual.objects[id])}`)
    console.log(`    kustomize ${JSON.stringify(expected.objects[id])}`)
  }
}

if (values.only) {
  const difference = differenceOf(Number(values.only))
  for (const [path, text] of Object.entries(randomTree(Number(values.only)).files))
    console.log(`#- ${path}\n${text}`)
  if (difference.state === 'differs') tell(values.only, difference)
  else console.log(difference.state)
} else {
  const count = { builds: 0, fails: 0, panic: 0, differs: 0 }
  const tally = new Map(featureNames.map(name => [name, 0]))
  const first = Number(values.seed) * 1_000_000
  const seeds = values.saved
    ? Object.keys(saved).map(Number)
    : Array.from({ length: Number(values.trees) }, (_, i) => first + i)
  for (const seed of seeds) {
    for (const name of randomTree(seed).used) tally.set(name, tally.get(name) + 1)
    if (values.tally) continue
    const difference = differenceOf(seed)
    count[difference.state]++
    if (difference.state === 'differs') tell(seed, difference)
  }
  for (const [name, n] of tally)
    console.log(`${((100 * n) / seeds.length).toFixed(1).padStart(5)} %  ${name}`)
  if (values.save) writeFileSync(values.save, JSON.stringify(saved))
  console.log(values.tally ? '' : `kustomize ${kustomizeVersion()}: ${JSON.stringify(count)}`)
  process.exitCode = count.differs > 0 ? 1 : 0
}
