import assert from 'node:assert/strict'
import { test } from 'node:test'
import { effectiveResources } from '../../server/src/kustomize/build/effective-resources.ts'
import { filesOf } from './memory-files.ts'
import { policy } from './workspace.ts'

const component = 'apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\n'
const many = (size: number, line: (index: number) => string) =>
  Array.from({ length: size }, (_, index) => line(index)).join('')
const filesBy = (size: number, file: (index: number) => readonly (readonly [string, string])[]) =>
  Object.fromEntries(Array.from({ length: size }, (_, index) => file(index)).flat())

/** Beside what is hostile, a root that is not: whatever the others do, all of it is known. */
const beside = { 'z/kustomization.yaml': 'resources: [p.yaml]\nnamePrefix: a-\n', 'z/p.yaml': policy('web') }

/** What is told of the roots of a workspace: how many are too large, and what one of them says. */
function told(files: Readonly<Record<string, string>>, folder: string) {
  const { roots } = effectiveResources(filesOf({ ...files, ...beside }))
  const good = roots.get('z')
  assert.deepEqual(
    good?.resources.map(({ name }) => name),
    ['a-web'],
  )
  assert.deepEqual([good.isIncomplete, good.unknowns], [false, []])
  const root = roots.get(folder)
  assert.ok(root)
  return {
    problems: root.problems.map(({ code }) => code),
    unknowns: root.unknowns.map(({ code, message }) => `${code}: ${message}`),
    isIncomplete: root.isIncomplete,
    count: root.resources.length,
  }
}

const tooLarge = (folder: string) => ({
  problems: [],
  unknowns: [`too-large: what ${folder} gives is too large to be worked out here`],
  isIncomplete: true,
  count: 0,
})
const known = (count: number) => ({ problems: [], unknowns: [], isIncomplete: false, count })

const generators = (size: number) =>
  `configMapGenerator:\n${many(size, index => `- {name: c${index}, literals: [a=b]}\n`)}`

const doubling = (levels: number) => ({
  'b0/kustomization.yaml': 'resources: [p.yaml]\n',
  'b0/p.yaml': policy('web'),
  ...filesBy(levels, index => [
    [`x${index + 1}/kustomization.yaml`, `resources: [../b${index}]\nnamePrefix: x\n`],
    [`w${index + 1}/kustomization.yaml`, `resources: [../b${index}]\nnamePrefix: w\n`],
    [`b${index + 1}/kustomization.yaml`, `resources: [../x${index + 1}, ../w${index + 1}]\n`],
  ]),
})

test('bases that double themselves come to an end: what they give is unknown', () => {
  const { problems, unknowns, isIncomplete } = told(doubling(15), 'b15')
  assert.deepEqual(problems, [])
  assert.match(unknowns.join('\n'), /^too-large: what [bxw]\d+ gives is too large/)
  assert.equal(isIncomplete, true)
  assert.deepEqual(told(doubling(6), 'b6'), known(64))
})

test('components that use one another twice come to an end', () => {
  const files = (levels: number) => ({
    'a/kustomization.yaml': 'resources: [p.yaml]\ncomponents: [../c0]\n',
    'a/p.yaml': policy('web'),
    ...filesBy(levels, index => [
      [`c${index}/kustomization.yaml`, `${component}components: [../c${index + 1}, ../d${index + 1}]\n`],
      [`d${index}/kustomization.yaml`, `${component}components: [../c${index + 1}, ../d${index + 1}]\n`],
    ]),
    [`c${levels}/kustomization.yaml`]: `${component}namePrefix: x\n`,
    [`d${levels}/kustomization.yaml`]: `${component}namePrefix: x\n`,
  })
  assert.deepEqual(told(files(10), 'a'), tooLarge('a'))
  assert.deepEqual(told(files(3), 'a'), known(1))
})

test('components that use each other are a cycle', () => {
  const files = {
    'a/kustomization.yaml': 'resources: [p.yaml]\ncomponents: [../c]\n',
    'a/p.yaml': policy('web'),
    'c/kustomization.yaml': `${component}components: [../d]\n`,
    'd/kustomization.yaml': `${component}components: [../c]\n`,
  }
  assert.deepEqual(told(files, 'a').problems, ['kustomization-cycle'])
})

test('1,000 patches for 1,000 resources are unknown, not waited for; 100 for 100 are worked out', () => {
  const patch = `- {target: {kind: ImagePolicy}, patch: '[{"op":"add","path":"/metadata/labels","value":{"x":"y"}}]'}\n`
  const files = (size: number) => ({
    'a/kustomization.yaml': `resources: [p.yaml]\npatches:\n${many(size, () => patch)}`,
    'a/p.yaml': many(size, index => `---\n${policy(`p${index}`)}`),
  })
  assert.deepEqual(told(files(1000), 'a'), tooLarge('a'))
  assert.deepEqual(told(files(100), 'a'), known(100))
})

test('a chain of 100 components, or of 100 bases, is unknown; one of 50 is followed', () => {
  const components = (length: number) => ({
    'a/kustomization.yaml': 'resources: [p.yaml]\ncomponents: [../c0]\n',
    'a/p.yaml': policy('web'),
    ...filesBy(length, index => [
      [`c${index}/kustomization.yaml`, `${component}components: [../c${index + 1}]\n`],
    ]),
    [`c${length}/kustomization.yaml`]: `${component}namePrefix: x\n`,
  })
  assert.deepEqual(told(components(100), 'a'), tooLarge('a'))
  assert.deepEqual(told(components(50), 'a'), known(1))
  // In both orders: a folder that lies deep is met before those that use it, or after.
  const bases = (name: (index: number) => string, length: number) => ({
    ...filesBy(length, index => [
      [`${name(index)}/kustomization.yaml`, `resources: [../${name(index + 1)}]\n`],
    ]),
    [`${name(length)}/kustomization.yaml`]: 'resources: [p.yaml]\n',
    [`${name(length)}/p.yaml`]: policy('web'),
  })
  for (const name of [(index: number) => `b${1000 + index}`, (index: number) => `b${9000 - index}`]) {
    assert.deepEqual(told(bases(name, 100), name(0)), tooLarge(name(0)))
    assert.deepEqual(told(bases(name, 100), name(50)), known(1))
    assert.deepEqual(told(bases(name, 50), name(0)), known(1))
  }
})

test('thousands of generators for one another are unknown', () => {
  const files = (size: number) => ({ 'a/kustomization.yaml': generators(size) })
  assert.deepEqual(told(files(1500), 'a'), tooLarge('a'))
  assert.deepEqual(told(files(200), 'a'), known(200))
})

test('what is too large is told of the same roots after an edit as at the start', () => {
  const use = (name: string) => `${component}components: [../c${name}, ../d${name}]\n`
  const texts = {
    'a/kustomization.yaml': 'resources: [../b0]\ncomponents: [../c0]\n',
    ...filesBy(10, index => [
      [`c${index}/kustomization.yaml`, use(String(index + 1))],
      [`d${index}/kustomization.yaml`, use(String(index + 1))],
    ]),
    'c10/kustomization.yaml': `${component}namePrefix: x\n`,
    'd10/kustomization.yaml': `${component}namePrefix: x\n`,
    ...filesBy(70, index => [[`b${index}/kustomization.yaml`, `resources: [../b${index + 1}]\n`]]),
    'b70/kustomization.yaml': 'resources: [p.yaml]\n',
    'b70/p.yaml': policy('web'),
  }
  const edited = {
    ...texts,
    'c3/kustomization.yaml': `${component}namePrefix: x\n`,
    'b30/kustomization.yaml': 'resources: [../b50]\n',
  }
  const answer = (all: ReturnType<typeof effectiveResources>) =>
    [...all.roots.values()].map(({ name, resources, unknowns, isIncomplete }) => [
      name,
      resources.length,
      unknowns.map(({ message }) => message),
      isIncomplete,
    ])
  const first = effectiveResources(filesOf(texts))
  assert.deepEqual(
    answer(effectiveResources(filesOf(edited), first)),
    answer(effectiveResources(filesOf(edited))),
  )
  assert.deepEqual(
    answer(effectiveResources(filesOf(texts), effectiveResources(filesOf(edited)))),
    answer(first),
  )
})

test('large roots use up the budget of the workspace, and each of the others still has its share', () => {
  const files = {
    ...filesBy(8, index => [[`a${index + 10}/kustomization.yaml`, generators(800)]]),
    ...filesBy(40, index => [
      [`b${index + 10}/kustomization.yaml`, 'resources: [p.yaml]\nnamePrefix: x-\n'],
      [`b${index + 10}/p.yaml`, policy('web')],
    ]),
  }
  const answer = (all: ReturnType<typeof effectiveResources>) =>
    [...all.roots.values()].map(({ name, resources }) => `${name} ${resources.length}`)
  const first = effectiveResources(filesOf(files))
  const told = answer(first)
  assert.deepEqual([told[0], told[7]], ['a10 800', 'a17 0'])
  for (const one of told.slice(8)) assert.match(one, /^b\d+ 1$/)
  const edited = filesOf({ ...files, 'b20/kustomization.yaml': 'resources: [p.yaml]\n' })
  const after = effectiveResources(edited, first)
  assert.deepEqual(answer(after), answer(effectiveResources(edited)))
})

test('what postBuild would make without end is unknown, not made', () => {
  const flux = (texts: number, length: number) => ({
    'f.yaml': `apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: {name: f, namespace: flux-system}\nspec: {path: ./apps, sourceRef: {kind: GitRepository, name: flux-system}, postBuild: {substitute: {v: ${'x'.repeat(length)}}}}\n`,
    'apps/c.yaml': `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c, namespace: apps}\ndata: {a: "${'${v}'.repeat(texts)}"}\n`,
  })
  const root = (texts: number, length: number) =>
    effectiveResources(filesOf(flux(texts, length))).fluxRoots[0]
  const large = root(100_000, 100_000)
  assert.deepEqual(
    [large?.resources, large?.isIncomplete, large?.unknowns.map(({ code }) => code)],
    [[], true, ['too-large']],
  )
  const usual = root(10, 100)
  assert.deepEqual([usual?.resources.length, usual?.unknowns], [1, []])
  assert.ok(usual?.resources[0]?.content.includes('x'.repeat(1000)))
})
