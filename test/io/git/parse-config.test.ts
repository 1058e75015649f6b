import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { parseConfig } from '../../../server/src/io/git/config/parse-config.ts'
import { emptyRepository } from './repositories/temporary-repository.ts'

/** What Git itself reads (2.45 and later keep a tab inside a value, as we do; older ones make a space of it), in `parseConfig`'s shape; undefined where Git refuses the file. */
async function readByGit(repo: Awaited<ReturnType<typeof emptyRepository>>, text: string) {
  repo.write('../file', Buffer.from(text, 'utf8'))
  const listed = await repo
    .git('config', '--file', '../file', '--no-includes', '--list', '-z')
    .catch(() => undefined)
  return listed
    ?.split('\0')
    .slice(0, -1)
    .map(entry => {
      const end = entry.indexOf('\n')
      const key = end < 0 ? entry : entry.slice(0, end)
      const value = end < 0 ? undefined : Buffer.from(entry.slice(end + 1), 'latin1').toString()
      return { key: Buffer.from(key, 'latin1').toString(), value }
    })
}

const texts = [
  '[user]\n\tname = Ada Lovelace\n\temail=ada@example.com ; comment\n',
  '[User]\nNAME = x\n[user ""]\nname = y\n',
  '[include]\npath = a\n[includeIf "gitdir:~/work/"]\npath = ~/.work # c\n',
  '[a "b \\"c\\" \\\\ d"]\nKey-2 = "quoted # not comment" tail  \n',
  '[a.B.c]\nk\nl=\nm = \\\n  continued \\\n  twice\n',
  '\uFEFF[a]\r\nk = v\r\n',
  '[a] k = v\n[b]k=v;c\n',
  '[a]\nk = "x\\ny\\tz\\b"\n',
  '[a]\nk = "  kept  " and   inner  \n',
  '[a]\nk = unfinished "quote\n',
  '[a]\nk = bad \\q escape\n',
  '[a]\n1k = v\n',
  '[a]\nk v\n',
  'k = v\n',
  '[a\nk=v\n',
  '[a "b]\nk=v\n',
  '[a]\nk = v \\',
  '[a]\nk ; comment\nl # comment\n',
  '[a]\n  \n# only comments\n;x',
  '[a]\nk = #x\nl = ;\nm = a;b\n',
  '[a "x\ty"]\nk = \ta  b\t\n',
  '',
]

test('a configuration reads as Git reads it', async t => {
  const repo = await emptyRepository(t)
  for (const text of texts)
    assert.deepEqual(parseConfig(text), await readByGit(repo, text), JSON.stringify(text))
})

test('so does one put together at random', async t => {
  const repo = await emptyRepository(t)
  const piece = fc.constantFrom(
    '[a]',
    '[b "c"]',
    '\n',
    'k',
    '=',
    ' ',
    '"',
    '\\',
    '#',
    ';',
    'v w',
    '\\n',
    '\r\n',
    '[',
    ']',
    '"q"',
    '[d.E]',
    'x = 1\n',
  )
  const text = fc.array(piece, { maxLength: 14 }).map(pieces => `${pieces.join('')}`)
  await fc.assert(
    fc.asyncProperty(text, async text => assert.deepEqual(parseConfig(text), await readByGit(repo, text))),
    { numRuns: 60, interruptAfterTimeLimit: 2000 },
  )
})
