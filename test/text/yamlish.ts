import fc from 'fast-check'

/** Text that is much like YAML, right or wrong. */
export const yamlish: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      fc.constantFrom('a', 'b: ', '- ', '\n', '\n  ', '# c', ' # c', '"', "'", '|', '>-', '{', '}', '[', ']'),
      fc.constantFrom(',', ':', '? ', '&x ', '*x', '!!str ', '---\n', '...\n', '%YAML 1.1\n', '\t', '\r\n'),
      fc.constantFrom(
        '\uFEFF',
        '<<: ',
        '{{',
        '# {"$imagepolicy": "a:b"}',
        'k: v # {"$imagepolicy": "a:b:tag"}\n',
      ),
      fc.string({ maxLength: 3, unit: 'binary' }),
    ),
    { maxLength: 30 },
  )
  .map(parts => parts.join(''))

const key = fc.constantFrom('a', 'image', 'x-y', '"q"', "'s t'", '1')
const comment = fc.constantFrom(
  '',
  '',
  ' # c',
  '  #c',
  ' # {"$imagepolicy": "ns:app:tag"}',
  ' # {"$imagepolicy":"ns:app"}',
)
const above = fc.constantFrom('', '', '', '# h\n', '# h\n# {"$imagepolicy": "ns:app"}\n', '\n', '\n# h\n')
const scalar = fc.constantFrom(
  'x',
  'app:v1',
  '"q: #"',
  "'it''s'",
  '1.0',
  'null',
  '~',
  '[1, {a: b}]',
  '{}',
  'a#b',
  '!!str 5',
  '&n y',
)
const block = fc.constantFrom('|', '>-', '|+', '>2')

type Lines = (indent: string) => string

const { value } = fc.letrec<{ value: Lines; map: Lines; list: Lines; leaf: Lines }>(tie => ({
  value: fc.oneof({ maxDepth: 4, depthSize: 'small' }, tie('leaf'), tie('map'), tie('list')),
  leaf: fc.oneof(
    fc.tuple(scalar, comment).map(
      ([text, end]): Lines =>
        () =>
          ` ${text}${end}\n`,
    ),
    fc.tuple(block, comment).map(
      ([header, end]): Lines =>
        indent =>
          ` ${header}${end}\n${indent}  t # t\n\n${indent}  u\n`,
    ),
  ),
  map: fc.tuple(comment, fc.array(fc.tuple(above, key, tie('value')), { minLength: 1, maxLength: 3 })).map(
    ([end, entries]): Lines =>
      indent => {
        const inner = `${indent}  `
        const line = ([head, name, lines]: (typeof entries)[number]) =>
          `${head.replace(/^(?=#)/gm, inner)}${inner}${name}:${lines(inner)}`
        return `${end}\n${entries.map(line).join('')}`
      },
  ),
  list: fc
    .tuple(comment, fc.boolean(), fc.array(fc.tuple(above, tie('value')), { minLength: 1, maxLength: 3 }))
    .map(
      ([end, isWide, items]): Lines =>
        indent => {
          const inner = isWide ? `${indent}  ` : indent
          const line = ([head, lines]: (typeof items)[number]) =>
            `${head.replace(/^(?=#)/gm, inner)}${inner}-${lines(inner)}`
          return `${end}\n${items.map(line).join('')}`
        },
    ),
}))

/** Block YAML, mostly well formed, with comments in all places and markers among them. */
export const manifests: fc.Arbitrary<string> = fc
  .array(fc.array(fc.tuple(above, key, value), { minLength: 1, maxLength: 4 }), {
    minLength: 1,
    maxLength: 2,
  })
  .map(documents =>
    documents
      .map(entries => entries.map(([head, name, lines]) => `${head}${name}:${lines('')}`).join(''))
      .join('---\n'),
  )

const plainKey = fc.constantFrom(
  'a',
  'image',
  'name',
  'x-y',
  'app.kubernetes.io/name',
  '"q"',
  "'s t'",
  '1',
  'two words',
)
const plainScalar = fc.constantFrom(
  'x',
  'acme/app:v1',
  '"q: # {"',
  "'- it'",
  "'it''s'",
  '"a\\\\.b\\""',
  '1.10',
  'null',
  '--flag=:80',
  'a b  c',
  '[a, "b", [c/d, 1]]',
  '{a: b, c: {d: e}}',
  '{}',
  'a#b',
  'größe',
  '',
)
const plainComment = fc.constantFrom(
  '',
  '',
  '',
  ' # c',
  '  # {"$imagepolicy": "ns:app"}',
  ' # {"$imagepolicy": "ns:app:tag"}',
)
const plainAbove = fc.constantFrom('', '', '', '', '# h\n', '\n', '\n# h\n\n', '    # deep\n')

const { plain } = fc.letrec<{ plain: Lines; map: Lines; list: Lines; leaf: Lines }>(tie => ({
  plain: fc.oneof({ maxDepth: 5, depthSize: 'small' }, tie('leaf'), tie('map'), tie('list')),
  leaf: fc.oneof(
    fc.tuple(plainScalar, plainComment).map(
      ([text, end]): Lines =>
        () =>
          text === '' ? '\n' : ` ${text}${end}\n`,
    ),
    fc.constantFrom('|', '>-', '|+', '|').map(
      (header): Lines =>
        indent =>
          ` ${header}\n\n${indent}  t # {"$imagepolicy": "ns:app"}\n\n${indent}    u\n`,
    ),
  ),
  map: fc.array(fc.tuple(plainAbove, plainKey, tie('plain')), { minLength: 1, maxLength: 3 }).map(
    (entries): Lines =>
      indent => {
        const inner = `${indent}  `
        return `\n${entries.map(([head, name, lines]) => `${head}${inner}${name}:${lines(inner)}`).join('')}`
      },
  ),
  list: fc
    .tuple(
      fc.constantFrom('', '  '),
      fc.array(fc.tuple(plainAbove, tie('plain')), { minLength: 1, maxLength: 3 }),
    )
    .map(
      ([more, items]): Lines =>
        indent => {
          const inner = `${indent}${more}`
          const item = (text: string) => (text.startsWith('\n') ? text.replace(/^\n +/, ' ') : text)
          return `\n${items.map(([head, lines]) => `${head}${inner}-${item(lines(`${inner}`))}`).join('')}`
        },
    ),
}))

/** Manifests as people write most of them: few of YAML's ways, a marker here and there. */
export const plainManifests: fc.Arbitrary<string> = fc
  .array(fc.array(fc.tuple(plainAbove, plainKey, plain), { minLength: 1, maxLength: 4 }), {
    minLength: 1,
    maxLength: 3,
  })
  .map(documents =>
    documents
      .map(entries => entries.map(([head, name, lines]) => `${head}${name}:${lines('')}`).join(''))
      .join('---\n'),
  )
