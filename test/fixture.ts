import assert from 'node:assert/strict'
import { canonicalImage } from '../server/src/flux/resources/image.ts'
import { lookups } from '../server/src/flux/selection/resolve.ts'
import { selectionOf } from '../server/src/flux/selection/selection.ts'
import { missingFiles } from '../server/src/flux/workspace/missing-files.ts'
import {
  emptySnapshot,
  type Snapshot,
  withAbsent,
  withAnswers,
  withFiles,
} from '../server/src/flux/workspace/snapshot.ts'
import type { Rules } from '../server/src/flux/workspace/source-file.ts'
import type { Edit } from '../server/src/ide/answers.ts'

/**
 * A workspace written as one string:
 *
 *     #- registry ghcr.io/acme/web: 1.0.0 1.1.0     what a registry lists
 *     #- policy apps:web ghcr.io/acme/web semver 1.x  an ImageRepository and an ImagePolicy in a file of their own
 *     #- automation apps:main ./clusters              an ImageUpdateAutomation in a file of its own
 *     #- web.yaml                                   begins a file
 *     image: we$0b:1.0.0                            $0 is the cursor
 *     #      ^^^ code: message                      a diagnostic expected on the line above; the message may be cut short
 *     # <--- code: message                          one at the beginning of that line, as long as there are dashes
 *     # … 5000000 characters                        a comment as long as that
 */
export interface Fixture {
  readonly snapshot: Snapshot
  readonly cursor: { readonly path: string; readonly offset: number } | undefined
  readonly expected: readonly Expected[]
}

/** A diagnostic that a fixture asks for. `line` and the columns are 0-based, the end exclusive. */
export interface Expected {
  readonly path: string
  readonly line: number
  readonly start: number
  readonly end: number
  readonly code: string
  readonly message: string
}

const expectation = /^\s*#\s*(\^+|<-+) ([a-z-]+)(?:: (.*))?$/

export function fixture(source: string, rules: Rules = { fluxVersion: 'auto' }): Fixture {
  const files = new Map<string, string[]>()
  const registry = new Map<string, readonly string[]>()
  const expected: Expected[] = []
  let cursor: Fixture['cursor']
  let path = 'file.yaml'
  for (const line of source.replace(/^\n/, '').split('\n')) {
    const [, head] = /^#- (.*)$/.exec(line) ?? []
    if (head === undefined) {
      const lines = files.get(path) ?? []
      files.set(path, lines)
      const [, carets, code, message = ''] = expectation.exec(line) ?? []
      if (carets !== undefined && code !== undefined) {
        const start = carets.startsWith('<') ? 0 : line.indexOf('^')
        const end = carets.startsWith('<') ? carets.length - 1 : start + carets.length
        expected.push({ path, line: lines.length - 1, start, end, code, message })
        continue
      }
      const at = line.indexOf('$0')
      if (at >= 0) {
        const before = lines.reduce((sum, one) => sum + one.length + 1, 0)
        cursor = { path, offset: before + at }
      }
      const [, length] = /^# … (\d+) characters$/.exec(line) ?? []
      lines.push(length === undefined ? line.replace('$0', '') : `#${'x'.repeat(Number(length))}`)
      continue
    }
    const [, image, tags] = /^registry (\S+):\s*(.*)$/.exec(head) ?? []
    const [, policy] = /^policy (.*)$/.exec(head) ?? []
    const [, automation] = /^automation (.*)$/.exec(head) ?? []
    if (image !== undefined)
      registry.set(
        image,
        (tags ?? '').split(/\s+/).filter(tag => tag !== ''),
      )
    else if (policy !== undefined) files.set(...policyFile(policy))
    else if (automation !== undefined) files.set(...automationFile(automation))
    else path = head.trim()
  }
  const texts = [...files].map(([name, lines]) => [name, lines.join('\n')] as const)
  const snapshot = looked(withFiles(emptySnapshot(rules), texts))
  return { snapshot: settled(snapshot, registry), cursor, expected }
}

/** `apps:web ghcr.io/acme/web semver 1.x` (or `numerical asc`, `alphabetical desc`) as the two resources. */
function policyFile(words: string): readonly [string, string[]] {
  const [ref = '', image = '', kind = '', ...value] = words.split(' ')
  const [namespace = '', name = ''] = ref.split(':')
  const rule = kind === 'semver' ? `range: '${value.join(' ')}'` : `order: ${value.join(' ')}`
  const text = `apiVersion: image.toolkit.fluxcd.io/v1
kind: ImageRepository
metadata: {name: ${name}, namespace: ${namespace}}
spec: {image: '${image}', interval: 5m}
---
apiVersion: image.toolkit.fluxcd.io/v1
kind: ImagePolicy
metadata: {name: ${name}, namespace: ${namespace}}
spec: {imageRepositoryRef: {name: ${name}}, policy: {${kind}: {${rule}}}}
`
  return [`policies/${namespace}-${name}.yaml`, text.split('\n')]
}

/** `apps:main ./clusters` as the resource. */
function automationFile(words: string): readonly [string, string[]] {
  const [ref = '', path = ''] = words.split(' ')
  const [namespace = '', name = ''] = ref.split(':')
  const text = `apiVersion: image.toolkit.fluxcd.io/v1
kind: ImageUpdateAutomation
metadata: {name: ${name}, namespace: ${namespace}}
spec:
  interval: 10m
  sourceRef: {kind: GitRepository, name: flux-system}
  git:
    checkout: {ref: {branch: main}}
    commit:
      author: {email: flux@acme.example}
      messageTemplate: '{{range .Changed.Changes}}{{.OldValue}} -> {{.NewValue}}{{end}}'
    push: {branch: image-updates}
  update: {path: ${path}}
`
  return [`automations/${namespace}-${name}.yaml`, text.split('\n')]
}

/** What a fixture does not write is not there. */
function looked(snapshot: Snapshot): Snapshot {
  const missing = [...snapshot.files.keys()].flatMap(path => missingFiles(snapshot, path))
  return withAbsent(
    snapshot,
    missing.flatMap(({ paths }) => paths.map(path => [path, true] as const)),
  )
}

/** The snapshot with everything answered that the registry knows. */
export function settled(snapshot: Snapshot, registry: ReadonlyMap<string, readonly string[]>): Snapshot {
  const scans = [...registry].map(([image, tags]) => {
    const key = canonicalImage(image)
    assert(typeof key === 'string')
    return [key, { at: 0, value: { tags, dropped: 0, pages: 1, credential: 'anonymous' } }] as const
  })
  let current = withAnswers(snapshot, { scans })
  for (;;) {
    const refs = [...current.index.policies.keys()].map(key => {
      const [namespace = '', name = ''] = key.split(':')
      return { namespace, name }
    })
    const selections = lookups(current, refs).flatMap(lookup =>
      lookup.kind === 'selection'
        ? [[lookup.key, { tags: lookup.request.tags, selection: selectionOf(lookup.request) }] as const]
        : [],
    )
    if (selections.length === 0) return current
    current = withAnswers(current, { selections })
  }
}

/** The snapshot after edits, as an editor applies them, with the same registry answers. */
export function settledAfter(snapshot: Snapshot, edits: readonly Edit[]): Snapshot {
  const texts = new Map<string, string>()
  for (const edit of edits.toSorted((a, b) => b.span[0] - a.span[0])) {
    const text = texts.get(edit.path) ?? snapshot.files.get(edit.path)?.text ?? ''
    assert.equal(text.slice(edit.span[0], edit.span[1]), edit.oldText)
    texts.set(edit.path, text.slice(0, edit.span[0]) + edit.newText + text.slice(edit.span[1]))
  }
  return settled(withFiles(snapshot, texts), new Map())
}
