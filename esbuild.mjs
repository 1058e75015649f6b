// Bundles the entry, the program behind it (server and command line), its server for assistants and the client, one file
// each, into dist/. `tsc` has to have run: help is made with what it wrote.
import { mkdirSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { build as bundle } from 'esbuild'

const production = process.argv.includes('--production')
const shared = {
  bundle: true,
  platform: 'node',
  target: 'node20',
  minify: production,
  sourcemap: production ? false : 'linked',
  logLevel: 'warning',
  legalComments: 'none',
}

/** The folders of the packages that are bundled: whose notices go along (test/package/notices.mjs). */
const bundled = new Set()

async function build(options) {
  const result = await bundle({ ...options, metafile: true })
  for (const path of Object.keys(result.metafile.inputs)) {
    const [, folder] = /^(?:[\w-]+:)?(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(path) ?? []
    if (folder) bundled.add(folder.slice(folder.indexOf('node_modules/')))
  }
  return result
}

/**
 * undici without what the registry client does not use: its index brings fetch, WebSocket, caches and mocks along, and
 * its HTTP parser comes twice, 70 KB each that no packing makes smaller. The one without SIMD runs on every machine.
 */
const slimUndici = {
  name: 'slim-undici',
  setup: ({ onLoad, onResolve }) => {
    onResolve({ filter: /llhttp_simd-wasm\.js$/ }, ({ resolveDir }) => ({
      path: join(resolveDir, '../llhttp/llhttp-wasm.js'),
    }))
    onLoad({ filter: /[\\/]undici[\\/]index\.js$/ }, () => ({
      contents: `
        const Dispatcher = require('./lib/dispatcher/dispatcher')
        Object.assign(Dispatcher.prototype, require('./lib/api'))
        module.exports.Agent = require('./lib/dispatcher/agent')
        module.exports.ProxyAgent = require('./lib/dispatcher/proxy-agent')
      `,
    }))
  },
}

/** A module as the text of its bundle, for a worker of a page, which can load nothing. */
const bundledText = {
  name: 'bundled-text',
  setup: ({ onLoad, onResolve }) => {
    onResolve({ filter: /\?text$/ }, ({ path, resolveDir }) => ({
      path: join(resolveDir, path.replace(/\?text$/, '')),
      namespace: 'bundled-text',
    }))
    onLoad({ filter: /./, namespace: 'bundled-text' }, async ({ path }) => {
      const { outputFiles } = await build({ ...page, entryPoints: [path], write: false, sourcemap: false })
      return { contents: `export const source = ${JSON.stringify(outputFiles[0].text)}` }
    })
  },
}

/** The server for assistants is loaded only where it is started: the program imports its bundle, beside it. */
const mcpApart = {
  name: 'mcp-apart',
  setup: ({ onResolve }) => {
    onResolve({ filter: /^\.\/mcp\/serve\.ts$/ }, () => ({ path: './mcp.js', external: true }))
  },
}

/** The entry loads the program, or what relays to it, only where they are needed: they lie beside it. */
const entryApart = {
  name: 'entry-apart',
  setup: ({ onResolve }) => {
    onResolve({ filter: /^\.\/main\.ts$/ }, () => ({ path: './core.js', external: true }))
    onResolve({ filter: /^\.\/relay\/start-relay\.ts$/ }, () => ({ path: './relay.js', external: true }))
  },
}

/** What relays needs the reader of messages alone: of the library for servers the package beneath it. */
const readerAlone = {
  name: 'reader-alone',
  setup: ({ onResolve }) => {
    onResolve({ filter: /^vscode-languageserver\/node$/ }, () => {
      const of = path => createRequire(path).resolve
      const server = of(import.meta.url)('vscode-languageserver/node')
      return { path: of(of(server)('vscode-languageserver-protocol/node'))('vscode-jsonrpc/node') }
    })
  },
}

/** Every page of help, so that nobody waits for the program to be loaded to read one. */
const withHelp = {
  name: 'with-help',
  setup: ({ onLoad }) => {
    onLoad({ filter: /[\\/]prepared-help\.ts$/ }, async () => {
      const { help } = await import('./build/server/src/cli/help.js')
      const { verbs } = await import('./build/server/src/cli/verbs.js')
      const { printable } = await import('./build/server/src/cli/printed.js')
      const names = ['help', ...verbs.map(({ name }) => name)]
      const pages = names.map(name => [name, printable(help(verbs, [name]))])
      return { contents: `export const preparedHelp = ${JSON.stringify(Object.fromEntries(pages))}` }
    })
  },
}

/** Bundled CommonJS packages call require() for Node's own modules. */
const requireBanner = {
  js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
}

const page = { ...shared, platform: 'browser', target: 'es2022', format: 'iife' }

await Promise.all([
  build({
    ...page,
    entryPoints: ['client/webview/playground.ts', 'client/webview/playground.css'],
    outdir: 'dist',
    plugins: [bundledText],
  }),
  build({
    ...shared,
    entryPoints: ['server/src/entry.ts'],
    outfile: 'dist/main.js',
    format: 'esm',
    plugins: [entryApart, withHelp],
    banner: { js: '#!/usr/bin/env node' },
  }),
  build({
    ...shared,
    entryPoints: ['server/src/relay/start-relay.ts'],
    outfile: 'dist/relay.js',
    format: 'esm',
    plugins: [readerAlone],
    banner: requireBanner,
  }),
  build({
    ...shared,
    entryPoints: ['server/src/main.ts'],
    outfile: 'dist/core.js',
    format: 'esm',
    define: { 'import.meta.isBundle': 'true' },
    plugins: [slimUndici, mcpApart],
    banner: requireBanner,
  }),
  build({
    ...shared,
    entryPoints: ['server/src/mcp/serve.ts'],
    outfile: 'dist/mcp.js',
    format: 'esm',
    banner: requireBanner,
  }),
  build({
    ...shared,
    entryPoints: ['client/src/extension.ts'],
    outfile: 'dist/client.cjs',
    format: 'cjs',
    external: ['vscode'],
  }),
])

mkdirSync('build', { recursive: true })
writeFileSync('build/bundled.json', JSON.stringify([...bundled].sort()))
