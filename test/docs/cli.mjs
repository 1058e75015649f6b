// `node test/docs/cli.mjs`: builds, and writes docs/cli.md anew from the table of verbs.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { prepare, root } from '../prepare.mjs'

prepare()
const { manual } = await import('../../build/test/docs/cli.js')
writeFileSync(join(root, 'docs/cli.md'), manual())
