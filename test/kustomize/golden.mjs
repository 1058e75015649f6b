// Makes golden.jsonl.br anew: `npx tsc -p . && node test/kustomize/golden.mjs`. Needs kubectl with kustomize 5.5 or
// later; takes some minutes. Each case is one feature, or two that meet: both in the overlay, or one below the other.
// Those that make names and namespaces meet all others in every order, the rest in one.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, constants } from 'node:zlib'
import { featureNames } from '../../build/test/kustomize/feature-names.js'
import { outcomeOfObjects } from '../../build/test/kustomize/outcome.js'
import { choices, close, features, level, putResources } from './features.mjs'
import { buildTree, kustomizeVersion } from './kubectl.mjs'

const missing = featureNames.filter(name => !(name in features))
if (missing.length > 0) throw new Error(`no such feature: ${missing.join(', ')}`)

/** One tree: `lower` in the base, `upper` in the overlay over it. */
function treeOf(lower, upper, seed) {
  const files = {}
  const r = choices(seed)
  const world = { namespace: '' }
  const base = level(files, 'base', world)
  const overlay = level(files, 'overlay', world)
  // A few sets of resources for all: their texts need not be read a thousand times.
  putResources(base, choices(seed % 5))
  overlay.add('resources', '../base')
  for (const name of lower) features[name](base, r)
  for (const name of upper) features[name](overlay, r)
  close(base)
  close(overlay)
  return files
}

/** The case with the first seed for which kustomize builds the overlay; where none does, that it fails is the case. */
function caseOf(name, lower, upper, seed) {
  let files = {}
  let outcome = { fails: true }
  const tries = upper.concat(lower).includes('invalid') ? 1 : 4
  for (let i = 0; i < tries && outcome.fails; i++) {
    files = treeOf(lower, upper, seed * 10 + i)
    const { overlay } = buildTree(files, ['overlay'])
    if (overlay.panic) continue
    outcome = overlay.objects ? outcomeOfObjects(overlay.objects) : { fails: true }
  }
  return { name, features: [...new Set([...lower, ...upper])], files, outcome }
}

const inEveryOrder = new Set([
  'namespace',
  'namePrefix',
  'nameSuffix',
  'components',
  'options: allowNameChange',
  'target: name',
  'target: namespace',
  'nameReference',
])

const cases = []
let seed = 1
for (const [i, a] of featureNames.entries()) {
  cases.push(caseOf(a, [], [a], seed++))
  for (const [j, b] of featureNames.entries()) {
    if (j < i) continue
    const orders = [
      () => caseOf(`${b} over ${a}`, [a], [b], seed++),
      () => caseOf(`${a} over ${b}`, [b], [a], seed++),
      () => caseOf(`${a}, ${b}`, [], [a, b], seed++),
    ]
    const all = inEveryOrder.has(a) && inEveryOrder.has(b)
    const chosen = a === b ? orders.slice(0, 1) : all ? orders : [orders[(i + j) % 3]]
    for (const make of chosen) cases.push(make())
  }
  process.stderr.write(`${a}: ${cases.length} cases, ${cases.filter(one => one.outcome.fails).length} fail\n`)
}

const lines = [{ kustomize: kustomizeVersion() }, ...cases].map(line => JSON.stringify(line))
const text = `${lines.join('\n')}\n`
const path = join(import.meta.dirname, 'golden.jsonl.br')
const params = {
  [constants.BROTLI_PARAM_QUALITY]: 11,
  [constants.BROTLI_PARAM_LGWIN]: 24,
  [constants.BROTLI_PARAM_SIZE_HINT]: text.length,
}
writeFileSync(path, brotliCompressSync(text, { params }))
process.stderr.write(`${cases.length} cases, ${text.length} bytes, ${readFileSync(path).length} compressed\n`)
