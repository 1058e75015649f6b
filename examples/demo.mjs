// The demo: a GitOps repository of a small shop in a temporary folder, and the registry that it speaks of.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startRegistry } from './registry.mjs'

/** What the demo's registry lists, each image's tags from the oldest to the newest. */
const tags = {
  'shop/checkout': ['1.2.3', '1.4.0', '1.5.2', '1.5.3', '2.0.0-rc.1', '2.0.0', 'latest'],
  'shop/cache': ['7.2.0', '7.4.0', '7.4.1', '8.0.0'],
  'shop/payments': ['main-3f9c2d1-1760000000', 'main-a81b04e-1763000000', 'dev-77aa012-1763100000'],
  'shop/frontend': ['2024.10.30', '2024.11.2', '2024.11.9'],
  'shop/search': ['0.9.0-beta.1', '0.9.0-beta.2'],
}

/**
 * Starts the registry on a free port and makes the repository, a real one of Git's, with images that lie there.
 * Resolves to `{folder, file, registry, settings, close()}`: `file` is the one to look at first, `settings` are user
 * settings of an editor that allow the registry.
 */
export async function startDemo() {
  const registry = await startRegistry({ images: made(Date.now()) })
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'fluxmark-demo-')))
  const close = async () => {
    await registry.close()
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
  }
  try {
    makeRepository(folder, registry.host)
  } catch (error) {
    await close()
    throw error
  }
  const file = join(folder, 'apps/checkout/deployment.yaml')
  const settings = { 'fluxmark.registries': { [registry.host]: {} } }
  return { folder, file, registry, settings, close }
}

/** The images as they would be made: some days between two tags, for two platforms, of one source each. */
function made(now) {
  return Object.fromEntries(
    Object.entries(tags).map(([name, list], image) => [
      name,
      list.map((tag, at) => ({
        tag,
        created: new Date(now - (1 + (list.length - 1 - at) * (9 + image)) * 86_400_000).toISOString(),
        platforms: ['linux/amd64', 'linux/arm64'],
        size: 18_400_000 + image * 9_300_000 + at * 210_000,
        source: `https://github.com/acme/${name.split('/')[1]}`,
        revision: createHash('sha1').update(`${name}:${tag}`).digest('hex'),
      })),
    ]),
  )
}

function makeRepository(folder, host) {
  cpSync(join(import.meta.dirname, 'demo'), folder, { recursive: true })
  for (const name of readdirSync(folder, { recursive: true })) {
    const file = join(folder, name)
    if (!statSync(file).isFile()) continue
    writeFileSync(file, readFileSync(file, 'utf8').replaceAll('registry.example.com', host))
  }
  git(folder, 'init', '--quiet', '--initial-branch=main')
  git(folder, 'config', 'user.name', 'Fluxmark demo')
  git(folder, 'config', 'user.email', 'demo@fluxmark.example')
  git(folder, 'add', '--all')
  // Neither the user's signing key nor their hooks are the demo's business.
  const own = ['-c', 'commit.gpgsign=false', '-c', 'core.hooksPath=']
  git(folder, ...own, 'commit', '--quiet', '-m', 'Run the shop')
}

function git(folder, ...args) {
  const { status, error } = spawnSync('git', args, { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] })
  if (status === 0) return
  throw new Error(`git ${args[0]} failed${error ? `: ${error.message}` : ''}; the demo needs Git on the PATH`)
}
