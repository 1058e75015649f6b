import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import type { Snapshot } from '../../server/src/flux/workspace/snapshot.ts'
import { emptySnapshot, withFiles } from '../../server/src/flux/workspace/snapshot.ts'
import type { Diagnostic } from '../../server/src/ide/answers.ts'
import { diagnostics } from '../../server/src/ide/diagnostics.ts'
import { settled } from '../fixture.ts'
import { families } from '../oracle/families.ts'
import { vectors } from '../oracle/vectors.ts'

/**
 * What Flux did with markers, held against what the checks say of them: none that Flux applied is called ignored,
 * and none that it passed over, with another value than its policy's, is passed over in silence.
 */

interface Policy {
  readonly namespace: string
  readonly name: string
  readonly latestRef?: { readonly name: string; readonly tag: string; readonly digest?: string }
}

interface Case {
  readonly files?: Readonly<Record<string, string>>
  readonly path?: string
  readonly policies?: readonly Policy[] | null
  readonly changes?: readonly { readonly file: string; readonly setter: string }[]
  readonly symlinks?: unknown
  readonly err?: string
}

/** Codes that say Flux passes over a marker; the others say what it would do wrong, or what it lacks. */
const ignores =
  /^marker-(?:json|extra|no-space|wrong|bad|missing-n|unknown|whitespace|non-string|above|below|on-|in-block|head|duplicate|file|root|metadata|in-helm)/

/** Codes that speak of all markers of a file. */
const ofFile = /^marker-(?:file|root|metadata|in-list|in-helm)/

const data = process.env.FLUXMARK_TEST_DATA
const skip = data ? false : 'needs FLUXMARK_TEST_DATA, a folder with vectors/setters-real.jsonl in it'

for (const [name, directory] of [
  ['setters', undefined],
  ['setters-clean', undefined],
  ['setters-real', join(data ?? '', 'vectors')],
] as const) {
  test(`markers are called what Flux makes of them: ${name}`, { skip: directory && skip }, () => {
    const family = families.find(one => one.name === name)
    const cases = (family && vectors(family, directory)) ?? []
    assert.ok(cases.length > 0)
    const wrong: string[] = []
    for (const { id, input, expected } of cases) {
      const one: Case = { ...input, ...expected }
      // Links are followed by nobody here, and a failed update judges no marker.
      if (one.files === undefined || one.symlinks !== undefined || one.err !== undefined) continue
      const snapshot = workspace(one, one.files)
      for (const path of Object.keys(one.files)) wrong.push(...faults(id, one, snapshot, path))
    }
    assert.deepEqual(wrong, [])
  })
}

function faults(id: string, one: Case, snapshot: Snapshot, path: string): readonly string[] {
  const text = snapshot.files.get(path)?.text ?? ''
  const lines = text.split('\n')
  const found = diagnostics(snapshot, path).filter(({ code }) => code !== 'outdated')
  const on = (line: number, isWanted: (code: string) => boolean = () => true) =>
    found.some(({ code, span }) => isWanted(code) && lineOf(text, span[0]) === line)
  const faults: string[] = []
  for (const [setter, at] of markersIn(lines)) {
    const applied = changesOf(one, path).filter(change => change.setter === setter).length
    const ignored = at.filter(line => on(line, code => ignores.test(code)))
    if (ignored.length + applied > at.length)
      faults.push(`${id} ${path} ${setter}: applied, and called ignored`)
    const value = wantedValue(one, setter)
    if (value === undefined || found.some(({ code }: Diagnostic) => ofFile.test(code))) continue
    const isCurrent = (line: number) => [-1, 0, 1].some(by => lines[line + by]?.includes(value))
    const told = at.filter(line => on(line) || value === '' || isCurrent(line))
    if (told.length + applied < at.length) faults.push(`${id} ${path} ${setter}: passed over in silence`)
  }
  return faults
}

/** The lines of each setter's markers, by the text alone. */
function markersIn(lines: readonly string[]): ReadonlyMap<string, readonly number[]> {
  const markers = new Map<string, number[]>()
  for (const [line, text] of lines.entries()) {
    for (const [, setter = ''] of text.matchAll(/"\$imagepolicy"\s*:\s*"([^"]*)"/g)) {
      markers.set(setter, [...(markers.get(setter) ?? []), line])
    }
  }
  return markers
}

function changesOf({ changes = [], path = '' }: Case, file: string): NonNullable<Case['changes']> {
  const folder = path.replace(/^[./]+|\/+$/g, '')
  const relative = folder !== '' && file.startsWith(`${folder}/`) ? file.slice(folder.length + 1) : file
  return changes.filter(change => [relative, file, ''].includes(change.file))
}

/** What the policy of a setter would write; undefined where it has nothing to write, or nobody knows it. */
function wantedValue({ policies = [] }: Case, setter: string): string | undefined {
  const [namespace, name, part = '', more] = setter.split(':')
  const policy = policies?.findLast(one => one.namespace === namespace && one.name === name)
  const ref = policy?.latestRef
  if (ref === undefined || more !== undefined) return undefined
  if (part === '') return `${ref.name}:${ref.tag}${ref.digest === undefined ? '' : `@${ref.digest}`}`
  return { tag: ref.tag, name: ref.name, digest: ref.digest ?? '' }[part]
}

/** The files, with the policies as resources and an automation in the namespace of each. */
function workspace({ policies = [], path = '' }: Case, files: Readonly<Record<string, string>>): Snapshot {
  const registry = new Map<string, string[]>()
  const own = new Map((policies ?? []).map(policy => [`${policy.namespace}:${policy.name}`, policy]))
  const resources = [...own.values()].map(({ namespace, name, latestRef }) => {
    const image = latestRef?.name ?? 'ghcr.io/acme/none'
    if (latestRef) registry.set(image, [...(registry.get(image) ?? []), latestRef.tag])
    const metadata = `metadata: {name: '${name}', namespace: '${namespace}'}`
    const pattern = `^${(latestRef?.tag ?? 'none').replace(/[.+]/g, '[$&]')}$`
    return `apiVersion: image.toolkit.fluxcd.io/v1
kind: ImageRepository
${metadata}
spec: {image: '${image}', interval: 5m}
---
apiVersion: image.toolkit.fluxcd.io/v1
kind: ImagePolicy
${metadata}
spec:
  imageRepositoryRef: {name: '${name}'}
  ${latestRef?.digest === undefined ? '' : 'digestReflectionPolicy: IfNotPresent'}
  filterTags: {pattern: '${pattern}'}
  policy: {alphabetical: {order: asc}}
---
apiVersion: image.toolkit.fluxcd.io/v1
kind: ImageUpdateAutomation
metadata: {name: main, namespace: '${namespace}'}
spec:
  interval: 10m
  sourceRef: {kind: GitRepository, name: flux-system}
  git: {checkout: {ref: {branch: main}}, commit: {author: {email: flux@acme.example}}}
  update: {path: '${path}'}
`
  })
  const texts = [...Object.entries(files), ['policies-of-the-test.yaml', resources.join('---\n')] as const]
  return settled(withFiles(emptySnapshot({ fluxVersion: 'auto' }), texts), registry)
}

function lineOf(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length - 1
}
