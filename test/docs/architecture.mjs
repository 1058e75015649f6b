// `node test/docs/architecture.mjs`: builds, and writes docs/images/architecture.svg anew from the table of imports.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { prepare, root } from '../prepare.mjs'

prepare()
const { picture } = await import('../../build/test/docs/architecture.js')
writeFileSync(join(root, 'docs/images/architecture.svg'), picture())
