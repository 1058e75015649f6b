import { failure } from '../../../flux/failure.ts'
import { parseJson } from '../json.ts'

/** One page of `tags/list`. */
export interface TagPage {
  readonly tags: readonly string[]
  /** Entries that are no valid tag: left out, counted. */
  readonly dropped: number
}

/**
 * Reads the body of a `tags/list` answer. `tags` null or absent is an empty list (Distribution and others send
 * that); entries that are not text or no valid tag are dropped (Nexus sends null and ""). Throws E_NOT_JSON, E_SHAPE.
 */
export function readTagPage(body: Uint8Array, contentType: string, host: string): TagPage {
  const json = parseJson(body, contentType, host)
  if (typeof json !== 'object' || json === null || Array.isArray(json) || 'errors' in json) {
    throw failure('E_SHAPE', `${host} answered with JSON that is no tag list.`)
  }
  const list: unknown = Reflect.get(json, 'tags') ?? []
  if (!Array.isArray(list)) throw failure('E_SHAPE', `${host} answered with a tag list that is no list.`)
  const tags = list.every(isTag) ? list : list.filter(isTag)
  return { tags, dropped: list.length - tags.length }
}

/**
 * Whether a value is a tag as the OCI distribution specification has it. What passes can be shown, put into YAML
 * and compared without any escaping. `__proto__` passes: tags are never keys of plain objects.
 */
export function isTag(value: unknown): value is string {
  return typeof value === 'string' && TAG.test(value)
}

const TAG = /^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$/
