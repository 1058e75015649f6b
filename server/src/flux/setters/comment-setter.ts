import { leadingObject } from '../markers/leading-object.ts'
import { setterNames } from '../markers/marker.ts'

/** A value for a scalar and the name it goes by; `type` is the schema's, `string` for a policy's setter. */
export interface SetterValue {
  readonly name: string
  readonly value: string
  readonly type: string | undefined
  readonly isOwn: boolean
}

/**
 * What kyaml's field metadata finds in a comment: a setter of those defined, or a setter that the comment itself
 * carries (`{"x-k8s-cli": {"setter": {…}}}`), which Flux applies without knowing it.
 */
export function commentSetter(
  comment: string,
  defined: ReadonlyMap<string, string>,
): SetterValue | undefined {
  for (const name of setterNames(comment)) {
    const value = defined.get(name)
    if (value !== undefined) return { name, value, type: 'string', isOwn: false }
  }
  return comment.includes('x-k8s-cli') ? ownSetter(comment.replace(/^#+/, '')) : undefined
}

function ownSetter(json: string): SetterValue | undefined {
  const schema = leadingObject(json)
  if (!schema || schema.$ref !== undefined) return undefined
  const setter = objectOf(objectOf(schema['x-k8s-cli'])?.setter)
  if (!setter) return undefined
  const text = (value: unknown): string => (typeof value === 'string' ? value : '')
  const { type } = schema
  return {
    name: text(setter.name),
    value: text(setter.value),
    type: typeof type === 'string' ? type : undefined,
    isOwn: true,
  }
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined
}
