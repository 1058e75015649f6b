import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { bundleOf, untranslatable } from './texts.ts'

const root = join(import.meta.dirname, '../../..')
const sources = join(root, 'client/src')
const read = (path: string) => readFileSync(join(root, path), 'utf8')

/** Files whose words are not for translation, and why. */
const english: Readonly<Record<string, string>> = {
  'assistant/preview-text.ts': 'shows what the server would do, in the server’s words',
  'pages/explanation-text.ts': 'is a page in the server’s words',
  'pages/issue-text.ts': 'is read by who mends what is reported',
  'pages/report-issue.ts': 'is read by who mends what is reported',
  'playground/page.ts': 'is the page of the playground, whose script knows nothing of the editor',
  'registries/forge-token.ts': 'names what the server logs',
  'registries/logins.ts': 'names what is kept in the secret storage',
  'server/without-secrets.ts': 'is logged',
  'sinks/web-page.ts': 'is markup',
}

test('the texts for translation are those of the client: npx tsc -p . && node test/client/texts.mjs writes them', () => {
  assert.deepEqual(JSON.parse(read('l10n/bundle.l10n.json')), bundleOf(sources))
  assert.equal(JSON.parse(read('package.json')).l10n, './l10n')
})

test('what the client shows goes through vscode.l10n', () => {
  const left = untranslatable(sources).filter(found => !((found.split(': ')[0] ?? '') in english))
  assert.deepEqual(left, [])
})

test('every value of a text has its place in it', () => {
  for (const text of Object.keys(bundleOf(sources))) {
    const places = [...text.matchAll(/\{(\d)\}/g)].map(([, at]) => Number(at))
    assert.deepEqual([...new Set(places)].sort(), [...new Set(places).keys()], text)
  }
})
