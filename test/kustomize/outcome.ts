import { createHash } from 'node:crypto'
import { isGoError } from '../../server/src/go/go-error.ts'
import type { EffectiveRoot } from '../../server/src/kustomize/build/effective-root.ts'
import { isFatal } from '../../server/src/kustomize/build/problem.ts'
import { type Json, jsonOf } from '../../server/src/kustomize/values/json-of.ts'

/** What a root comes to, in a shape to compare: objects by id, whole for kinds that are ours, or that it fails. */
export type Outcome = { readonly fails: true } | { readonly objects: Readonly<Record<string, Json>> }

const whole = /^(image|source|kustomize)\.toolkit\.fluxcd\.io\/|^v1 (Namespace|ConfigMap)$/

export function outcomeOf(root: EffectiveRoot): Outcome {
  if (root.problems.some(isFatal)) return { fails: true }
  const objects: Json[] = []
  for (const { body } of root.resources) {
    const json = jsonOf(body)
    if (isGoError(json)) return { fails: true }
    objects.push(json)
  }
  return outcomeOfObjects(objects)
}

/** The same of objects that kubectl printed. */
export function outcomeOfObjects(objects: readonly Json[]): Outcome {
  const sorted = objects.map(object => [idOf(object), object] as const).sort(([a], [b]) => (a < b ? -1 : 1))
  return {
    objects: Object.fromEntries(
      sorted.map(([id, object]) => [id, isWhole(object) ? object : identity(object)]),
    ),
  }
}

/** A hash of what a root comes to, the same however its fields are ordered. */
export function digestOf(outcome: Outcome): string {
  const text = JSON.stringify(outcome, (_, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  )
  return createHash('sha256').update(text).digest('hex')
}

type Fields = Readonly<Record<string, Json | undefined>>

function isWhole(object: Json): boolean {
  const { apiVersion, kind } = object as Fields
  return whole.test(`${apiVersion} ${kind}`)
}

function idOf(object: Json): string {
  const { apiVersion, kind, metadata } = object as Fields
  const { name, namespace = '' } = metadata as Fields
  return [apiVersion, kind, namespace, name].join(' ')
}

function identity(object: Json): Json {
  const { metadata } = object as Fields
  const { labels = {}, annotations = {} } = metadata as Fields
  return { labels, annotations }
}
