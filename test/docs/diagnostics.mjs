// `node test/docs/diagnostics.mjs`: builds, and writes docs/diagnostics.md anew from the checks.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { prepare, root } from '../prepare.mjs'

prepare()
const { manual } = await import('../../build/test/docs/diagnostics.js')
writeFileSync(join(root, 'docs/diagnostics.md'), manual())
