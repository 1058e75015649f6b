import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { imageSites, isReadForImages } from '../../../server/src/flux/images/image-sites.ts'
import { problemOnceMarked } from '../../../server/src/flux/workspace/file-problem.ts'
import { plainDocuments } from '../../../server/src/text/plain/plain-documents.ts'
import { readDocuments } from '../../../server/src/text/yaml.ts'
import { manifests, plainManifests, yamlish } from '../yamlish.ts'

/** A tree without the comments above its nodes. */
function bare(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(bare)
  if (typeof node !== 'object' || node === null) return node
  return Object.fromEntries(
    Object.entries(node).flatMap(([name, value]) => (name === 'headComment' ? [] : [[name, bare(value)]])),
  )
}

/** What the lines give is what go-yaml gives, or it is left to that. */
function isSame(text: string): boolean {
  const found = plainDocuments(text)
  if (found === undefined) return false
  const full = readDocuments(text)
  assert.deepEqual(
    found,
    full.map(({ span, root, errors }) => ({ span, root: bare(root), errors })),
    JSON.stringify(text),
  )
  const [sites, problem] = [bare(imageSites(full)), problemOnceMarked(text, full)]
  assert.deepEqual(imageSites(found), sites)
  assert.deepEqual(problemOnceMarked(text, found), problem)
  // What nobody reads for images may as well not be there.
  const read = plainDocuments(text, isReadForImages) ?? assert.fail(text)
  assert.deepEqual(imageSites(read), sites, JSON.stringify(text))
  assert.deepEqual(problemOnceMarked(text, read, true), problem, JSON.stringify(text))
  assert.deepEqual(
    read.map(({ root }) => root?.span),
    full.map(({ root }) => root?.span),
  )
  return true
}

type Lines = (indent: string) => string

const leaf = fc.oneof(
  {
    weight: 40,
    arbitrary: fc.constantFrom(
      ...[
        'x',
        '1.10',
        '"q: #"',
        "'s'",
        '',
        'acme/web:1.0',
        'acme/web',
        'HelmRelease',
        '[a, "b", {c: d}]',
        '{e: [], "f": 1}',
        'null',
        '-g',
        '"^.*\\\\.sig\\"$"',
        "'it''s'",
        "[r, \"\\\\d\", {t: 'u''v'}]",
      ],
      ...['|\n@  j\n\n@    k', '|-\n@  l', '~', '0x1F', '2020-01-01'],
    ),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      '>\n@  m',
      '|+\n@  n',
      '&o p',
      '*o',
      '!!str 1',
      '"\\n"',
      '|',
      'h: i',
      '"w\\\\"',
      '"y\\"',
    ),
  },
)
const behind = fc.constantFrom('', '', '', '', ' # c', ' #d')
const above = fc.constantFrom('', '', '', '', '', '\n', '@# h\n')
const keys = [
  'image',
  'tag',
  'repository',
  'name',
  'kind',
  'metadata',
  'containers',
  '"q"',
  '1',
  'spec',
  'newTag',
  'registry',
  'sidecarImage',
  'IMAGE_TAG',
  'digest',
  'status',
  'version',
  'images',
  'values',
]

const { node } = fc.letrec<{ node: Lines; map: Lines; list: Lines; scalar: Lines }>(tie => ({
  node: fc.oneof({ maxDepth: 4, depthSize: 'small' }, tie('scalar'), tie('map'), tie('list')),
  scalar: fc.tuple(leaf, behind).map(
    ([text, end]): Lines =>
      indent =>
        ` ${text.replaceAll('@', indent)}${text === '' || /[\n[{|]/.test(text) ? '' : end}\n`,
  ),
  map: fc
    .uniqueArray(fc.tuple(fc.constantFrom(...keys), above, tie('node')), {
      minLength: 1,
      maxLength: 4,
      selector: ([key]) => key,
    })
    .map(
      (entries): Lines =>
        indent =>
          `\n${entriesAt(entries, `${indent}  `)}`,
    ),
  list: fc
    .tuple(fc.boolean(), fc.array(fc.tuple(above, fc.boolean(), tie('node')), { minLength: 1, maxLength: 3 }))
    .map(
      ([isWide, items]): Lines =>
        indent => {
          const inner = isWide ? `${indent}  ` : indent
          const line = ([head, isInline, value]: (typeof items)[number]) => {
            const text = value(inner)
            const start = `\n${inner}  `
            const own = isInline && text.startsWith(start) ? ` ${text.slice(start.length)}` : text
            return `${head.replace('@', inner)}${inner}-${own}`
          }
          return `\n${items.map(line).join('')}`
        },
    ),
}))

function entriesAt(entries: readonly (readonly [string, string, Lines])[], indent: string): string {
  return entries
    .map(([key, head, value]) => `${head.replace('@', indent)}${indent}${key}:${value(indent)}`)
    .join('')
}

/** Manifests of all shapes, most of them plain enough. */
const lines = fc
  .array(
    fc.uniqueArray(fc.tuple(fc.constantFrom(...keys), above, node), {
      minLength: 1,
      maxLength: 5,
      selector: ([key]) => key,
    }),
    { minLength: 1, maxLength: 2 },
  )
  .map(documents => documents.map(entries => entriesAt(entries, '')).join('---\n'))

test('documents read line by line are those of go-yaml', () => {
  let isSure = 0
  fc.assert(
    fc.property(fc.oneof(yamlish, manifests, plainManifests, lines, lines, lines), text => {
      if (isSame(text)) isSure++
    }),
    { numRuns: 6000 },
  )
  assert.ok(isSure > 1000, `${isSure} of 6000 are read without go-yaml`)
})

test('plain manifests with a character changed are read as go-yaml reads them, or left to it', () => {
  const insert = fc.constantFrom(
    ...[...' \n\t#:-?"\'{}[],|>&*!%@`~<=.x0\\'],
    ...[
      '\n  ',
      ': ',
      ' #',
      '- ',
      '---\n',
      '\r\n',
      '\n\n',
      '😀',
      '\u0085',
      '\ufeff',
      '|\n',
      '|-\n  ',
      '\n  \n',
    ],
  )
  const change = fc.tuple(fc.nat(), fc.nat(3), insert)
  const changed = fc
    .tuple(fc.oneof(plainManifests, lines), fc.array(change, { minLength: 1, maxLength: 3 }))
    .map(([text, changes]) =>
      changes.reduce((result, [place, length, inserted]) => {
        const at = place % (result.length + 1)
        return result.slice(0, at) + inserted + result.slice(at + length)
      }, text),
    )
  fc.assert(
    fc.property(changed, text => {
      isSame(text)
    }),
    { numRuns: 6000 },
  )
})

test('separators alone, empty texts and comments alone are left to go-yaml', () => {
  for (const text of ['', '---', '---\n', '---\n---\n', '# c\n', 'a: 1\n---\n', '---\n# c\n---\nb: 1\n'])
    assert.equal(plainDocuments(text), undefined, JSON.stringify(text))
})
