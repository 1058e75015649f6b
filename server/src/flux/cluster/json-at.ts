/** What stands at a path in a JSON value; undefined where nothing does. */
export function jsonAt(value: unknown, ...path: readonly string[]): unknown {
  let at = value
  for (const name of path) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, name)) return undefined
    at = Reflect.get(at, name)
  }
  return at
}

/** The text there; undefined for anything else, and for an empty one. */
export function jsonText(value: unknown, ...path: readonly string[]): string | undefined {
  const at = jsonAt(value, ...path)
  return typeof at === 'string' && at !== '' ? at : undefined
}

/** The number there; undefined for anything else. */
export function jsonNumber(value: unknown, ...path: readonly string[]): number | undefined {
  const at = jsonAt(value, ...path)
  return typeof at === 'number' ? at : undefined
}

/** The items of the list there; none for anything else. */
export function jsonItems(value: unknown, ...path: readonly string[]): readonly unknown[] {
  const at = jsonAt(value, ...path)
  return Array.isArray(at) ? at : []
}
