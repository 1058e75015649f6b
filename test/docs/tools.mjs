// Writes the tools for assistants into package.json, from the tables of the server.
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { prepare } from '../prepare.mjs'

prepare()
const { languageModelTools } = await import('../../build/test/docs/tools.js')
const manifest = JSON.parse(readFileSync('package.json', 'utf8'))
manifest.contributes.languageModelTools = languageModelTools()
writeFileSync('package.json', `${JSON.stringify(manifest, null, 2)}\n`)
execFileSync('npx', ['biome', 'check', '--write', 'package.json'], { stdio: 'inherit' })
