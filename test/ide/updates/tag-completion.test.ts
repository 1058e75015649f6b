import assert from 'node:assert/strict'
import { test } from 'node:test'
import { completion } from '../../../server/src/ide/completion/completion.ts'
import { fixture } from '../../fixture.ts'

const world = `
#- registry ghcr.io/acme/web: 1.0.0 1.4.2 1.10.0 2.0.0 latest
#- registry ghcr.io/acme/api: 7 30 200
#- policy apps:web ghcr.io/acme/web semver 1.x
#- policy apps:api ghcr.io/acme/api numerical asc
#- web.yaml
`

function labels(line: string): readonly string[] {
  const { snapshot, cursor } = fixture(`${world}kind: A\n${line}\nafter: b\n`)
  assert(cursor)
  return completion(snapshot, cursor.path, cursor.offset).map(({ label }) => label)
}

const all = ['1.10.0', '1.4.2', '1.0.0', '2.0.0', 'latest']

test('behind the colon of a marked image its tags are offered, newest first by the policy’s order', () => {
  assert.deepEqual(labels('image: ghcr.io/acme/web:$0 # {"$imagepolicy": "apps:web"}'), all)
  assert.deepEqual(labels('- image: "ghcr.io/acme/web:1.$0" # {"$imagepolicy": "apps:web"}'), [
    '1.10.0',
    '1.4.2',
    '1.0.0',
  ])
  assert.deepEqual(labels('image: ghcr.io/acme/api:$07 # {"$imagepolicy": "apps:api"}'), ['200', '30', '7'])
})

test('in a marked tag too, and in no other part of a value', () => {
  assert.deepEqual(labels('  newTag: $0 # {"$imagepolicy": "apps:web:tag"}'), all)
  assert.deepEqual(labels('tag: 1.4$0.2 # {"$imagepolicy": "apps:web:tag"}'), ['1.4.2'])
  assert.deepEqual(labels('image: ghcr.io/ac$0me/web:1.0.0 # {"$imagepolicy": "apps:web"}'), [])
  assert.deepEqual(labels('image: localhost:50$000/acme/web # {"$imagepolicy": "apps:web"}'), [])
  assert.deepEqual(labels('name: $0ghcr.io/acme/web # {"$imagepolicy": "apps:web:name"}'), [])
})

test('a tag that is taken replaces the one that stands there, and nothing else', () => {
  const { snapshot, cursor } = fixture(
    `${world}image: ghcr.io/acme/web:1.$00.0 # {"$imagepolicy": "apps:web"}\n`,
  )
  assert(cursor)
  const [first] = completion(snapshot, cursor.path, cursor.offset)
  assert(first)
  const text = snapshot.files.get(cursor.path)?.text ?? ''
  assert.equal(
    text.slice(0, first.span[0]) + first.newText + text.slice(first.span[1]),
    'image: ghcr.io/acme/web:1.10.0 # {"$imagepolicy": "apps:web"}\n',
  )
})

test('an image without a marker has the tags of its ImageRepository, those of the shape that is written first', () => {
  assert.deepEqual(
    labels('image: ghcr.io/acme/web:$0'),
    ['latest', '2.0.0', '1.10.0', '1.4.2', '1.0.0'].toSorted((a, b) => order(a) - order(b)),
  )
  assert.deepEqual(labels('image: "ghcr.io/acme/web:1.$00.0"'), ['1.10.0', '1.4.2', '1.0.0'])
  assert.deepEqual(labels('image: ghcr.io/acme/other:$0'), [])
  assert.deepEqual(labels('image: ghcr.io/ac$0me/web:1.0.0'), [])
})

const order = (tag: string) => ['2.0.0', '1.10.0', '1.4.2', '1.0.0', 'latest'].indexOf(tag)

test('so has a tag beside its image’s name, in a kustomization and in a chart’s values', () => {
  assert.deepEqual(labels('images:\n  - name: web\n    newName: ghcr.io/acme/web\n    newTag: 1.4$0.2'), [
    '1.4.2',
  ])
  assert.deepEqual(labels('image:\n  tag: "7$0"\n  repository: ghcr.io/acme/api'), ['7'])
  assert.deepEqual(labels('images:\n  - name: ghcr.io/acme/web\n  - name: other\n    newTag: $0'), [])
  assert.deepEqual(labels('image:\n  tag: $0\nrepository: ghcr.io/acme/api'), [])
})
