// `node test/oracle/pack.mjs DIR`: makes the project's own copy of the vectors in DIR, see README.md.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, constants } from 'node:zlib'

const [directory] = process.argv.slice(2)
if (directory === undefined) throw new Error('usage: node test/oracle/pack.mjs DIR')

const params = {
  [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
  [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS,
}
for (const name of readdirSync(directory)) {
  // The real manifests are another project's, so their family stays outside.
  if (!name.endsWith('.jsonl') || name === 'setters-real.jsonl') continue
  const packed = brotliCompressSync(readFileSync(join(directory, name)), { params })
  writeFileSync(join(import.meta.dirname, 'data', `${name}.br`), packed)
}
