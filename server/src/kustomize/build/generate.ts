import { build, metadataMap, type Resource, resource, setMetadataMap } from '../values/resource.ts'
import type { MapValue, Value } from '../values/value.ts'
import { emptyMap, stringValue, valueAt, withEntry } from '../values/value.ts'
import { secretText } from './generator-hash.ts'
import { changeAt, fieldOf, isTrue, itemsOf, textOf } from './kustomization.ts'
import type { Findings } from './load-file.ts'
import { loadText, placeOf } from './load-file.ts'
import type { Unknown } from './problem.ts'
import { nameOf, type WorkspaceFiles } from './workspace-files.ts'

/** What is generated. */
export type GeneratedKind = 'ConfigMap' | 'Secret'

type GeneratorBehavior = 'create' | 'merge' | 'replace'

export interface Generated {
  readonly resource: Resource
  readonly behavior: GeneratorBehavior
}

/** The ConfigMap or Secret that an entry of `configMapGenerator` or `secretGenerator` makes; undefined where it has no name. */
export function generate(
  kind: GeneratedKind,
  entry: Value,
  options: Value | undefined,
  folder: string,
  files: WorkspaceFiles,
  findings: Findings,
): Generated | undefined {
  const name = fieldOf(entry, 'name')
  if (textOf(name) === '') {
    findings.problem({
      ...placeOf(entry),
      code: 'kustomization-invalid',
      message: 'a configmap must have a name',
    })
    return undefined
  }
  const by = kind === 'ConfigMap' ? 'configMapGenerator' : 'secretGenerator'
  const at = { span: entry.span, source: { file: entry.source.file, change: changeAt(by, entry) } }
  const own = fieldOf(entry, 'options')
  const either = (field: string) => isTrue(fieldOf(own, field)) || isTrue(fieldOf(options, field))
  const text = (value: Value | undefined) =>
    stringValue(textOf(value), { span: (value ?? entry).span, source: at.source })
  const namespace = fieldOf(entry, 'namespace')
  let metadata = withEntry(emptyMap(at), 'name', text(name))
  if (namespace) metadata = withEntry(metadata, 'namespace', text(namespace))
  let body = emptyMap(at)
  body = withEntry(body, 'apiVersion', stringValue('v1', at))
  body = withEntry(body, 'kind', stringValue(kind, at))
  body = withEntry(body, 'metadata', metadata)
  if (kind === 'Secret')
    body = withEntry(body, 'type', stringValue(textOf(fieldOf(entry, 'type')) || 'Opaque', at))
  const doubts: Unknown[] = []
  const noted: Findings = { ...findings, unknown: unknown => doubts.push(unknown) }
  const data = dataOf(entry, folder, files, noted).map(({ key, text, at: place }) => {
    const encoded = kind === 'Secret' ? secretText(text) : text
    return { key, value: stringValue(encoded, { span: place.span, source: at.source }) }
  })
  for (const doubt of doubts) findings.unknown(doubt)
  if (data.length > 0 || kind === 'Secret') body = withEntry(body, 'data', { ...emptyMap(at), entries: data })
  if (either('immutable'))
    body = withEntry(body, 'immutable', { ...stringValue('true', at), tag: '!!bool', style: 'plain' })
  body = setMetadataMap(body, 'labels', bothMaps(own, options, 'labels'))
  const annotations = bothMaps(own, options, 'annotations')
  if (!either('disableNameSuffixHash')) annotations.set(build.needsHashSuffix, 'enabled')
  const behavior = textOf(fieldOf(entry, 'behavior'))
  annotations.set(build.generatorBehavior, behavior || 'unspecified')
  return {
    resource: { ...resource(setMetadataMap(body, 'annotations', annotations), placeOf(entry)), doubts },
    behavior: behavior === 'merge' || behavior === 'replace' ? behavior : 'create',
  }
}

function bothMaps(own: Value | undefined, common: Value | undefined, field: string): Map<string, string> {
  const map = new Map<string, string>()
  for (const options of [common, own]) {
    const values = fieldOf(options, field)
    for (const { key, value } of values?.kind === 'map' ? values.entries : []) map.set(key, textOf(value))
  }
  return map
}

interface Pair {
  readonly key: string
  readonly text: string
  readonly at: Value
}

/** The data of a generator: env files, literals, files, in this order. */
function dataOf(entry: Value, folder: string, files: WorkspaceFiles, findings: Findings): readonly Pair[] {
  const pairs: Pair[] = []
  const env = fieldOf(entry, 'env')
  const read = (name: string, at: Value) => {
    const loaded = loadText(name, at, folder, files, findings)
    if (typeof loaded === 'object') return loaded.text
    if (loaded === 'unknown') {
      findings.unknown({ ...placeOf(at), code: 'generator-source', message: `${name} is not loaded` })
    }
    return undefined
  }
  for (const at of [...itemsOf(fieldOf(entry, 'envs')), ...(env ? [env] : [])]) {
    for (const [key, text] of envPairs(read(textOf(at), at) ?? '')) pairs.push({ key, text, at })
  }
  for (const at of itemsOf(fieldOf(entry, 'literals'))) {
    const literal = textOf(at)
    const equals = literal.indexOf('=')
    if (equals > 0) {
      pairs.push({ key: literal.slice(0, equals), text: withoutQuotes(literal.slice(equals + 1)), at })
      continue
    }
    const message = `invalid literal source ${literal}, expected key=value`
    findings.problem({ ...placeOf(at), code: 'kustomization-invalid', message })
  }
  for (const at of itemsOf(fieldOf(entry, 'files'))) {
    const [first = '', second] = textOf(at).split('=')
    const path = second ?? first
    const text = read(path, at)
    if (text !== undefined) pairs.push({ key: second === undefined ? nameOf(path) : first, text, at })
  }
  for (const [index, { key, at }] of pairs.entries()) {
    if (pairs.findIndex(pair => pair.key === key) === index) continue
    const message = `configmap illegally repeats the key \`${key}\``
    findings.problem({ ...placeOf(at), code: 'kustomization-invalid', message })
  }
  return pairs.filter(({ key }, index) => pairs.findIndex(pair => pair.key === key) === index)
}

function envPairs(text: string): readonly (readonly [string, string])[] {
  const lines = text.replace(/^\ufeff/, '').split(/\r?\n/)
  return lines.flatMap(line => {
    const pair = line.trimStart()
    const equals = pair.indexOf('=')
    if (pair === '' || pair.startsWith('#')) return []
    return [equals < 0 ? ([pair, ''] as const) : ([pair.slice(0, equals), pair.slice(equals + 1)] as const)]
  })
}

function withoutQuotes(text: string): string {
  const quote = text[0]
  const isQuoted = text.length >= 2 && (quote === '"' || quote === "'") && text.endsWith(quote)
  return isQuoted ? text.slice(1, -1) : text
}

/** What `behavior: merge` and `replace` make of the object that is there: its identity stays, its data is merged. */
export function mergeGenerated({ resource: made, behavior }: Generated, old: Resource): MapValue {
  const labels = new Map([...metadataMap(old.body, 'labels'), ...metadataMap(made.body, 'labels')])
  const own = metadataMap(made.body, 'annotations')
  const before = metadataMap(old.body, 'annotations')
  const annotations = new Map([...before, ...own])
  for (const note of Object.values(build)) {
    const kept = before.get(note)
    if (kept === undefined || (note === build.needsHashSuffix && !own.has(note))) annotations.delete(note)
    else annotations.set(note, kept)
  }
  let body = setMetadataMap(setMetadataMap(made.body, 'labels', labels), 'annotations', annotations)
  const metadata = valueAt(body, 'metadata')
  const name = valueAt(old.body, 'metadata', 'name')
  const namespace = valueAt(old.body, 'metadata', 'namespace')
  if (metadata?.kind === 'map' && name) {
    const named = withEntry(metadata, 'name', name)
    body = withEntry(body, 'metadata', namespace ? withEntry(named, 'namespace', namespace) : named)
  }
  const data = valueAt(old.body, 'data')
  if (behavior !== 'merge' || data?.kind !== 'map') return body
  const added = valueAt(body, 'data')
  let merged: MapValue = data
  for (const { key, value } of added?.kind === 'map' ? added.entries : [])
    merged = withEntry(merged, key, value)
  return withEntry(body, 'data', merged)
}
