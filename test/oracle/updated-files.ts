import { byPath, type Change } from '../../server/src/flux/automation/changes.ts'
import { applyEdits } from '../../server/src/flux/automation/edit-value.ts'
import { update } from '../../server/src/flux/chain/update.ts'
import type { PolicyRef } from '../../server/src/flux/markers/setter.ts'
import { canonicalImage } from '../../server/src/flux/resources/image.ts'
import type { KnownPolicy } from '../../server/src/flux/setters/predict.ts'
import { emptySnapshot, withAnswers, withFiles } from '../../server/src/flux/workspace/snapshot.ts'
import { settled } from '../fixture.ts'

/** A file after the product's update; `skipped` is the code of why it was left alone. */
export interface UpdatedFile {
  readonly text: string
  readonly changes: readonly Change[]
  readonly skipped?: string
}

/**
 * What the product's own `update` makes of files, where policies select what the vector says: each policy is made an
 * object with a registry that lists that very tag, and each namespace has an automation of the path.
 */
export function updatedFiles(
  files: ReadonlyMap<string, string>,
  path: string,
  policies: readonly KnownPolicy[],
): ReadonlyMap<string, UpdatedFile> {
  const folder = [...files.keys()].some(one => one.startsWith('fluxmark-oracle/'))
    ? 'fluxmark-oracle-2'
    : 'fluxmark-oracle'
  const known = policies.filter(({ latestRef }) => latestRef !== undefined)
  const objects = known.map((policy, at) => [`${folder}/${at}.yaml`, policyText(policy)] as const)
  const automations = [...new Set(known.map(({ namespace }) => namespace))].map(
    (namespace, at) => [`${folder}/automation-${at}.yaml`, automationText(namespace, path)] as const,
  )
  let snapshot = withFiles(emptySnapshot({ fluxVersion: 'auto' }), [...files, ...objects, ...automations])
  const scans = new Map<string, readonly string[]>()
  const digests: [string, { readonly at: number; readonly value: string }][] = []
  for (const { latestRef } of known) {
    if (latestRef === undefined) continue
    const image = canonicalImage(latestRef.name)
    if (typeof image !== 'string') continue
    scans.set(latestRef.name, [latestRef.tag])
    if (latestRef.digest) digests.push([`${image}:${latestRef.tag}`, { at: 0, value: latestRef.digest }])
  }
  snapshot = settled(withAnswers(snapshot, { digests }), scans)
  const { changes, skipped } = update(snapshot)
  const changed = byPath(changes)
  return new Map(
    [...files].map(([file, text]) => {
      const ofFile = changed.get(file) ?? []
      const reason = ofFile.length === 0 ? skipped.find(one => one.path === file) : undefined
      const after = applyEdits(
        text,
        ofFile.map(({ edit }) => edit),
      )
      return [file, { text: after, changes: ofFile, ...(reason ? { skipped: reason.code } : {}) }]
    }),
  )
}

function policyText({ namespace, name, latestRef }: KnownPolicy): string {
  const digest = latestRef?.digest ? '\n  digestReflectionPolicy: IfNotPresent' : ''
  const metadata = `metadata: ${JSON.stringify({ name, namespace })}`
  return `apiVersion: image.toolkit.fluxcd.io/v1
kind: ImageRepository
${metadata}
spec:
  image: ${JSON.stringify(latestRef?.name)}
  interval: 5m
---
apiVersion: image.toolkit.fluxcd.io/v1
kind: ImagePolicy
${metadata}
spec:${digest}
  imageRepositoryRef: {name: ${JSON.stringify(name)}}
  policy: {alphabetical: {}}
`
}

function automationText(namespace: PolicyRef['namespace'], path: string): string {
  return `apiVersion: image.toolkit.fluxcd.io/v1
kind: ImageUpdateAutomation
metadata: ${JSON.stringify({ name: 'oracle', namespace })}
spec:
  interval: 10m
  sourceRef: {kind: GitRepository, name: flux-system}
  git:
    checkout: {ref: {branch: main}}
    commit: {author: {email: flux@acme.example}}
    push: {branch: main}
  update: {path: ${JSON.stringify(path === '' ? './' : path)}}
`
}
