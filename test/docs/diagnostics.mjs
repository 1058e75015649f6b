// `node test/docs/diagnostics.mjs`: builds, and writes docs/diagnostics.md and the codes of syntaxes/fluxmark.schema.json
// anew from the checks; in package.json what `fluxmark.diagnostics` may name.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { prepare, root } from '../prepare.mjs'

prepare()
const { manual } = await import('../../build/test/docs/diagnostics.js')
writeFileSync(join(root, 'docs/diagnostics.md'), manual())

const { codes } = await import('../../build/server/src/ide/checks.js')
const path = join(root, 'syntaxes/fluxmark.schema.json')
const schema = JSON.parse(readFileSync(path, 'utf8'))
schema.properties.diagnostics.properties = Object.fromEntries(
  codes.map(({ code }) => [code, { $ref: '#/definitions/severity' }]),
)
writeFileSync(path, `${JSON.stringify(schema, null, 2)}\n`)

const manifest = join(root, 'package.json')
const content = JSON.parse(readFileSync(manifest, 'utf8'))
const { settingProperties } = await import('../../build/test/docs/setting-properties.js')
for (const { properties } of content.contributes.configuration)
  if (properties['fluxmark.diagnostics']) properties['fluxmark.diagnostics'].properties = settingProperties()
writeFileSync(manifest, `${JSON.stringify(content, null, 2)}\n`)
