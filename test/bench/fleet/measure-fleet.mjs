// The rows of `npm run bench` that are about whole repositories, and about the command line's start.
import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { root } from '../../prepare.mjs'
import { fleet } from './generate-fleet.mjs'
import { compareWithKubectl, hasKubectl, measureKubectl } from './measure-kubectl.mjs'
import { processorTime } from './processor-time.mjs'

/** A file that kustomizations reach, with markers in it. */
const someFile = 'apps/billing-api-0/overlays/dev/deployment-patch.yaml'

/** How `measureEditing` goes about that file: an image that is marked, and the value of a variable below it. */
export function fleetManifest(repository) {
  const text = readFileSync(join(repository, someFile), 'utf8')
  const lines = text.split('\n')
  const image = lines.findIndex(line => line.includes('image: '))
  const value = lines.findIndex(line => line.includes('value: '))
  return {
    path: someFile,
    text,
    typedAt: { line: value, character: lines[value].length },
    hoverAt: { line: image, character: lines[image].indexOf('image: ') + 9 },
  }
}

/** Rows of the table: what, against, Fluxmark's figure, the yardstick's, the mark. Sizes in `work`. */
export function measureFleet(node, work, rounds, print) {
  const repository = join(work, 'fleet')
  const files = fleet()
  writeAll(repository, files)
  const ten = join(work, 'ten')
  mkdirSync(ten, { recursive: true })
  for (let index = 0; index < 10; index++) cpSync(join(repository, someFile), join(ten, `file-${index}.yaml`))
  const generated = join(work, 'generated')
  const plain = join(work, 'plain')
  writeAll(generated, configMaps(true))
  writeAll(plain, configMaps(false))

  const main = join(root, 'dist/main.js')
  const cache = join(work, 'cache')
  const check = folder => processorTime([[node, main, 'check', '--offline', folder]], folder, cache)
  const json = (script, ...args) => {
    const { stdout } = spawnSync(node, ['--expose-gc', script, ...args], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 2],
    })
    return JSON.parse(stdout)
  }
  const found = []
  for (let round = 0; round < rounds; round++) {
    const parts = json(join(root, 'build/test/bench/check-fleet.js'), repository)
    // So that each is a first run.
    rmSync(cache, { recursive: true, force: true })
    found.push({
      whole: check(repository),
      again: check(repository),
      checked: parts.checked,
      evaluated: parts.evaluated,
      heap: parts.heap,
      bare: processorTime([[node, '-e', '0']], work),
      help: processorTime([[node, main, '--help']], work),
      ten: check(ten),
      generated: check(generated),
      plain: check(plain),
      floor: json(join(import.meta.dirname, '../walk-floor.mjs'), repository).cpu,
      first: json(join(root, 'build/test/bench/first-diagnostics.js'), repository, someFile).cpu,
    })
  }
  const of = name => median(found.map(one => one[name]))
  const bytes = [...files].reduce((sum, [path, text]) => sum + (path.endsWith('.yaml') ? text.length : 0), 0)
  return [
    ...kubectlRow(repository, of('whole'), print),
    ['  the same again, nothing changed', 'the first run', of('again'), of('whole'), 0.25],
    ['  the checks themselves, processor time', 'the evaluation', of('checked'), of('evaluated'), 0.3],
    ['  memory behind it, MB', 'the bytes of its YAML', of('heap') / 1e6, bytes / 1e6, 12],
    [
      '  first diagnostics of one of its files, processor time',
      'walk, read, search',
      of('first'),
      of('floor'),
      3,
    ],
    [
      '20 generated ConfigMaps of 200 KB in 10 overlays',
      'without generators',
      of('generated'),
      of('plain'),
      1.5,
    ],
    ['`--help`, processor time', '`node -e 0`', of('help'), of('bare'), 1.3],
    ['`check` of ten files, processor time', '`node -e 0`', of('ten'), of('bare'), 2.5],
  ]
}

/** How the time of a whole check grows with the fleet: the exponent between 44 and 176 applications. */
export function measureGrowth(node, work) {
  const times = [44, 176].map(apps => {
    const folder = join(work, `fleet-${apps}`)
    writeAll(folder, fleet({ apps }))
    const { stdout } = spawnSync(node, [join(root, 'build/test/bench/check-fleet.js'), folder], {
      encoding: 'utf8',
    })
    const { loaded, evaluated, checked } = JSON.parse(stdout)
    return loaded + evaluated + checked
  })
  return Math.log(times[1] / times[0]) / Math.log(4)
}

function kubectlRow(repository, whole, print) {
  if (!hasKubectl()) {
    print('kubectl is not installed: the fleet is not compared with it.')
    return []
  }
  compareWithKubectl(repository)
  return [
    [
      'whole check of a fleet, processor time',
      'kubectl kustomize',
      whole,
      measureKubectl(repository),
      1 / 40,
    ],
  ]
}

/** A base with 20 files of 200 KB, which a generator takes or not, and ten overlays of it. */
function configMaps(isGenerated) {
  const kustomization = 'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n'
  const names = Array.from({ length: 20 }, (_, index) => `data-${index}`)
  const generator = names.map(name => `  - name: ${name}\n    files:\n      - ${name}.txt\n`).join('')
  const policy = `apiVersion: image.toolkit.fluxcd.io/v1\nkind: ImagePolicy\nmetadata:\n  name: app\n  namespace: apps\nspec:\n  imageRepositoryRef:\n    name: app\n  policy:\n    semver:\n      range: 1.x\n`
  return new Map([
    [
      'base/kustomization.yaml',
      `${kustomization}resources:\n  - policy.yaml\n${isGenerated ? `configMapGenerator:\n${generator}` : ''}`,
    ],
    ['base/policy.yaml', policy],
    ...names.map((name, index) => [
      `base/${name}.txt`,
      `${index} ${'0123456789abcdef '.repeat(12)}\n`.repeat(980),
    ]),
    ...Array.from({ length: 10 }, (_, index) => [
      `overlays/${index}/kustomization.yaml`,
      `${kustomization}resources:\n  - ../../base\nlabels:\n  - pairs:\n      overlay: o-${index}\n`,
    ]),
  ])
}

function writeAll(folder, files) {
  for (const [path, text] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
}

function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}
