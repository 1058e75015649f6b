import { isGoError } from '../../go/go-error.ts'
import { changeAt, fieldOf, textOf } from '../build/kustomization.ts'
import { previousIds, type Resource, withBody } from '../values/resource.ts'
import { formatGvk, type ResourceId } from '../values/resource-id.ts'
import { type ScalarValue, stringValue, type Value } from '../values/value.ts'
import { type FieldSpec, setByFieldSpec } from './field-spec.ts'
import { withStyleOf } from './set-field.ts'
import type { Transformed } from './transform-metadata.ts'
import { isWithin, type TransformerConfig } from './transformer-config.ts'

/** One entry of `replicas`: sets the count of what it names, by any name it has had. It must name something. */
export function transformReplicas(
  resources: readonly Resource[],
  entry: Value,
  { replicas }: TransformerConfig,
): Transformed {
  const name = textOf(fieldOf(entry, 'name'))
  const count: ScalarValue = {
    ...stringValue(textOf(fieldOf(entry, 'count')) || '0', entry),
    tag: '!!int',
    source: { file: entry.source.file, change: changeAt('replicas', entry) },
  }
  const result = [...resources]
  let isFound = false
  for (const spec of replicas) {
    for (const [index, old] of result.entries()) {
      if (![old.id, ...previousIds(old)].some(id => isNamed(id, name, spec))) continue
      isFound = true
      const body = setByFieldSpec(old.body, spec, 'scalar', field => withStyleOf(count, field))
      if (isGoError(body)) return { ...body, at: entry }
      result[index] = withBody(old, body)
    }
  }
  if (isFound) return result
  const kinds = replicas.map(formatGvk).join(' ')
  return {
    err: `resource with name ${name} does not match a config with the following GVK [${kinds}]`,
    at: entry,
    isTargetMissing: true,
  }
}

function isNamed(id: ResourceId, name: string, spec: FieldSpec): boolean {
  return id.name === name && isWithin(id, spec)
}
