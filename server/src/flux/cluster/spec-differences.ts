import { visible } from '../../text/foreign.ts'
import { duration } from '../resources/duration.ts'
import { automationKind, policyKind, repositoryKind } from '../resources/kinds.ts'
import { defaultExclusionList } from '../selection/tags.ts'
import { samePath } from '../version/same-path.ts'

/** A field of `spec` that a cluster has otherwise than the files. */
export interface SpecDifference {
  /** `suspend`, `policy.semver.range`. */
  readonly field: string
  /** Undefined where there is none. */
  readonly files: unknown
  readonly cluster: unknown
}

/**
 * In which fields an object differs. What the API server fills in (defaults) is no difference, nor is what the files
 * leave to a variable. Of a Kustomization and a GitRepository only the fields that decide what is applied are compared.
 */
export function specDifferences(kind: string, files: unknown, cluster: unknown): readonly SpecDifference[] {
  if (files === undefined || cluster === undefined) return []
  const found = differences(files, cluster, '')
  const only = decisive[kind]
  if (only !== undefined) return found.filter(({ field }) => only.some(name => isOf(field, name)))
  return [policyKind, repositoryKind, automationKind].some(one => one === kind) ? found : []
}

/** A difference as a clause. */
export function differenceWords({ field, files, cluster }: SpecDifference): string {
  return `spec.${field} is ${value(cluster)} in the cluster and ${value(files)} in the files`
}

const decisive: Readonly<Record<string, readonly string[]>> = {
  Kustomization: ['path', 'sourceRef', 'targetNamespace', 'suspend'],
  GitRepository: ['url', 'ref', 'suspend'],
}

/** What a field means where it is absent (the defaults of the definitions, docs/flux.md). */
const defaults: Readonly<Record<string, unknown>> = {
  suspend: false,
  insecure: false,
  provider: 'generic',
  exclusionList: defaultExclusionList,
  digestReflectionPolicy: 'Never',
  'policy.alphabetical.order': 'asc',
  'policy.numerical.order': 'asc',
  'update.strategy': 'Setters',
  update: { strategy: 'Setters' },
  'sourceRef.kind': 'GitRepository',
}

function differences(files: unknown, cluster: unknown, field: string): readonly SpecDifference[] {
  if (isObject(files) && isObject(cluster)) {
    const names = [...new Set([...Object.keys(files), ...Object.keys(cluster)])]
    return names.flatMap(name =>
      differences(
        Reflect.get(files, name),
        Reflect.get(cluster, name),
        field === '' ? name : `${field}.${name}`,
      ),
    )
  }
  return isSame(files ?? defaults[field], cluster ?? defaults[field], field)
    ? []
    : [{ field, files, cluster }]
}

function isSame(a: unknown, b: unknown, field: string): boolean {
  if (isEmpty(a) && isEmpty(b)) return true
  // A variable may stand for a value of any type, and inside a list.
  if (JSON.stringify(a)?.includes('${')) return true
  if (typeof a === 'string' && typeof b === 'string') {
    if (a === b || (field === 'path' && samePath(a, b))) return true
    const [one, other] = [duration(a), duration(b)]
    return one !== undefined && one === other
  }
  return JSON.stringify(a) === JSON.stringify(b)
}

/** Absent, null, or an object without a field: the API server keeps none of these apart. */
function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || (isObject(value) && Object.keys(value).length === 0)
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isOf(field: string, name: string): boolean {
  return field === name || field.startsWith(`${name}.`)
}

function value(given: unknown): string {
  return given === undefined || given === null ? 'absent' : visible(JSON.stringify(given))
}
