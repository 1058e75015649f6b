/**
 * kyaml's pipeline keeps the annotations it works by under an old and a new name, and compares them before and
 * after each filter. A file that carries such annotations itself can make the whole update fail here.
 */
import type { GoError } from '../../go/go-error.ts'
import { ANNOTATION_PAIRS, clearAnnotation, copyLegacyAnnotations, metaOf, setAnnotation } from './kyaml.ts'
import type { KyamlObject } from './read-objects.ts'

const ID = 'internal.config.kubernetes.io/annotations-migration-resource-id'

type Annotations = ReadonlyMap<string, string>

/** Before the values are set: numbers the objects and notes the annotations of each. */
export function noteAnnotations(objects: readonly KyamlObject[]): ReadonlyMap<string, Annotations> | GoError {
  const noted = new Map<string, Annotations>()
  for (const [i, { root }] of objects.entries()) {
    const unset = setAnnotation(root, ID, String(i))
    if (unset) return unset
    noted.set(String(i), metaOf(root).annotations)
    const failure = copyLegacyAnnotations(root) ?? mismatch(metaOf(root).annotations)
    if (failure) return failure
  }
  return noted
}

/** After the values are set, for the objects that will be written. */
export function reconcileAnnotations(
  objects: readonly KyamlObject[],
  noted: ReadonlyMap<string, Annotations>,
): GoError | undefined {
  const used = usedFormats(noted)
  if ('err' in used) return used
  for (const { root } of objects) {
    const failure = copyLegacyAnnotations(root) ?? restoreAltered(root, noted)
    if (failure) return failure
    for (const [legacy, internal] of ANNOTATION_PAIRS) {
      if (!used.internal) clearAnnotation(root, internal)
      if (!used.legacy) clearAnnotation(root, legacy)
    }
    const differing = mismatch(metaOf(root).annotations)
    if (differing) return differing
    clearAnnotation(root, ID)
  }
  return undefined
}

function mismatch(annotations: Annotations): GoError | undefined {
  for (const [legacy, internal] of ANNOTATION_PAIRS) {
    const [old, current] = [annotations.get(legacy) ?? '', annotations.get(internal) ?? '']
    if (old !== '' && current !== '' && old !== current) return differ(legacy)
  }
  return undefined
}

function differ(legacy: string): GoError {
  const name = legacy.slice(legacy.indexOf('/') + 1)
  return { err: `resource input to function has mismatched legacy and internal ${name} annotations` }
}

function usedFormats(
  noted: ReadonlyMap<string, Annotations>,
): { readonly internal: boolean; readonly legacy: boolean } | GoError {
  const kinds = [...noted.values()]
    .map(annotations => ({
      internal: ANNOTATION_PAIRS.some(([, internal]) => annotations.has(internal)),
      legacy: ANNOTATION_PAIRS.some(([legacy]) => annotations.has(legacy)),
    }))
    .filter(({ internal, legacy }) => internal || legacy)
  const [first] = kinds
  if (kinds.some(one => one.internal !== first?.internal || one.legacy !== first?.legacy)) {
    return { err: 'the annotation formatting in the input resources is not consistent' }
  }
  return first ?? { internal: noted.size === 0, legacy: noted.size === 0 }
}

/** A value of Flux's can have been set in these annotations too: then the other name follows. */
function restoreAltered(
  root: KyamlObject['root'],
  noted: ReadonlyMap<string, Annotations>,
): GoError | undefined {
  const { annotations } = metaOf(root)
  const before = noted.get(annotations.get(ID) ?? '')
  if (!before) return undefined
  for (const [legacy, internal] of ANNOTATION_PAIRS.slice(0, 2)) {
    const original = before.get(internal) ?? before.get(legacy) ?? ''
    const [current, old] = [annotations.get(internal) ?? '', annotations.get(legacy) ?? '']
    if (original === '') continue
    if (original !== current && original !== old && current !== old) return differ(legacy)
    const failure =
      original !== current
        ? setAnnotation(root, legacy, current)
        : original !== old
          ? setAnnotation(root, internal, old)
          : undefined
    if (failure) return failure
  }
  return undefined
}
