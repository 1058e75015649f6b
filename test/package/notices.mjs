// `node test/package/notices.mjs`: writes THIRD-PARTY-NOTICES.txt, the licences of all that is bundled into dist/.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '../..')

/** The text of the notices, from what the last build bundled (build/bundled.json, by esbuild.mjs). */
export function notices() {
  const folders = JSON.parse(readFileSync(join(root, 'build/bundled.json'), 'utf8'))
  const parts = new Map(folders.map(folder => noticeOf(join(root, folder))))
  const intro =
    'Fluxmark contains code of the following packages, each under its own licence.\n' +
    'This file is made by `node test/package/notices.mjs`.\n'
  return [intro, ...[...parts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, text]) => text)].join(
    `\n${'-'.repeat(80)}\n\n`,
  )
}

/** A package by its name and version, and what it asks to be told. */
function noticeOf(folder) {
  const { name, version, license, author } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  const file = readdirSync(folder).find(one => /^(licen[cs]e|copying)(\.(md|txt|mit))?$/i.test(one))
  const notice = readdirSync(folder).find(one => /^notice(\.(md|txt))?$/i.test(one))
  const read = one => readFileSync(join(folder, one), 'utf8').replaceAll('\r\n', '\n').trim()
  if (!file && !license) throw new Error(`${name} names no licence`)
  const text = file ? read(file) : `Licence: ${license}. Author: ${author?.name ?? author ?? 'not named'}.`
  return [
    `${name} ${version}`,
    `${name} ${version} (${license})\n\n${text}${notice ? `\n\n${read(notice)}` : ''}\n`,
  ]
}

if (process.argv[1] === import.meta.filename) {
  if (!existsSync(join(root, 'build/bundled.json'))) throw new Error('run npm run build first')
  writeFileSync(join(root, 'THIRD-PARTY-NOTICES.txt'), notices())
}
