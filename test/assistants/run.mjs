// `npm run test:assistants`: the conformance suite and the inspector's command line against `fluxmark mcp`, on the demo.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { prepare } from '../prepare.mjs'
import { conclude, runFiles } from '../run-files.mjs'

const here = import.meta.dirname
prepare()
if (!existsSync(join(here, 'node_modules/@modelcontextprotocol/inspector'))) {
  // Not `ci`: it refuses a lockfile of which a registry lacks one optional package, here of Windows alone.
  const args = [
    'install',
    '--no-save',
    '--prefix',
    here,
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    '--silent',
  ]
  const { status } = spawnSync('npm', args, { stdio: ['ignore', 2, 2] })
  if (status !== 0) process.exit(1)
}
conclude(
  await runFiles(
    ['suites', 'load'].map(name => join(here, `${name}.test.mjs`)),
    { concurrency: 1, timeout: 900_000 },
  ),
)
