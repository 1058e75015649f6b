import type { MapValue, Value } from '../../kustomize/values/value.ts'

/** Every file in which a value of an object is written. */
export function filesOf(body: MapValue): ReadonlySet<string> {
  const files = new Set<string>()
  const visit = (value: Value): void => {
    files.add(value.source.file)
    if (value.kind === 'map') for (const entry of value.entries) visit(entry.value)
    if (value.kind === 'list') for (const item of value.items) visit(item)
  }
  visit(body)
  return files
}
