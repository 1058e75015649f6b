// Bundles the server (also the command line), its server for assistants and the client, one file each, into dist/.
import { join } from 'node:path'
import { build } from 'esbuild'

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
