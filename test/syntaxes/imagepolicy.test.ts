import assert from 'node:assert/strict'
import { test } from 'node:test'
import { tokensOf } from './tokens.ts'

/** What the marker grammar says of each piece of a text: `[piece, innermost scope]`, comments and YAML left out. */
async function marked(text: string): Promise<[string, string][]> {
  return (await tokensOf(text)).flatMap(({ piece, scope }) =>
    scope.endsWith('.imagepolicy.yaml') && !scope.startsWith('meta.')
      ? [[piece, scope.replace('.imagepolicy.yaml', '')] as [string, string]]
      : [],
  )
}

/** The same without quotes, braces and colons. */
async function named(text: string): Promise<[string, string][]> {
  return (await marked(text)).filter(([, scope]) => !scope.startsWith('punctuation.'))
}

test('every part of a marker has a scope of its own', async () => {
  assert.deepEqual(await marked('tag: 1.0.0 # {"$imagepolicy": "apps:web:tag"}'), [
    ['{', 'punctuation.definition.marker.begin'],
    ['"', 'punctuation.definition.string.begin'],
    ['$imagepolicy', 'keyword.other'],
    ['"', 'punctuation.definition.string.end'],
    [':', 'punctuation.separator.key-value'],
    ['"', 'punctuation.definition.string.begin'],
    ['apps', 'entity.name.namespace'],
    [':', 'punctuation.separator.namespace'],
    ['web', 'variable.other.constant.policy'],
    [':', 'punctuation.separator.suffix'],
    ['tag', 'constant.language.suffix'],
    ['"', 'punctuation.definition.string.end'],
    ['}', 'punctuation.definition.marker.end'],
  ])
})

const web = [
  ['$imagepolicy', 'keyword.other'],
  ['apps', 'entity.name.namespace'],
  ['web', 'variable.other.constant.policy'],
]

for (const text of [
  'image: a:1 # {"$imagepolicy": "apps:web"}',
  'image: a:1 #{"$imagepolicy":"apps:web"}',
  'image: a:1 ## { "$imagepolicy" : "apps:web" }  ',
  'image: a:1 #\t{"$imagepolicy": "apps:web"}\t',
  'image: "a:1" # {"$imagepolicy": "apps:web"}',
  '- a:1 # {"$imagepolicy": "apps:web"}',
  '# {"$imagepolicy": "apps:web"}',
]) {
  test(`a spelling that Flux reads: ${JSON.stringify(text)}`, async () => {
    assert.deepEqual(await named(text), web)
  })
}

test('other keys with string values may stand beside the marker', async () => {
  assert.deepEqual(await named('image: a:1 # {"by": "me", "$imagepolicy": "apps:web", "n": "1"}'), [
    ['"by"', 'string.quoted.double'],
    ['"me"', 'string.quoted.double'],
    ...web,
    ['"n"', 'string.quoted.double'],
    ['"1"', 'string.quoted.double'],
  ])
})

for (const setter of [
  'apps/web',
  'web',
  ':web',
  'apps:',
  'apps:web:',
  'apps:web:version',
  'apps:web:Tag',
  ' apps:web',
]) {
  test(`a setter that Flux ignores: "${setter}"`, async () => {
    assert.deepEqual(await named(`image: a:1 # {"$imagepolicy": "${setter}"}`), [
      ['$imagepolicy', 'keyword.other'],
      [setter, 'invalid.illegal.setter'],
    ])
  })
}

for (const [marker, before = ''] of [
  [`{'$imagepolicy': 'apps:web'}`],
  ['{“$imagepolicy”: “apps:web”}'],
  ['{"$imagepolicy": "apps:web",}'],
  ['{"$imagepolicy": "apps:web"'],
  ['"$imagepolicy": "apps:web"}'],
  ['{"imagepolicy": "apps:web"}'],
  ['{"$ImagePolicy": "apps:web"}'],
  ['{"$imagepolicy": "apps:web", "n": 1}'],
  ['{"$imagepolicy": null}'],
  ['{"$imagepolicy": "apps:web"}}'],
  ['{"$imagepolicy": "apps:web"} keep'],
  ['{"$imagepolicy": "apps:web"} # {"$imagepolicy": "apps:api"}'],
  ['{"$imagepolicy": "apps:web"}', 'flux: '],
  ['{"$imagepolicy": "apps:web"}]', '['],
]) {
  test(`a marker that Flux ignores: ${before}${marker}`, async () => {
    assert.deepEqual(await named(`image: a:1 # ${before}${marker}`), [[marker, 'invalid.illegal.marker']])
  })
}

for (const text of [
  '# Flux updates this by its $imagepolicy marker: see the docs',
  '# the "$imagepolicy" marker belongs at the end of the line',
  '# kind: ImagePolicy',
  '# image: a:1 # {"$imagepolicy": "apps:web"}',
  `#- image: a:1 # {'$imagepolicy': 'apps:web'}`,
  'image: "a:1 # {\\"$imagepolicy\\": \\"apps:web\\"}"',
  'data: |\n  image: a:1 # {"$imagepolicy": "apps:web"}',
]) {
  test(`no marker, no colour: ${JSON.stringify(text)}`, async () => {
    assert.deepEqual(await marked(text), [])
  })
}
