// Bundles the server (also the command line) and the client, one file each, into dist/.
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

await Promise.all([
  build({
    ...shared,
    entryPoints: ['server/src/main.ts'],
    outfile: 'dist/main.js',
    format: 'esm',
    // Bundled CommonJS packages call require() for Node's own modules.
    banner: {
      js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
    },
  }),
  build({
    ...shared,
    entryPoints: ['client/src/extension.ts'],
    outfile: 'dist/client.cjs',
    format: 'cjs',
    external: ['vscode'],
  }),
])
