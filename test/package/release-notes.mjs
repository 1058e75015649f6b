// `node test/package/release-notes.mjs VERSION`: what CHANGELOG.md says of a version (of what is unreleased, where there is
// no such heading), for the release's page.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The part of a changelog below the heading of a version, without the heading. */
export function releaseNotes(changelog, version) {
  const parts = changelog.split(/^## /m).slice(1)
  const headed = title =>
    parts.find(part => new RegExp(`^\\[?v?${title.replaceAll('.', '\\.')}\\b`, 'i').test(part))
  const part = headed(version) ?? headed('Unreleased')
  if (part === undefined) throw new Error(`CHANGELOG.md has no part for ${version}`)
  return `${part.slice(part.indexOf('\n')).trim()}\n`
}

if (process.argv[1] === import.meta.filename) {
  const changelog = readFileSync(join(import.meta.dirname, '../../CHANGELOG.md'), 'utf8')
  process.stdout.write(releaseNotes(changelog, process.argv[2] ?? ''))
}
