import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type KnownPolicy, type Prediction, predict } from '../../../server/src/flux/setters/predict.ts'
import { isGoError } from '../../../server/src/go/go-error.ts'
import { manifests, yamlish } from '../../text/yamlish.ts'

const policies: readonly KnownPolicy[] = [
  { namespace: 'ns', name: 'app', latestRef: { name: 'ghcr.io/acme/app', tag: '1.2.3' } },
]

function flux(files: Readonly<Record<string, string>>, path = ''): Prediction {
  const prediction = predict({ files: new Map(Object.entries(files)) }, path, policies)
  if (isGoError(prediction)) assert.fail(prediction.err)
  return prediction
}

const marked = (value: string, part = ':tag') => `tag: ${value} # {"$imagepolicy": "ns:app${part}"}\n`

test('Flux damages a placeholder that is no string, and blanks a digest that no policy reflects', () => {
  const { changes, written } = flux({
    'a.yaml': marked('0') + marked('x', ':digest').replace('tag', 'digest'),
  })
  assert.deepEqual(
    changes.map(({ damage }) => damage),
    [{ kind: 'explicit-tag', tag: '!!int' }, { kind: 'emptied' }],
  )
  assert.equal(
    written.get('a.yaml'),
    'tag: !!int 1.2.3 # {"$imagepolicy": "ns:app:tag"}\ndigest: "" # {"$imagepolicy": "ns:app:digest"}\n',
  )
})

test('a change tells the object by the name it had at that moment, though the name is marked too', () => {
  const { changes } = flux({
    'a.yaml': `${marked('1.0.0')}metadata:\n  ${marked('old').replace('tag', 'name')}`,
  })
  assert.deepEqual(
    changes.map(({ object }) => object.name),
    ['old', '1.2.3'],
  )
})

test('a document ends at any line that starts with three dashes, whatever blanks its comment has', () => {
  const { problemFiles, written } = flux({
    'a.yaml': `${marked('x')}--- # c\r\u2028\n"x"\n`,
    'b.yaml': marked('x'),
  })
  assert.deepEqual([problemFiles.map(({ file }) => file), [...written.keys()]], [['a.yaml'], ['b.yaml']])
})

test('a List stays as it is, its items become new files', () => {
  const text = `kind: List\nitems:\n- kind: ConfigMap\n  metadata:\n    name: a\n    namespace: n\n  ${marked('x')}`
  const { changes, written } = flux({ 'd/list.yaml': text }, 'd')
  assert.deepEqual(changes[0]?.damage, { kind: 'exploded-list' })
  assert.deepEqual([...written.keys()], ['d/n/configmap_a.yaml'])
})

test('a setter that a comment brings itself is applied and told to nobody', () => {
  const own = 'a: x # {"x-k8s-cli": {"setter": {"name": "n", "value": "y"}}}\n# "$imagepolicy"\n'
  const { changes, untold } = flux({ 'a.yaml': own })
  assert.deepEqual([changes.length, untold[0]?.new, untold[0]?.damage], [0, 'y', { kind: 'unknown-setter' }])
})

test('a template that happens to parse is rewritten', () => {
  const { written } = flux({ 'a.yaml': `ns: {{ .Values.x }}\n${marked('x')}` })
  assert.match(written.get('a.yaml') ?? '', /^ns: \{\? \{\.Values\.x: ''\} : ''\}\n/)
})

test('what Flux writes it can read again', () => {
  fc.assert(
    fc.property(manifests, text => {
      const { written } = flux({ 'a.yaml': text })
      const after = written.get('a.yaml')
      if (after !== undefined) assert.deepEqual(flux({ 'a.yaml': after }).problemFiles, [])
    }),
    { numRuns: 300 },
  )
})

test('no text makes the prediction throw', () => {
  fc.assert(
    fc.property(yamlish, text => {
      predict({ files: new Map([['a.yaml', `${text}\n# "$imagepolicy"\n`]]) }, '', policies)
    }),
    { numRuns: 1000 },
  )
})
